import { z } from 'zod';
import { id, instant } from '../envelope.ts';
import { daysInMs, defineEvent, defineTopic } from '../topic-definition.ts';
import {
  callbackWindow,
  callOutcome,
  resolution,
  routingExplanation,
  subject,
  ticketKind,
  transferTarget,
} from '../value-types.ts';

const poolFields = { poolId: id, tenantId: id };
const handoffFields = { ...poolFields, handoffId: id, conversationId: id };
const sampleHandoff = { poolId: 'default', tenantId: 'default', handoffId: 'h-1', conversationId: 'b1f6c1de' };
/** Where an agent was being asked when the customer left the queue: whose, and which offer ends with it. */
const withdrawnOffer = { agentId: id.optional(), offerId: id.optional() };

const windows = z.array(callbackWindow).max(48).describe('The first that are free, in order');
const aWindow = { from: 1_760_001_600_000, until: 1_760_003_400_000 };

/** Who serves whom, and why. One writer per pool: no lock, no double assignment. */
export const routing = defineTopic({
  name: 'handoff.routing.v1',
  writer: 'routing',
  key: 'poolId',
  description: 'The life of every hand-off between its request and its end.',
  retentionMs: daysInMs(30),
  events: {
    HandoffQueued: defineEvent(
      'The hand-off waits; each team opens to it after its delay.',
      z.object({
        ...handoffFields,
        subject,
        priority: z.int().min(1).max(100),
        requestedAt: instant,
        queueLength: z.int().min(1).describe('Waiting in the pool, this one included'),
        steps: z.array(z.object({ team: id, opensAt: instant })),
      }),
      {
        ...sampleHandoff,
        subject: 'cancellation',
        priority: 100,
        requestedAt: 1_760_000_000_000,
        queueLength: 1,
        steps: [{ team: 'retention_team', opensAt: 1_760_000_000_000 }],
      },
    ),
    HandoffOfferedToAgent: defineEvent(
      'An agent is asked; the offer ends by itself at expiresAt.',
      z.object({
        ...handoffFields,
        offerId: id,
        agentId: id,
        agentName: z.string().max(200),
        team: id,
        priority: z.int().min(1).max(100),
        waitedMs: z.int().min(0),
        expiresAt: instant,
        why: routingExplanation,
      }),
      {
        ...sampleHandoff,
        offerId: 'of-1',
        agentId: 'mia',
        agentName: 'Mia',
        team: 'retention_team',
        priority: 100,
        waitedMs: 40,
        expiresAt: 1_760_000_030_000,
        why: {
          rule: 'first step of cancellation; lowest load',
          considered: [{ agentId: 'mia', eligible: true, because: 'member of retention_team, 0 of 3' }],
        },
      },
    ),
    HandoffAssigned: defineEvent(
      'The agent has it.',
      z.object({
        ...handoffFields,
        agentId: id,
        agentName: z.string().max(200),
        team: id,
        priority: z.int().min(1).max(100),
        waitedMs: z.int().min(0),
        why: routingExplanation.describe('That of the offer he accepted'),
      }),
      {
        ...sampleHandoff,
        agentId: 'mia',
        agentName: 'Mia',
        team: 'retention_team',
        priority: 100,
        waitedMs: 4_000,
        why: {
          rule: 'first step of cancellation; lowest load; accepted',
          considered: [{ agentId: 'mia', eligible: true, because: 'member of retention_team, 0 of 3' }],
        },
      },
    ),
    HandoffReturned: defineEvent(
      'Back in the queue with its original age.',
      z.object({
        ...handoffFields,
        agentId: id,
        offerId: id.optional(),
        reason: z.enum(['declined', 'timed-out', 'agent-disconnected', 'agent-unresponsive', 'transferred']),
        transfer: z
          .object({ to: transferTarget, note: z.string().max(2_000) })
          .optional()
          .describe('Whom it was passed on to and with which note; absent = not transferred'),
      }),
      { ...sampleHandoff, agentId: 'mia', offerId: 'of-1', reason: 'timed-out' },
    ),
    AgentReminded: defineEvent(
      'The agent has it and has not said anything yet; at returnsAt it goes back to the queue.',
      z.object({ ...handoffFields, agentId: id, returnsAt: instant }),
      { ...sampleHandoff, agentId: 'mia', returnsAt: 1_760_000_240_000 },
    ),
    TransferRefused: defineEvent(
      'It cannot be passed on as asked: it stays where it is.',
      z.object({ ...handoffFields, agentId: id, to: transferTarget, reason: z.string().max(300) }),
      {
        ...sampleHandoff,
        agentId: 'mia',
        to: { kind: 'team', id: 'billing_team' },
        reason: 'billing_team is closed',
      },
    ),
    CallbackBooked: defineEvent(
      'The customer will be called: the hand-off leaves the queue for a place of its own, with its age.',
      z.object({
        ...handoffFields,
        ...withdrawnOffer,
        dueBy: instant,
        notBefore: instant.optional().describe('Absent = at once, on events from before there were callback windows'),
        phone: z.string().max(60).optional(),
        scheduled: z
          .boolean()
          .optional()
          .describe('The customer chose a callback window; it counts against what the teams can call'),
      }),
      { ...sampleHandoff, dueBy: 1_760_007_200_000, notBefore: 1_760_000_000_000, phone: '+1 555 0100' },
    ),
    CallbackWindowsOffered: defineEvent(
      'When the customer may be called, as it stands now. Only CallbackBooked promises a window.',
      z.object({ ...handoffFields, windows }),
      { ...sampleHandoff, windows: [aWindow] },
    ),
    CallbackRefused: defineEvent(
      'There is no call at that time; the customer keeps the place in the queue, and these windows are free.',
      z.object({ ...handoffFields, notBefore: instant, reason: z.enum(['taken', 'no-window']), windows }),
      { ...sampleHandoff, notBefore: 1_759_999_800_000, reason: 'taken', windows: [aWindow] },
    ),
    CallbackAssigned: defineEvent(
      'The agent is to call. It takes a slot of his until he says what became of it, or until expiresAt.',
      z.object({
        ...handoffFields,
        agentId: id,
        agentName: z.string().max(200),
        team: id,
        subject,
        phone: z.string().max(60).optional(),
        attempt: z.int().min(1),
        dueBy: instant,
        expiresAt: instant,
        why: routingExplanation,
      }),
      {
        ...sampleHandoff,
        agentId: 'mia',
        agentName: 'Mia',
        team: 'retention_team',
        subject: 'cancellation',
        phone: '+1 555 0100',
        attempt: 1,
        dueBy: 1_760_007_200_000,
        expiresAt: 1_760_000_600_000,
        why: { rule: 'first step of cancellation; the only one eligible', considered: [] },
      },
    ),
    CallbackReturned: defineEvent(
      'Nobody called: it waits again with its age.',
      z.object({ ...handoffFields, agentId: id, reason: z.enum(['timed-out', 'agent-disconnected']) }),
      { ...sampleHandoff, agentId: 'mia', reason: 'timed-out' },
    ),
    CallbackAttempted: defineEvent(
      'What became of a call.',
      z.object({
        ...handoffFields,
        agentId: id,
        attempt: z.int().min(1),
        outcome: callOutcome,
        retryAt: instant.optional().describe('The customer is called again from then on; absent = not again'),
      }),
      { ...sampleHandoff, agentId: 'mia', attempt: 1, outcome: 'no-answer', retryAt: 1_760_001_500_000 },
    ),
    CallbackOverdue: defineEvent(
      'An alarm, said once of a callback: nobody called by the time promised. It keeps its place.',
      z.object({ ...handoffFields, subject, dueBy: instant }),
      { ...sampleHandoff, subject: 'cancellation', dueBy: 1_760_007_200_000 },
    ),
    CallbackEnded: defineEvent(
      'The end of a booked callback, said once.',
      z.object({
        ...handoffFields,
        agentId: id.optional().describe('Whose it was at its end; absent = nobody’s'),
        subject,
        attempts: z.int().min(0),
        reached: z.boolean(),
        reason: z.enum(['done', 'no-answer', 'wrong-number', 'cancelled']),
        resolution: resolution.optional(),
      }),
      { ...sampleHandoff, agentId: 'mia', subject: 'cancellation', attempts: 1, reached: true, reason: 'done' },
    ),
    TicketFiled: defineEvent(
      'A ticket for the next opening or an e-mail answer.',
      z.object({
        ...handoffFields,
        ...withdrawnOffer,
        kind: ticketKind,
        dueBy: instant.optional().describe('Promised; absent = its teams do not open within 400 days'),
        text: z.string().max(2_000).optional().describe('Where to answer, or what the customer noted'),
      }),
      { ...sampleHandoff, kind: 'email' },
    ),
    HandoffAbandoned: defineEvent(
      'The customer left the queue.',
      z.object({
        ...handoffFields,
        ...withdrawnOffer,
        waitedMs: z.int().min(0),
        reason: z.enum(['ended', 'back-to-bot', 'withdrawn']),
      }),
      { ...sampleHandoff, agentId: 'mia', offerId: 'of-1', waitedMs: 60_000, reason: 'ended' },
    ),
    HandoffClosed: defineEvent(
      'The hand-off ended with an agent.',
      z.object({
        ...handoffFields,
        agentId: id,
        team: id,
        subject,
        waitedMs: z.int().min(0),
        handledMs: z.int().min(0),
        resolution: resolution.optional(),
        wrapUpUntil: instant.optional().describe('Its slot is not free before; absent = free at once'),
      }),
      {
        ...sampleHandoff,
        agentId: 'mia',
        team: 'retention_team',
        subject: 'cancellation',
        waitedMs: 4_000,
        handledMs: 300_000,
        resolution: { resolved: true },
      },
    ),
    TeamUnstaffed: defineEvent(
      'Nobody on duty may serve this hand-off, or its teams are closed; each is said of it once.',
      z.object({
        ...handoffFields,
        team: id,
        closed: z
          .object({
            hours: z.string().max(500).describe('Opening hours and the next opening, in words'),
            opensAt: instant.optional().describe('Absent = not within 400 days'),
          })
          .optional()
          .describe('Every team of the hand-off is closed; absent = one is open, and nobody of it is on duty'),
      }),
      { ...sampleHandoff, team: 'enterprise_team' },
    ),
  },
});
