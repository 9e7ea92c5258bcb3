import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { loadPolicy } from '@warmline/escalation-detection/detect';
import { conversationDetector } from './conversation-detector.ts';
import { type Conversation, conversation } from './conversation-row.ts';
import { DEFAULT_POLICY } from './detect.ts';
import { rowIntents } from './row-intents.ts';

interface Row {
  readonly id: string;
  readonly conversation: Conversation['conversation'];
  /** `any`: an offer or a hand-off. */
  readonly want: 'none' | 'any' | 'offer' | 'immediate';
  readonly want_reason?: string;
}

const detectOne = conversationDetector(loadPolicy(DEFAULT_POLICY));
const intentsOf = rowIntents(undefined);
const detect = async (row: Conversation) => detectOne(row, await intentsOf(row));
const rows = readFileSync(join(import.meta.dirname, '../../test/data/own-words.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line): Row => JSON.parse(line));
const said = (text: string) => detect(conversation.parse({ id: 'c', conversation: [{ role: 'customer', text }] }));

describe('only the own words of a customer are judged', () => {
  test.each(rows)('$id: $want', async ({ id, conversation: turns, want, want_reason: reason }) => {
    const { verdict, reasons } = await detect(conversation.parse({ id, conversation: turns }));
    if (want === 'any') expect(verdict).not.toBe('none');
    else expect(verdict).toBe(want);
    if (reason !== undefined) expect(reasons).toContain(reason);
  });
});

describe('the whole message is heard', () => {
  const log = Array.from(
    { length: 110 },
    (_, n) => `10:00:${String(n % 60).padStart(2, '0')} INFO worker ${n} is idle`,
  );
  const story = 'I have been a customer for years and usually everything is fine with the curtains I order. ';

  test.each([
    ['a log', `${log.join('\n')}\n`],
    ['4,000 characters of story', story.repeat(45)],
    ['7,500 characters of story', story.repeat(82)],
    ['7,500 characters without a full stop', 'and then the curtains came and '.repeat(240)],
    ['a thousand short sentences', 'Ok. '.repeat(1_800)],
  ])('a request for a person behind %s', async (_, before) => {
    const { verdict, evidence } = await said(`${before}. please connect me to a human agent`);
    expect(verdict).toBe('immediate');
    expect(evidence[0]?.text).toContain('human');
  });
});

describe('evidence', () => {
  test('names the place in the message as written', async () => {
    const text = 'See https://a.example/cancel\nand get me a ｈｕｍａｎ now';
    const span = (await said(text)).evidence[0]?.span ?? [0, 0];
    expect(text.slice(...span)).toContain('ｈｕｍａｎ');
  });

  test('shows no secret', async () => {
    const { evidence } = await said('My card 4111 1111 1111 1111 with pin 9876 was stolen');
    const [first] = evidence;
    expect(first?.text).toBe('card [card number ••1111] with pin [PIN] was stolen');
  });
});
