import { z } from 'zod';
import { id, instant } from '../envelope.ts';
import { outcomeForm, routingTopic, ticketKind, transferTarget, why } from '../parts.ts';
import { days, event, topic } from '../topic.ts';

const base = { poolId: id, tenantId: id };
const handoff = { ...base, handoffId: id, conversationId: id };
const sample = { poolId: 'default', tenantId: 'default', handoffId: 'h-1', conversationId: 'b1f6c1de' };
/** Where an agent was being asked when the customer left the queue: whose, and which offer ends with it. */
const wasOffered = { agentId: id.optional(), offerId: id.optional() };

/** Who serves whom, and why. One writer per pool: no lock, no double assignment. */
export const routing = topic({
  name: 'handoff.routing.v1',
  writer: 'routing',
  key: 'poolId',
  description: 'The life of every hand-off between its request and its end.',
  retentionMs: days(30),
  events: {
    HandoffQueued: event(
      'The hand-off waits; each team opens to it after its delay.',
      z.object({
        ...handoff,
        topic: routingTopic,
        priority: z.int().min(1).max(100),
        requestedAt: instant,
        queueLength: z.int().min(1).describe('Waiting in the pool, this one included'),
        steps: z.array(z.object({ team: id, opensAt: instant })),
      }),
      {
        ...sample,
        topic: 'cancellation',
        priority: 100,
        requestedAt: 1_760_000_000_000,
        queueLength: 1,
        steps: [{ team: 'retention_team', opensAt: 1_760_000_000_000 }],
      },
    ),
    HandoffOfferedToAgent: event(
      'An agent is asked; the offer ends by itself at expiresAt.',
      z.object({
        ...handoff,
        offerId: id,
        agentId: id,
        agentName: z.string().max(200),
        team: id,
        priority: z.int().min(1).max(100),
        waitedMs: z.int().min(0),
        expiresAt: instant,
        why,
      }),
      {
        ...sample,
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
    HandoffAssigned: event(
      'The agent has it.',
      z.object({
        ...handoff,
        agentId: id,
        agentName: z.string().max(200),
        team: id,
        priority: z.int().min(1).max(100),
        waitedMs: z.int().min(0),
        why: why.describe('That of the offer he accepted'),
      }),
      {
        ...sample,
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
    HandoffReturned: event(
      'Back in the queue with its original age.',
      z.object({
        ...handoff,
        agentId: id,
        offerId: id.optional(),
        reason: z.enum(['declined', 'timed-out', 'agent-lost', 'silent', 'transferred']),
        transfer: z
          .object({ to: transferTarget, note: z.string().max(2_000) })
          .optional()
          .describe('Whom it was passed on to and with which note; absent = not transferred'),
      }),
      { ...sample, agentId: 'mia', offerId: 'of-1', reason: 'timed-out' },
    ),
    AgentReminded: event(
      'The agent has it and has not said anything yet; at returnsAt it goes back to the queue.',
      z.object({ ...handoff, agentId: id, returnsAt: instant }),
      { ...sample, agentId: 'mia', returnsAt: 1_760_000_240_000 },
    ),
    TransferRefused: event(
      'It cannot be passed on as asked: it stays where it is.',
      z.object({ ...handoff, agentId: id, to: transferTarget, reason: z.string().max(300) }),
      {
        ...sample,
        agentId: 'mia',
        to: { kind: 'team', id: 'billing_team' },
        reason: 'billing_team is closed',
      },
    ),
    CallbackBooked: event('The customer will be called.', z.object({ ...handoff, ...wasOffered, by: instant }), {
      ...sample,
      by: 1_760_007_200_000,
    }),
    TicketFiled: event(
      'A ticket for the next opening or an e-mail answer.',
      z.object({
        ...handoff,
        ...wasOffered,
        kind: ticketKind,
        by: instant.optional().describe('Promised; absent = its teams do not open within 400 days'),
        text: z.string().max(2_000).optional().describe('Where to answer, or what the customer noted'),
      }),
      { ...sample, kind: 'email' },
    ),
    HandoffAbandoned: event(
      'The customer left the queue.',
      z.object({
        ...handoff,
        ...wasOffered,
        waitedMs: z.int().min(0),
        reason: z.enum(['ended', 'back-to-bot', 'withdrawn']),
      }),
      { ...sample, agentId: 'mia', offerId: 'of-1', waitedMs: 60_000, reason: 'ended' },
    ),
    HandoffClosed: event(
      'The hand-off ended with an agent.',
      z.object({
        ...handoff,
        agentId: id,
        team: id,
        topic: routingTopic,
        waitedMs: z.int().min(0),
        handledMs: z.int().min(0),
        outcome: outcomeForm.optional(),
        wrapUpUntil: instant.optional().describe('Its slot is not free before; absent = free at once'),
      }),
      {
        ...sample,
        agentId: 'mia',
        team: 'retention_team',
        topic: 'cancellation',
        waitedMs: 4_000,
        handledMs: 300_000,
        outcome: { resolved: true },
      },
    ),
    TeamUnstaffed: event(
      'Nobody on duty may serve this hand-off, or its teams are closed; each is said of it once.',
      z.object({
        ...handoff,
        team: id,
        closed: z
          .object({
            hours: z.string().max(500).describe('Opening hours and the next opening, in words'),
            opensAt: instant.optional().describe('Absent = not within 400 days'),
          })
          .optional()
          .describe('Every team of the hand-off is closed; absent = one is open, and nobody of it is on duty'),
      }),
      { ...sample, team: 'enterprise_team' },
    ),
  },
});
