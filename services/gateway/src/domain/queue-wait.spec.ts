import { expect, test } from '@jest/globals';
import { topics } from '@warmline/contracts';
import { inWords, keepQueueWait, queueAnswer, STALE_MS } from './queue-wait.ts';

const told = topics.queue.events.QueueWaitEstimated.sample;
const kept = keepQueueWait(null, { at: 1_000, data: told }).state;
if (kept === null) throw new Error('nothing is kept');

test('given what was told of a queue, when asked for, then numbers, words and the instant are answered', () => {
  expect(queueAnswer(kept, null, 2_000)).toMatchObject({
    poolId: 'default',
    computedAt: 1_000,
    stale: false,
    waiting: 3,
    subjects: [{ subject: 'billing', position: 3, p50Seconds: 150, p90Seconds: 330, words: '3 to 5 minutes' }],
  });
});

test('given a subject or a team, then only its subjects are answered; given a name that is none, then nothing', () => {
  expect(queueAnswer(kept, 'billing', 2_000)?.subjects).toHaveLength(1);
  expect(queueAnswer(kept, 'general_team', 2_000)?.subjects).toHaveLength(1);
  expect(queueAnswer(kept, 'sales', 2_000)).toBeNull();
});

test('given that nothing was told for long, then the answer says that it is stale', () => {
  expect(queueAnswer(kept, null, 1_001 + STALE_MS)?.stale).toBe(true);
});

test('given two tellings out of order, then the later one is kept', () => {
  const late = keepQueueWait(kept, { at: 500, data: { ...told, waiting: 9 } }).state;
  expect(late).toEqual(kept);
  expect(keepQueueWait(kept, { at: 1_500, data: { ...told, waiting: 9 } }).state?.waiting).toBe(9);
});

test('what is not known is not put in numbers', () => {
  expect(inWords({ announcement: { underOneMinute: false } })).toBe('unknown');
  expect(inWords({ announcement: { underOneMinute: false, lowMinutes: 30 } })).toBe('30 minutes or longer');
  expect(inWords({ announcement: { underOneMinute: true } })).toBe('under 1 minute');
  expect(inWords({ announcement: { underOneMinute: false, lowMinutes: 1, highMinutes: 1 } })).toBe('about 1 minute');
  expect(inWords({ announcement: { underOneMinute: false }, opensAt: 1_760_000_000_000 })).toBe(
    'closed until 2025-10-09T08:53:20.000Z',
  );
});

test.each([
  [{ announcement: { underOneMinute: true } }, 'share-details'],
  [{ announcement: { underOneMinute: false, lowMinutes: 3, highMinutes: 5 } }, 'wait'],
  [{ announcement: { underOneMinute: false } }, 'callback'],
  [{ announcement: { underOneMinute: false }, opensAt: 1_760_000_000_000 }, 'ticket'],
])(
  'given %o, then the choices are those of agents free, a queue, nobody there or closed: first of all %s',
  (of, first) => {
    const [subject] = told.subjects;
    if (subject === undefined) throw new Error('no subject');
    const { announcement: _, ...rest } = subject;
    const answer = queueAnswer({ ...kept, subjects: [{ ...rest, ...of }] }, null, 2_000);
    expect(answer?.subjects[0]?.choices[0]).toBe(first);
    expect(answer?.subjects[0]?.choices).toContain('back-to-bot');
  },
);
