import { expect, test } from '@jest/globals';
import type { EscalationReason } from '@warmline/contracts';
import { conversationEvents, loadDirectPolicy, policy } from '../../test/conversation.fixtures.ts';
import { type ConversationFacts, initialFacts } from './state.ts';
import { handoffText } from './wording.ts';

const factsOf = (name?: string): ConversationFacts => {
  const customer = name === undefined ? undefined : { customerId: 'c-7', name };
  const { data, at } = conversationEvents().started(customer);
  return initialFacts({ type: 'ConversationStarted', id: 's', at, data: data as never });
};
const textFor = (reasons: readonly EscalationReason[], name?: string, recovery = false): string =>
  handoffText({ reasons, subject: 'general', recovery, opportunity: false }, policy, factsOf(name));

test('given a customer with a known name, then the text has their first name between commas', () => {
  expect(textFor(['negative_sentiment'], 'Ada Byron', true)).toMatch(/^I am sorry, Ada, that I could not solve this/);
  expect(textFor(['human_request'], 'Ada Byron')).toMatch(/^Of course, Ada\. /);
});

test('given a customer without a name, then the bracketed part is left out', () => {
  expect(textFor(['negative_sentiment'], undefined, true)).toMatch(/^I am sorry that I could not solve this/);
  expect(textFor(['human_request'])).toMatch(/^Of course\. /);
});

test('given a name with signs that no name has, then the text goes without a name', () =>
  expect(textFor(['human_request'], '$& [Bo]')).toMatch(/^Of course\. /));

test.each([
  ['the default policy', policy],
  ['the direct policy', loadDirectPolicy()],
])('%s leaves no placeholder in any text', (_, { texts }) => {
  const { acknowledge } = texts;
  const sentences = [acknowledge.default, acknowledge.recovery, ...Object.values(acknowledge.reasons)];
  for (const reason of Object.keys(acknowledge.reasons) as EscalationReason[])
    for (const name of [undefined, 'Ada']) expect(textFor([reason], name)).not.toMatch(/[[\]{}]|\s[,.;]|,,|\s\s/);
  for (const sentence of sentences) expect(sentence.replace(/\[[^[\]]*\{name\}[^[\]]*\]/, '')).not.toContain('{name}');
});
