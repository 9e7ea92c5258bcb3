import { describe, expect, test } from '@jest/globals';
import { type EventDefinition, subscriptions, type TopicDefinition, topics } from '@warmline/contracts';
import type { Input } from '@warmline/messaging';
import { commandTargets } from './command-targets.ts';
import { scopedIdempotencyKey } from './commands.ts';
import { addressOf } from './domain/conversation-address.ts';
import { ExpectedConversations } from './expected-conversations.ts';

const NOW = 1_760_000_000_000;
const route = commandTargets(
  () => NOW,
  new ExpectedConversations(),
  () => 'drawn',
);
const inputOf = (type: string, topic: TopicDefinition, changed: object = {}): Input => ({
  type,
  id: 'e-1',
  at: NOW - 60_000,
  data: { ...(topic.events[type]?.sample as object), ...changed },
  key: 'k',
  tenantId: 'default',
  correlationId: 'k',
  traceparent: undefined,
});
const targetsOf = (type: string, topic: TopicDefinition, changed: object = {}): string[] => {
  const routed = route(inputOf(type, topic, changed), topic);
  if (typeof routed === 'string') throw new Error(routed);
  return routed.map(({ stage, key }) => `${stage} ${key}`);
};

describe('given an event of another service', () => {
  test.each([
    ['HandoffRequested', topics.escalation, ['handoff-payload h-1', 'conversation b1f6c1de']],
    ['HandoffContextAdded', topics.escalation, ['handoff-payload h-1']],
    ['HandoffOffered', topics.escalation, ['conversation b1f6c1de']],
    ['EscalationAssessed', topics.escalation, ['conversation b1f6c1de']],
    ['ScoreMissed', topics.escalation, ['conversation b1f6c1de']],
    [
      'HandoffOfferedToAgent',
      topics.routing,
      ['handoff-payload h-1', 'conversation b1f6c1de', 'routing-decisions h-1'],
    ],
    ['HandoffQueued', topics.routing, ['conversation b1f6c1de']],
    ['HandoffAssigned', topics.routing, ['conversation b1f6c1de', 'desk mia', 'routing-decisions h-1']],
    [
      'HandoffReturned',
      topics.routing,
      ['handoff-payload h-1', 'conversation b1f6c1de', 'desk mia', 'routing-decisions h-1'],
    ],
    ['AgentReminded', topics.routing, ['desk mia']],
    ['TransferRefused', topics.routing, ['conversation b1f6c1de', 'desk mia', 'routing-decisions h-1']],
    ['HandoffClosed', topics.routing, ['handoff-payload h-1', 'conversation b1f6c1de', 'desk mia']],
    ['HandoffAbandoned', topics.routing, ['handoff-payload h-1', 'conversation b1f6c1de', 'desk mia']],
    ['CallbackBooked', topics.routing, ['conversation b1f6c1de']],
    ['CallbackWindowsOffered', topics.routing, ['conversation b1f6c1de']],
    ['CallbackRefused', topics.routing, ['conversation b1f6c1de']],
    ['CallbackOverdue', topics.routing, ['conversation b1f6c1de']],
    ['CallbackAssigned', topics.routing, ['handoff-payload h-1', 'routing-decisions h-1']],
    ['CallbackReturned', topics.routing, ['handoff-payload h-1', 'desk mia', 'routing-decisions h-1']],
    ['CallbackAttempted', topics.routing, ['conversation b1f6c1de', 'desk mia']],
    ['CallbackEnded', topics.routing, ['handoff-payload h-1', 'conversation b1f6c1de', 'desk mia']],
    ['TicketFiled', topics.routing, ['handoff-payload h-1', 'conversation b1f6c1de']],
    ['TeamUnstaffed', topics.routing, ['conversation b1f6c1de']],
    ['WaitEstimated', topics.queue, ['conversation b1f6c1de']],
    ['QueueWaitEstimated', topics.queue, ['queue-wait default']],
  ])('%s concerns %3$j', (type, topic, expected) => expect(targetsOf(type, topic)).toEqual(expected));

  test('an offer locks the desk it may be forwarded to', () =>
    expect(route(inputOf('HandoffOfferedToAgent', topics.routing), topics.routing)).toMatchObject([
      { stage: 'handoff-payload', mayForwardTo: [{ stage: 'desk', key: 'mia' }] },
      { stage: 'conversation' },
      { stage: 'routing-decisions' },
    ]));

  test('a request gets the time of receipt for its payload, and keeps its own time for its conversation', () =>
    expect(route(inputOf('HandoffRequested', topics.escalation), topics.escalation)).toMatchObject([
      { stage: 'handoff-payload', event: { at: NOW } },
      { stage: 'conversation', event: { at: NOW - 60_000 } },
    ]));

  test('a hand-off that was abandoned while no agent had an offer concerns no desk', () =>
    expect(targetsOf('HandoffAbandoned', topics.routing, { agentId: undefined })).toEqual([
      'handoff-payload h-1',
      'conversation b1f6c1de',
    ]));

  test.each(['CallbackBooked', 'TicketFiled'])('%s that ends an offer concerns the desk that showed it', (type) =>
    expect(targetsOf(type, topics.routing, { agentId: 'mia', offerId: 'of-1' })).toContain('desk mia'),
  );

  test.each(
    (subscriptions.gateway as readonly TopicDefinition[]).flatMap((topic) =>
      Object.entries<EventDefinition>(topic.events).map(([type]) => [type, topic] as const),
    ),
  )('%s is never routed without a key', (type, topic) => {
    for (const target of targetsOf(type, topic))
      expect(target).toMatch(
        /^(conversation|conversation-address|handoff-payload|desk|routing-decisions|queue-wait) \S+$/,
      );
  });
});

describe('given a message of a channel', () => {
  const ingressTargets = (changed: object = {}) =>
    route(inputOf('MessageReceived', topics.ingress, changed), topics.ingress);

  test('it starts its conversation and is posted once under the channel’s own id, with the time of receipt', () => {
    const origin = { tenantId: 'default', channel: 'whatsapp', externalId: 'wa-491' };
    // A message sent again does not open a conversation that has ended since.
    const idempotencyKeys = { start: 'Start/external/wamid-1', command: 'Post/external/wamid-1' };
    const command = { type: 'Post', data: { role: 'customer', text: 'Hello?' } };
    expect(ingressTargets()).toMatchObject([
      {
        stage: 'conversation-address',
        key: addressOf(origin),
        event: {
          type: 'Receive',
          at: NOW,
          id: 'e-1',
          data: { origin, command, starts: true, drawnId: 'drawn', idempotencyKeys },
        },
        mayForwardTo: [
          { stage: 'conversation', key: 'drawn', idempotencyKey: 'Start/external/wamid-1' },
          { stage: 'conversation', key: 'drawn', idempotencyKey: 'Post/external/wamid-1' },
        ],
      },
    ]);
  });

  test('an empty message of a customer is refused, an empty message of a bot is not', () => {
    expect(ingressTargets({ text: ' ' })).toBe('MessageReceived: text: may not be empty');
    expect(ingressTargets({ text: '', role: 'bot', epoch: 1, bot: { error: 'empty' } })).toHaveLength(1);
  });
});

describe('given what a customer does in a channel beside writing', () => {
  const commandOf = (type: string, changed: object = {}) => {
    const routed = route(inputOf(type, topics.ingress, changed), topics.ingress);
    const [target] = typeof routed === 'string' ? [] : routed;
    return { ...(target?.event.data as object), mayForwardTo: target?.mayForwardTo };
  };

  test.each([
    ['ChoiceReceived', 'Choose', { choice: 'accept-offer', offerId: 'o-1' }],
    ['RatingReceived', 'AnswerSurvey', { stars: 5 }],
    ['IdentificationReceived', 'Identify', { customer: { customerId: 'c-7', name: 'Ada Byron' } }],
    ['EndReceived', 'End', { by: 'customer' }],
  ])('%s is the command %s, and starts no conversation', (type, command, data) => {
    expect(commandOf(type)).toMatchObject({
      command: { type: command, data },
      starts: false,
      mayForwardTo: [{ stage: 'conversation', idempotencyKey: `${command}/external/wamid-2` }],
    });
  });

  test('HumanRequestReceived is the request for a person, and starts a conversation', () => {
    expect(commandOf('HumanRequestReceived', { details: 'my card is blocked' })).toMatchObject({
      command: { type: 'RequestHuman', data: { details: 'my card is blocked' } },
      starts: true,
      mayForwardTo: [{ stage: 'conversation' }, { stage: 'conversation' }],
    });
  });
});

test('an idempotency key of any length fits the index it is kept in', () => {
  expect(scopedIdempotencyKey('Post', 'external/wamid-1')).toBe('Post/external/wamid-1');
  expect(scopedIdempotencyKey('Post', 'x'.repeat(8_000))).toMatch(/^Post\/[0-9a-f-]{36}$/);
  expect(scopedIdempotencyKey('Post', 'x'.repeat(8_000))).not.toBe(scopedIdempotencyKey('Post', 'y'.repeat(8_000)));
});

test('given a message of a channel with a time zone, then the conversation starts with it, unless nobody knows the zone', () => {
  const originOf = (timeZone: string) => {
    const routed = route(inputOf('MessageReceived', topics.ingress, { timeZone }), topics.ingress);
    return typeof routed === 'string' ? routed : (routed[0]?.event.data as { origin?: object } | undefined)?.origin;
  };
  expect(originOf('Asia/Dubai')).toMatchObject({ timeZone: 'Asia/Dubai' });
  expect(originOf('Mars/Olympus')).not.toHaveProperty('timeZone');
});
