import { z } from 'zod';
import { id, instant } from '../envelope.ts';
import { agentId, conversationId, handoffId, offerId, poolId, team, tenantId } from '../identifiers.ts';
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

const poolFields = { poolId, tenantId };
const handoffFields = { ...poolFields, handoffId, conversationId };
const sampleHandoff = { poolId: 'default', tenantId: 'default', handoffId: 'h-1', conversationId: 'b1f6c1de' };
/** The agent offer that ends because the customer left the queue; absent if none was open. */
const withdrawnOffer = { agentId: agentId.optional(), offerId: offerId.optional() };

const windows = z.array(callbackWindow).max(48).describe('The earliest free callback windows, in order');
const aWindow = { from: 1_760_001_600_000, until: 1_760_003_400_000 };

/** Since midnight of the day a shift begins on; above 1440 on the next day. */
const minuteOfDay = z.int().min(0).max(2_880);

/** Which agent serves which customer, and why. A pool has one writer, so no hand-off is assigned twice. */
export const routing = defineTopic({
  name: 'handoff.routing.v1',
  writer: 'routing',
  key: 'poolId',
  description: 'Everything that happens to a hand-off from its request to its end.',
  retentionMs: daysInMs(30),
  events: {
    HandoffQueued: defineEvent(
      'The hand-off joined the queue. Each of its teams serves it from `opensAt` on.',
      z.object({
        ...handoffFields,
        subject,
        priority: z.int().min(1).max(100).describe('100 is most urgent'),
        requestedAt: instant,
        queueLength: z.int().min(1).describe('Hand-offs waiting in the pool, this one included'),
        steps: z.array(z.object({ team, opensAt: instant })),
        closed: z
          .object({ opensAt: instant.optional().describe('When the first of them opens; absent: not known') })
          .optional()
          .describe('All its teams are closed: there is no wait to estimate yet'),
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
      'The hand-off is offered to an agent. The offer ends at `expiresAt`.',
      z.object({
        ...handoffFields,
        offerId,
        agentId,
        agentName: z.string().max(200),
        team,
        priority: z.int().min(1).max(100).describe('100 is most urgent'),
        waitedMs: z.int().min(0).describe('Milliseconds since the request'),
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
          rule: 'first team asked for cancellation; lowest load',
          considered: [{ agentId: 'mia', eligible: true, because: 'member of retention team, load 0 of 3' }],
        },
      },
    ),
    HandoffAssigned: defineEvent(
      'An agent accepted the hand-off.',
      z.object({
        ...handoffFields,
        agentId,
        agentName: z.string().max(200),
        team,
        priority: z.int().min(1).max(100).describe('100 is most urgent'),
        waitedMs: z.int().min(0).describe('Milliseconds since the request'),
        why: routingExplanation.describe('Explanation of the agent offer'),
      }),
      {
        ...sampleHandoff,
        agentId: 'mia',
        agentName: 'Mia',
        team: 'retention_team',
        priority: 100,
        waitedMs: 4_000,
        why: {
          rule: 'first team asked for cancellation; lowest load; accepted',
          considered: [{ agentId: 'mia', eligible: true, because: 'member of retention team, load 0 of 3' }],
        },
      },
    ),
    HandoffReturned: defineEvent(
      'The hand-off is back in the queue and keeps its age.',
      z.object({
        ...handoffFields,
        agentId,
        offerId: offerId.optional(),
        reason: z.enum(['declined', 'timed-out', 'agent-disconnected', 'agent-unresponsive', 'transferred']),
        transfer: z
          .object({ to: transferTarget, note: z.string().max(2_000) })
          .optional()
          .describe('Target and note of the transfer; absent: not a transfer'),
      }),
      { ...sampleHandoff, agentId: 'mia', offerId: 'of-1', reason: 'timed-out' },
    ),
    AgentReminded: defineEvent(
      'The agent has not answered yet and is reminded. At `returnsAt` the hand-off goes back to the queue.',
      z.object({ ...handoffFields, agentId, returnsAt: instant }),
      { ...sampleHandoff, agentId: 'mia', returnsAt: 1_760_000_240_000 },
    ),
    TransferRefused: defineEvent(
      'The transfer is not possible. The hand-off stays with the agent.',
      z.object({ ...handoffFields, agentId, to: transferTarget, reason: z.string().max(300) }),
      {
        ...sampleHandoff,
        agentId: 'mia',
        to: { kind: 'team', id: 'billing_team' },
        reason: 'the billing team is closed',
      },
    ),
    CallbackBooked: defineEvent(
      'A callback is booked. The hand-off leaves the queue and keeps its age.',
      z.object({
        ...handoffFields,
        ...withdrawnOffer,
        dueBy: instant.describe('The customer was promised a call by then'),
        notBefore: instant.optional().describe('Start of the callback window; absent: as soon as possible'),
        phone: z.string().max(60).optional(),
        scheduled: z
          .boolean()
          .optional()
          .describe('The customer chose a callback window; it counts against the capacity of that window'),
      }),
      { ...sampleHandoff, dueBy: 1_760_007_200_000, notBefore: 1_760_000_000_000, phone: '+1 555 0100' },
    ),
    CallbackWindowsOffered: defineEvent(
      'The callback windows that are free now. Only CallbackBooked promises one.',
      z.object({ ...handoffFields, windows }),
      { ...sampleHandoff, windows: [aWindow] },
    ),
    CallbackRefused: defineEvent(
      'The callback window is not free. The customer keeps their place in the queue; `windows` are free.',
      z.object({ ...handoffFields, notBefore: instant, reason: z.enum(['taken', 'no-window']), windows }),
      { ...sampleHandoff, notBefore: 1_759_999_800_000, reason: 'taken', windows: [aWindow] },
    ),
    CallbackAssigned: defineEvent(
      'An agent is to call the customer. The call takes capacity until the agent reports its result or until `expiresAt`.',
      z.object({
        ...handoffFields,
        agentId,
        agentName: z.string().max(200),
        team,
        subject,
        phone: z.string().max(60).optional(),
        attempt: z.int().min(1).describe('Number of the call; the first is 1'),
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
        why: { rule: 'first team asked for cancellation; the only eligible agent', considered: [] },
      },
    ),
    CallbackReturned: defineEvent(
      'The agent did not call. The callback waits again and keeps its age.',
      z.object({ ...handoffFields, agentId, reason: z.enum(['timed-out', 'agent-disconnected']) }),
      { ...sampleHandoff, agentId: 'mia', reason: 'timed-out' },
    ),
    CallbackAttempted: defineEvent(
      'The agent reported the result of a call.',
      z.object({
        ...handoffFields,
        agentId,
        attempt: z.int().min(1).describe('Number of the call; the first is 1'),
        outcome: callOutcome,
        retryAt: instant.optional().describe('Earliest time of the next call; absent: there is none'),
      }),
      { ...sampleHandoff, agentId: 'mia', attempt: 1, outcome: 'no-answer', retryAt: 1_760_001_500_000 },
    ),
    CallbackOverdue: defineEvent(
      'Alarm: nobody called by the promised time. Raised once for each callback, which keeps its place.',
      z.object({ ...handoffFields, subject, dueBy: instant }),
      { ...sampleHandoff, subject: 'cancellation', dueBy: 1_760_007_200_000 },
    ),
    CallbackEnded: defineEvent(
      'A booked callback ended.',
      z.object({
        ...handoffFields,
        agentId: id.optional().describe('Agent it was assigned to; absent: nobody'),
        subject,
        attempts: z.int().min(0).describe('Calls made'),
        reached: z.boolean().describe('The agent talked to the customer'),
        reason: z.enum(['done', 'no-answer', 'wrong-number', 'cancelled']),
        resolution: resolution.optional(),
      }),
      { ...sampleHandoff, agentId: 'mia', subject: 'cancellation', attempts: 1, reached: true, reason: 'done' },
    ),
    TicketFiled: defineEvent(
      'The customer gets a written answer, or an answer at the next opening. The hand-off leaves the queue.',
      z.object({
        ...handoffFields,
        ...withdrawnOffer,
        kind: ticketKind,
        dueBy: instant
          .optional()
          .describe('The customer was promised an answer by then; absent: its teams do not open within 400 days'),
        text: z.string().max(2_000).optional().describe('E-mail address to answer, or the note of the customer'),
      }),
      { ...sampleHandoff, kind: 'email' },
    ),
    HandoffAbandoned: defineEvent(
      'The customer left the queue before an agent took over.',
      z.object({
        ...handoffFields,
        ...withdrawnOffer,
        waitedMs: z.int().min(0).describe('Milliseconds since the request'),
        reason: z.enum(['ended', 'back-to-bot', 'withdrawn']),
      }),
      { ...sampleHandoff, agentId: 'mia', offerId: 'of-1', waitedMs: 60_000, reason: 'ended' },
    ),
    HandoffClosed: defineEvent(
      'The hand-off ended with the agent it was assigned to, or who resolved it while it went back to the queue.',
      z.object({
        ...handoffFields,
        agentId,
        team,
        subject,
        waitedMs: z.int().min(0).describe('Milliseconds since the request'),
        handledMs: z.int().min(0).describe('Milliseconds the hand-off was with agents, all of them together'),
        resolution: resolution
          .optional()
          .describe(
            'Outcome form; absent: the customer left or went back to the bot, and the agent has not filled it in',
          ),
        wrapUpUntil: instant.optional().describe('Its capacity is in use until then; absent: free at once'),
        withdrawnOffer: z
          .object({ agentId, offerId })
          .optional()
          .describe('The agent had resolved it while it went back to the queue; this offer to another agent ends'),
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
      'Alarm: no agent on duty can serve this hand-off, or all its teams are closed. Each is raised once for a hand-off.',
      z.object({
        ...handoffFields,
        team,
        closed: z
          .object({
            hours: z.string().max(500).describe('Opening hours and the next opening, as text in English'),
            timeZone: z.string().max(60).optional().describe('Of the team that opens first; IANA name'),
            week: z
              .array(z.object({ days: z.array(z.int().min(1).max(7)), from: minuteOfDay, to: minuteOfDay }))
              .max(50)
              .optional()
              .describe('Its shifts by ISO weekday, for the same hours in other languages'),
            opensAt: instant.optional().describe('Absent: its teams do not open within 400 days'),
          })
          .optional()
          .describe('All teams of the hand-off are closed; absent: a team is open, but none of its agents is on duty'),
      }),
      { ...sampleHandoff, team: 'enterprise_team' },
    ),
  },
});
