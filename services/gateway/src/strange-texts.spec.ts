import { expect, test } from '@jest/globals';
import { subscriptions, type TopicDefinition, topics } from '@warmline/contracts';
import type { ForwardedEvent, Input } from '@warmline/messaging';
import { inputsOf, throwsOnStrangeTexts } from '@warmline/testing/strange-texts';
import { commandTargets } from './command-targets.ts';
import { ExpectedConversations, stages } from './stages.ts';

const all = stages({
  botTimeoutMs: 5_000,
  policyVersionOf: () => 'p',
  verdictWaitMsOf: () => 0,
  defaultPolicyVersion: 'p',
  botOf: () => 'bot',
});
const targets = commandTargets(
  () => 1_760_000_000_000,
  new ExpectedConversations(),
  () => 'drawn',
);

/** Runs the commands of an event on the states they name, as the command processor does. */
const runEvent = (topic: TopicDefinition) => (states: unknown, event: Parameters<(typeof all)[number]['step']>[1]) => {
  const before = (states ?? new Map()) as ReadonlyMap<string, unknown>;
  const input: Input = { ...event, key: 'k', tenantId: 'default', correlationId: 'k', traceparent: undefined };
  const after = new Map(before);
  const routed = targets(input, topic);
  const handle = ({ stage: name, key, event: handled }: ForwardedEvent): void => {
    const stage = all.find((each) => each.name === name);
    const id = JSON.stringify([name, key]);
    const result = stage?.step(after.get(id) ?? null, handled, { id: (part) => part });
    after.set(id, result?.state ?? null);
    for (const forwarded of result?.forwards ?? []) handle(forwarded);
  };
  for (const command of typeof routed === 'string' ? [] : routed) handle(command);
  return { state: after, verdict: { is: 'emit', outputs: [] } as const };
};

test.each(subscriptions.gateway)('no text in an event of $name makes the gateway throw', (topic) => {
  expect(throwsOnStrangeTexts(inputsOf([topic as TopicDefinition]), runEvent(topic as TopicDefinition))).toEqual([]);
});

test('the gateway reads messages of channels', () => expect(subscriptions.gateway).toContain(topics.ingress));
