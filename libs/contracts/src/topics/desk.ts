import { z } from 'zod';
import { id, instant } from '../envelope.ts';
import { agentId, conversationId, handoffId, offerId, poolId, tenantId } from '../identifiers.ts';
import { daysInMs, defineEvent, defineTopic } from '../topic-definition.ts';
import { agentStatus, callOutcome, resolution, skill, ticketKind, transferTarget } from '../value-types.ts';

const poolFields = { poolId, tenantId };
const samplePool = { poolId: 'default', tenantId: 'default' };
const handoffFields = { ...poolFields, handoffId, conversationId };
const sampleHandoff = { ...samplePool, handoffId: 'h-1', conversationId: 'b1f6c1de' };

/** Actions of agents and waiting customers, keyed by the pool that decides about them. */
export const desk = defineTopic({
  name: 'handoff.desk.v1',
  writer: 'gateway',
  key: 'poolId',
  description: 'Presence and actions of agents, and choices of customers that affect the queue.',
  retentionMs: daysInMs(30),
  events: {
    AgentPresenceChanged: defineEvent(
      'An agent signed in, signed out, or changed their profile.',
      z.object({
        ...poolFields,
        agentId,
        name: z.string().max(200),
        status: agentStatus,
        teams: z.array(id).max(50),
        skills: z.array(skill).max(50),
        languages: z.array(z.string().max(20)).max(20),
        channels: z.array(id).max(20).optional().describe('Channels the agent serves; absent: all'),
        capacity: z
          .int()
          .min(0)
          .max(50)
          .describe('Capacity units; a conversation takes the weight of its channel, 1 by default'),
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
    OfferAccepted: defineEvent('The agent accepted an agent offer.', z.object({ ...handoffFields, agentId, offerId }), {
      ...sampleHandoff,
      agentId: 'mia',
      offerId: 'of-1',
    }),
    OfferDeclined: defineEvent(
      'The agent declined an agent offer.',
      z.object({ ...handoffFields, agentId, offerId, reason: z.string().max(300).optional() }),
      { ...sampleHandoff, agentId: 'mia', offerId: 'of-1', reason: 'on the phone' },
    ),
    TransferRequested: defineEvent(
      'The agent asks to transfer the conversation, with a note for the next agent.',
      z.object({
        ...handoffFields,
        agentId,
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
      'The agent wrote their first message since the hand-off was assigned to them.',
      z.object({ ...handoffFields, agentId }),
      { ...sampleHandoff, agentId: 'mia' },
    ),
    WrapUpEnded: defineEvent(
      'The agent finished the wrap-up of a closed hand-off; its capacity is free.',
      z.object({ ...handoffFields, agentId }),
      { ...sampleHandoff, agentId: 'mia' },
    ),
    HandoffResolved: defineEvent(
      'The agent resolved the hand-off and filled in the outcome form.',
      z.object({ ...handoffFields, agentId, resolution, resolvedAt: instant }),
      {
        ...sampleHandoff,
        agentId: 'mia',
        resolution: { resolved: true, botCouldHaveHandled: false, notes: 'Return label sent, refund issued' },
        resolvedAt: 1_760_000_300_000,
      },
    ),
    CallbackRequested: defineEvent(
      'The waiting customer asks for a callback instead.',
      z.object({
        ...handoffFields,
        phone: z.string().max(60).optional(),
        notBefore: instant.optional().describe('Start of the callback window; absent: as soon as possible'),
      }),
      { ...sampleHandoff, phone: '+1 555 0100' },
    ),
    CallbackWindowsRequested: defineEvent(
      'The waiting customer asks which callback windows are free.',
      z.object(handoffFields),
      sampleHandoff,
    ),
    CallbackReported: defineEvent(
      'The agent reports the result of a callback.',
      z.object({ ...handoffFields, agentId, outcome: callOutcome, resolution: resolution.optional() }),
      { ...sampleHandoff, agentId: 'mia', outcome: 'done', resolution: { resolved: true } },
    ),
    TicketRequested: defineEvent(
      'The waiting customer asks for a written answer instead.',
      z.object({ ...handoffFields, kind: ticketKind, text: z.string().max(2_000).optional() }),
      { ...sampleHandoff, kind: 'email', text: 'ada@example.org' },
    ),
    CustomerLeft: defineEvent(
      'The customer ended the conversation or went back to the bot. A booked callback survives the end of the conversation, but not the return to the bot.',
      z.object({ ...handoffFields, reason: z.enum(['ended', 'back-to-bot']) }),
      { ...sampleHandoff, reason: 'ended' },
    ),
    CustomerReturned: defineEvent(
      'The customer wrote again in an ended conversation whose hand-off an agent still has.',
      z.object(handoffFields),
      sampleHandoff,
    ),
  },
});
