import { type BotTurnDetails, type DataOf, topics } from '@warmline/contracts';
import { conversationEvents, policy, START } from '../../test/conversation.fixtures.ts';
import { attemptedSolutions, builtInSummary } from './built-in-summary.ts';
import { escalation } from './escalation.ts';
import { missingFieldNames } from './missing-fields.ts';
import { type JournaledTurn, journalRowOf } from './transcript.ts';

const turn = (role: 'customer' | 'bot', text: string, bot?: BotTurnDetails): JournaledTurn => ({
  messageId: `m-${text.length}`,
  seq: 1,
  at: START,
  role,
  text,
  ...(bot && { bot }),
});
const summaryInput = { because: 'negative sentiment', reasons: ['negative_sentiment' as const], earlierHandoffs: 0 };

test('attempted solutions are those the bot reports, else its last three different answers', () => {
  const answers = [
    'Please restart the router.',
    'Is the light green now?',
    'Please restart the router.',
    'Try a cable.',
  ];
  const turns = [...answers.map((text) => turn('bot', text)), turn('bot', 'We swapped the line card.')];
  expect(attemptedSolutions(['Looked it up'], turns)).toEqual(['Looked it up']);
  expect(attemptedSolutions([], turns)).toEqual([
    'Answered: “Is the light green now?”',
    'Answered: “Try a cable.”',
    'Answered: “We swapped the line card.”',
  ]);
  expect(
    attemptedSolutions([], [turn('bot', 'Sorry, an error has happened', { error: 'error' }), turn('bot', 'OK')]),
  ).toEqual([]);
});

test('states request, entities, attempts, current state and earlier hand-offs', () => {
  const turns = [
    turn('customer', 'hi'),
    turn('customer', 'My router\ndoes not connect any more'),
    turn('bot', 'Please restart it.', { entities: { serial: 'R-12', floor: 3 } }),
    turn('customer', 'Restarted it, still no light'),
  ];
  expect(builtInSummary(turns, ['Answered: “Please restart it.”'], { ...summaryInput, earlierHandoffs: 2 })).toBe(
    'Wants: “My router does not connect any more” Known: serial R-12, floor 3. Tried: Answered: “Please restart it.”. ' +
      'Stands at: “Restarted it, still no light” It was with a person 2 times before in this conversation. Handed over: negative sentiment.',
  );
});

test('states that nothing was written or tried, and where the bot failed', () => {
  expect(builtInSummary([], [], summaryInput)).toBe(
    'The customer has not said yet what is wanted. The bot has not answered yet. Handed over: negative sentiment.',
  );
  const failed = { because: 'the bot failed', reasons: ['bot_failure' as const], earlierHandoffs: 0 };
  expect(
    builtInSummary([turn('customer', 'Where is my parcel?'), turn('bot', '', { error: 'timeout' })], [], failed),
  ).toBe('Wants: “Where is my parcel?” The bot failed to answer. Handed over: the bot failed.');
});

test('is one line of at most 2,000 characters for any turns', () => {
  const long = 'word\n'.repeat(200);
  const entities = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`entity_${n}`, `value\n${n}`.repeat(80)]));
  const text = builtInSummary(
    [turn('customer', long), turn('bot', long, { entities })],
    Array(20).fill(long),
    summaryInput,
  );
  expect(text.length).toBeLessThanOrEqual(2_000);
  expect(text).not.toContain('\n');
  expect(text).toContain('Handed over: negative sentiment.');
});

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
  expect(context.likely_issue).toContain('order 4471 to card [card number ••1111], my password is [password]');
});

test('a summary quotes the own words of a customer, without the mail below them', () => {
  const { context } = bare(
    'Please send my invoice again\n\nOn Mon, 3 Mar 2025 at 10:01, Support wrote:\n> To cancel your plan reply STOP',
  );
  expect(context.likely_issue).toContain('“Please send my invoice again”');
  expect(context.summary.text).not.toContain('STOP');
});
