import { z } from 'zod';
import { id, instant } from '../envelope.ts';
import { callOutcome, resolution, skill, ticketKind, transferTarget } from '../parts.ts';
import { days, event, topic } from '../topic.ts';

const base = { poolId: id, tenantId: id };
const sample = { poolId: 'default', tenantId: 'default' };
const handoff = { ...base, handoffId: id, conversationId: id };
const aHandoff = { ...sample, handoffId: 'h-1', conversationId: 'b1f6c1de' };

/** What agents and waiting customers do, keyed by the pool that decides about it. */
export const desk = topic({
  name: 'handoff.desk.v1',
  writer: 'gateway',
  key: 'poolId',
  description: 'Presence and answers of agents; choices of customers that concern the queue.',
  retentionMs: days(30),
  events: {
    AgentPresenceChanged: event(
      'Who the agent is and whether he takes conversations.',
      z.object({
        ...base,
        agentId: id,
        name: z.string().max(200),
        status: z.enum(['online', 'away', 'offline']),
        teams: z.array(id).max(50),
        skills: z.array(skill).max(50),
        languages: z.array(z.string().max(20)).max(20),
        channels: z.array(id).max(20).optional().describe('The channels he serves; all where it is not given'),
        capacity: z.int().min(0).max(50),
      }),
      {
        ...sample,
        agentId: 'mia',
        name: 'Mia',
        status: 'online',
        teams: ['retention_team'],
        skills: [{ name: 'senior', level: 5 }],
        languages: ['en'],
        capacity: 3,
      },
    ),
    OfferAccepted: event('The agent took the offer.', z.object({ ...handoff, agentId: id, offerId: id }), {
      ...aHandoff,
      agentId: 'mia',
      offerId: 'of-1',
    }),
    OfferDeclined: event(
      'The agent declined the offer.',
      z.object({ ...handoff, agentId: id, offerId: id, reason: z.string().max(300).optional() }),
      { ...aHandoff, agentId: 'mia', offerId: 'of-1', reason: 'on the phone' },
    ),
    TransferRequested: event(
      'The agent passes the conversation on, with a note.',
      z.object({
        ...handoff,
        agentId: id,
        to: transferTarget,
        note: z.string().max(2_000),
      }),
      {
        ...aHandoff,
        agentId: 'mia',
        to: { kind: 'team', id: 'billing_team' },
        note: 'Needs a refund approval',
      },
    ),
    AgentFirstResponded: event(
      'The first message of the agent since he has the hand-off.',
      z.object({ ...handoff, agentId: id }),
      { ...aHandoff, agentId: 'mia' },
    ),
    WrapUpEnded: event(
      'The agent is done with a hand-off that was closed: its slot is free.',
      z.object({ ...handoff, agentId: id }),
      { ...aHandoff, agentId: 'mia' },
    ),
    HandoffResolved: event(
      'The agent closed the hand-off and said how it ended.',
      z.object({ ...handoff, agentId: id, resolution, resolvedAt: instant }),
      {
        ...aHandoff,
        agentId: 'mia',
        resolution: { resolved: true, botCouldHaveHandled: false, notes: 'Return label sent, refund issued' },
        resolvedAt: 1_760_000_300_000,
      },
    ),
    CallbackRequested: event(
      'The waiting customer wants to be called instead.',
      z.object({
        ...handoff,
        phone: z.string().max(60).optional(),
        notBefore: instant.optional().describe('Start of the callback window; absent = as soon as possible'),
      }),
      { ...aHandoff, phone: '+1 555 0100' },
    ),
    CallbackWindowsRequested: event('The waiting customer asks when a call can be.', z.object(handoff), aHandoff),
    CallbackReported: event(
      'The agent said what became of the call he was to make.',
      z.object({ ...handoff, agentId: id, outcome: callOutcome, resolution: resolution.optional() }),
      { ...aHandoff, agentId: 'mia', outcome: 'done', resolution: { resolved: true } },
    ),
    TicketRequested: event(
      'The waiting customer takes an answer in writing instead.',
      z.object({ ...handoff, kind: ticketKind, text: z.string().max(2_000).optional() }),
      { ...aHandoff, kind: 'email', text: 'ada@example.org' },
    ),
    CustomerLeft: event(
      'The customer ended the conversation or went back to the bot. A booked callback outlives the first, and not the second.',
      z.object({ ...handoff, reason: z.enum(['ended', 'back-to-bot']) }),
      { ...aHandoff, reason: 'ended' },
    ),
  },
});
