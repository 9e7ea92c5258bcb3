import { type DataOf, topics } from '@warmline/contracts';
import { conversationEvents, policy, START } from '../../test/conversation.fixtures.ts';
import { escalation } from './escalation.ts';
import { missingFieldNames } from './missing-fields.ts';
import { journalRowOf } from './transcript.ts';

/** A hand-off requested at once by an unknown customer, completed with its journal. */
const bare = (said = 'Hello there, my parcel is late'): DataOf<'HandoffRequested'> => {
  const { started, says, pressesTalkToHuman } = conversationEvents();
  const begun = started();
  const { language: _, ...data } = begun.data as Record<string, unknown>;
  const { decide, evolve } = escalation(policy);
  const events = [{ ...begun, data }, says(said, null), pressesTalkToHuman()].map((line, n) => ({
    ...line,
    id: `e-${n}`,
    at: START + n,
  })) as unknown as Parameters<typeof evolve>[1][];
  const [first, second, last] = events;
  if (first === undefined || second === undefined || last === undefined) throw new Error('three lines');
  const state = evolve(evolve(null, first), second);
  const outputs = decide(last as Parameters<typeof decide>[0], state, { id: (name) => name });
  const [output] = 'is' in outputs || 'verdict' in outputs ? [] : outputs;
  if (output?.type !== 'HandoffRequested' || output.withJournal === undefined) throw new Error('not handed over');
  const row = journalRowOf(second as Parameters<typeof journalRowOf>[0]);
  return output.withJournal(output.data, row === null ? [] : [row]);
};

test('a hand-off without known fields lists all of them as missing and still fits the contract', () => {
  const data = bare();
  expect(topics.escalation.events.HandoffRequested.schema.parse(data)).toEqual(data);
  expect(data.context.missing).toEqual(missingFieldNames.filter((field) => !field.startsWith('transcript')));
  expect(data.language).toBe('en');
});

test('no secret is in what an agent reads first, and the transcript has the words as written', () => {
  const said = 'Refund my order 4471 to card 4111 1111 1111 1111, my password is hunter2';
  const { context, metadata } = bare(said);
  expect(context.transcript.map(({ text }) => text)).toContain(said);
  expect(JSON.stringify({ ...context, transcript: [], metadata })).not.toMatch(/1111 1111|hunter2/);
  expect(context.now.quote).toContain('order 4471 to card [card number ••1111], my password is [password]');
});

test('a summary quotes the own words of a customer, without the mail below them', () => {
  const { context } = bare(
    'Please send my invoice again\n\nOn Mon, 3 Mar 2025 at 10:01, Support wrote:\n> To cancel your plan reply STOP',
  );
  expect(context.now.quote).toBe('Please send my invoice again');
  expect(context.likely_issue).toBe('Wants a document');
  expect(context.summary.text).not.toContain('STOP');
});
