import { expect, test } from '@jest/globals';
import { topics } from '@warmline/contracts';
import { queueWaitAnswer, STALE_MS, updateQueueWait, waitText } from './queue-wait.ts';

const estimate = topics.queue.events.QueueWaitEstimated.sample;
const stored = updateQueueWait(null, { at: 1_000, data: estimate }).state;
if (stored === null) throw new Error('nothing is kept');

test('given an estimate for a queue, when it is read, then numbers, text and the time of the estimate are answered', () => {
  expect(queueWaitAnswer(stored, null, 2_000)).toMatchObject({
    poolId: 'default',
    computedAt: 1_000,
    stale: false,
    waiting: 3,
    subjects: [{ subject: 'billing', position: 3, p50Seconds: 150, p90Seconds: 330, text: '3 to 5 minutes' }],
  });
});

test('given a subject or a team, then only its subjects are answered; given an unknown name, then nothing', () => {
  expect(queueWaitAnswer(stored, 'billing', 2_000)?.subjects).toHaveLength(1);
  expect(queueWaitAnswer(stored, 'general_team', 2_000)?.subjects).toHaveLength(1);
  expect(queueWaitAnswer(stored, 'sales', 2_000)).toBeNull();
});

test('given no estimate for a long time, then the answer says that it is stale', () => {
  expect(queueWaitAnswer(stored, null, 1_001 + STALE_MS)?.stale).toBe(true);
});

test('given two estimates out of order, then the later one is kept', () => {
  const outdated = updateQueueWait(stored, { at: 500, data: { ...estimate, waiting: 9 } }).state;
  expect(outdated).toEqual(stored);
  expect(updateQueueWait(stored, { at: 1_500, data: { ...estimate, waiting: 9 } }).state?.waiting).toBe(9);
});

test('an unknown wait has no numbers', () => {
  expect(waitText({ announcement: { underOneMinute: false } })).toBe('unknown');
  expect(waitText({ announcement: { underOneMinute: false, lowMinutes: 30 } })).toBe('30 minutes or longer');
  expect(waitText({ announcement: { underOneMinute: true } })).toBe('under 1 minute');
  expect(waitText({ announcement: { underOneMinute: false, lowMinutes: 1, highMinutes: 1 } })).toBe('about 1 minute');
  expect(waitText({ announcement: { underOneMinute: false }, opensAt: 1_760_000_000_000 })).toBe(
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
    const [subject] = estimate.subjects;
    if (subject === undefined) throw new Error('no subject');
    const { announcement: _, ...rest } = subject;
    const answer = queueWaitAnswer({ ...stored, subjects: [{ ...rest, ...of }] }, null, 2_000);
    expect(answer?.subjects[0]?.choices[0]).toBe(first);
    expect(answer?.subjects[0]?.choices).toContain('back-to-bot');
  },
);
