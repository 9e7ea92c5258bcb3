import { z } from 'zod';
import { id, instant } from '../envelope.ts';
import { daysInMs, defineEvent, defineTopic } from '../topic-definition.ts';
import { agentStatus, callOutcome, resolution, skill, ticketKind, transferTarget } from '../value-types.ts';

const poolFields = { poolId: id, tenantId: id };
const samplePool = { poolId: 'default', tenantId: 'default' };
const handoffFields = { ...poolFields, handoffId: id, conversationId: id };
const sampleHandoff = { ...samplePool, handoffId: 'h-1', conversationId: 'b1f6c1de' };

/** What agents and waiting customers do, keyed by the pool that decides about it. */
export const desk = defineTopic({
  name: 'handoff.desk.v1',
  writer: 'gateway',
  key: 'poolId',
  description: 'Presence and answers of agents; choices of customers that concern the queue.',
  retentionMs: daysInMs(30),
  events: {
    AgentPresenceChanged: defineEvent(
      'Who the agent is and whether he takes conversations.',
      z.object({
        ...poolFields,
        agentId: id,
        name: z.string().max(200),
        status: agentStatus,
        teams: z.array(id).max(50),
        skills: z.array(skill).max(50),
        languages: z.array(z.string().max(20)).max(20),
        channels: z.array(id).max(20).optional().describe('The channels he serves; all where it is not given'),
        capacity: z.int().min(0).max(50),
      }),
      {
        ...samplePool,
        agentId: 'mia',
        name: 'Mia',
        status: 'online',
        teams: ['retention_team'],
        skills: [{ name: 'senior', level: 5 }],
        languages: ['en'],
        capacity: 3,
      },
    ),
    OfferAccepted: defineEvent('The agent took the offer.', z.object({ ...handoffFields, agentId: id, offerId: id }), {
      ...sampleHandoff,
      agentId: 'mia',
      offerId: 'of-1',
    }),
    OfferDeclined: defineEvent(
      'The agent declined the offer.',
      z.object({ ...handoffFields, agentId: id, offerId: id, reason: z.string().max(300).optional() }),
      { ...sampleHandoff, agentId: 'mia', offerId: 'of-1', reason: 'on the phone' },
    ),
    TransferRequested: defineEvent(
      'The agent passes the conversation on, with a note.',
      z.object({
        ...handoffFields,
        agentId: id,
        to: transferTarget,
        note: z.string().max(2_000),
      }),
      {
        ...sampleHandoff,
        agentId: 'mia',
        to: { kind: 'team', id: 'billing_team' },
        note: 'Needs a refund approval',
      },
    ),
    AgentFirstResponded: defineEvent(
      'The first message of the agent since he has the hand-off.',
      z.object({ ...handoffFields, agentId: id }),
      { ...sampleHandoff, agentId: 'mia' },
    ),
    WrapUpEnded: defineEvent(
      'The agent is done with a hand-off that was closed: its slot is free.',
      z.object({ ...handoffFields, agentId: id }),
      { ...sampleHandoff, agentId: 'mia' },
    ),
    HandoffResolved: defineEvent(
      'The agent closed the hand-off and said how it ended.',
      z.object({ ...handoffFields, agentId: id, resolution, resolvedAt: instant }),
      {
        ...sampleHandoff,
        agentId: 'mia',
        resolution: { resolved: true, botCouldHaveHandled: false, notes: 'Return label sent, refund issued' },
        resolvedAt: 1_760_000_300_000,
      },
    ),
    CallbackRequested: defineEvent(
      'The waiting customer wants to be called instead.',
      z.object({
        ...handoffFields,
        phone: z.string().max(60).optional(),
        notBefore: instant.optional().describe('Start of the callback window; absent = as soon as possible'),
      }),
      { ...sampleHandoff, phone: '+1 555 0100' },
    ),
    CallbackWindowsRequested: defineEvent(
      'The waiting customer asks when a call can be.',
      z.object(handoffFields),
      sampleHandoff,
    ),
    CallbackReported: defineEvent(
      'The agent said what became of the call he was to make.',
      z.object({ ...handoffFields, agentId: id, outcome: callOutcome, resolution: resolution.optional() }),
      { ...sampleHandoff, agentId: 'mia', outcome: 'done', resolution: { resolved: true } },
    ),
    TicketRequested: defineEvent(
      'The waiting customer takes an answer in writing instead.',
      z.object({ ...handoffFields, kind: ticketKind, text: z.string().max(2_000).optional() }),
      { ...sampleHandoff, kind: 'email', text: 'ada@example.org' },
    ),
    CustomerLeft: defineEvent(
      'The customer ended the conversation or went back to the bot. A booked callback outlives the first, and not the second.',
      z.object({ ...handoffFields, reason: z.enum(['ended', 'back-to-bot']) }),
      { ...sampleHandoff, reason: 'ended' },
    ),
  },
});
