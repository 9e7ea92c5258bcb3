import { expect, test } from '@jest/globals';
import { topics } from '@warmline/contracts';
import { queueWaitAnswer, STALE_MS, updateQueueWait, waitText } from './queue-wait.ts';

const estimate = topics.queue.events.QueueWaitEstimated.sample;
const english = { language: 'en' };
const stored = updateQueueWait(null, { at: 1_000, data: estimate }).state;
if (stored === null) throw new Error('nothing is kept');

test('given an estimate for a queue, when it is read, then numbers, text and the time of the estimate are answered', () => {
  expect(queueWaitAnswer(stored, null, 2_000, english)).toMatchObject({
    poolId: 'default',
    computedAt: 1_000,
    stale: false,
    waiting: 3,
    subjects: [{ subject: 'billing', position: 3, p50Seconds: 150, p90Seconds: 330, text: '3 to 5 minutes' }],
  });
});

test('given a subject or a team, then only its subjects are answered; given an unknown name, then nothing', () => {
  expect(queueWaitAnswer(stored, 'billing', 2_000, english)?.subjects).toHaveLength(1);
  expect(queueWaitAnswer(stored, 'general_team', 2_000, english)?.subjects).toHaveLength(1);
  expect(queueWaitAnswer(stored, 'sales', 2_000, english)).toBeNull();
});

test('given no estimate for a long time, then the answer says that it is stale', () => {
  expect(queueWaitAnswer(stored, null, 1_001 + STALE_MS, english)?.stale).toBe(true);
});

test('given two estimates out of order, then the later one is kept', () => {
  const outdated = updateQueueWait(stored, { at: 500, data: { ...estimate, waiting: 9 } }).state;
  expect(outdated).toEqual(stored);
  expect(updateQueueWait(stored, { at: 1_500, data: { ...estimate, waiting: 9 } }).state?.waiting).toBe(9);
});

test('an unknown wait has no numbers', () => {
  const text = (wait: Parameters<typeof waitText>[0], reader = english) => waitText(wait, reader);
  expect(text({ announcement: { underOneMinute: false } })).toBe('unknown');
  expect(text({ announcement: { underOneMinute: false, lowMinutes: 30 } })).toBe('30 minutes or longer');
  expect(text({ announcement: { underOneMinute: true } })).toBe('under 1 minute');
  expect(text({ announcement: { underOneMinute: false, lowMinutes: 1, highMinutes: 1 } })).toBe('about 1 minute');
});

test('a wait is said in the language and the zone of the reader', () => {
  const wait = { announcement: { underOneMinute: false, lowMinutes: 3, highMinutes: 11 } };
  const plain = (text: string) => text.replace(/\u202f/g, ' ');
  expect(waitText(wait, { language: 'de' })).toBe('3 bis 11 Minuten');
  expect(waitText(wait, { language: 'ar' })).toBe('من 3 إلى 11 دقيقة');
  const closed = { ...wait, opensAt: 1_760_000_000_000 };
  expect(plain(waitText(closed, english))).toBe('closed until Thursday, October 9 at 8:53 AM UTC');
  expect(waitText(closed, { language: 'fr', timeZone: 'Europe/Paris' })).toBe('fermé jusqu’au jeudi 9 octobre à 10:53');
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
    const answer = queueWaitAnswer({ ...stored, subjects: [{ ...rest, ...of }] }, null, 2_000, english);
    expect(answer?.subjects[0]?.choices[0]).toBe(first);
    expect(answer?.subjects[0]?.choices).toContain('back-to-bot');
  },
);
