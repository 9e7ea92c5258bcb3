import { type Escalation, escalation, loadPolicy } from '@warmline/escalation-detection/detect';
import { type Anything, decided } from '@warmline/messaging/decider';
import { score } from '@warmline/sentiment/score';
import { rounded } from './rows.ts';
import { SENTENCES } from './sentences.ts';
import { median, spent } from './spent.ts';

export interface DomainCosts {
  readonly scoringPerSecond: number;
  /** Of customers; the bot's turns between them are part of the cost, not of the count. */
  readonly detectionPerSecond: number;
  /** JSON of a conversation's state after 20 messages, as stored; the largest of those measured. */
  readonly stateBytes: number;
  /** Time of the 200th message of a conversation to that of the 5th. */
  readonly ratio200to5: number;
}

const POLICY = new URL('../../../deploy/defaults/policy.yaml', import.meta.url).pathname;
const SECONDS = 2;
const TURNS = 20;
const LONG = 200;

/** Runs for SECONDS of processor time after as long a warming up; the work tells how many messages it took. */
const rate = (work: (round: number) => number): number => {
  const run = (seconds: number): number => {
    const began = spent();
    let messages = 0;
    for (let round = 0; spent() - began < seconds * 1_000; round++) messages += work(round);
    return messages / ((spent() - began) / 1_000);
  };
  run(SECONDS);
  return Math.round(run(SECONDS));
};

const said = (n: number): string => SENTENCES[n % SENTENCES.length] ?? '';
/** A word of its own for each number. */
const lettered = (n: number): string =>
  n.toString(26).replace(/\d/g, (digit) => String.fromCharCode(113 + Number(digit)));
/** Distinct texts, so that nothing is remembered from one message to the next. */
const textOf = (conversation: number, turn: number): string =>
  `${said(conversation * 7 + turn)} ${lettered(conversation * 256 + turn)}`;

const place = (conversation: number) => ({ conversationId: `c-${conversation}`, tenantId: 'bench' });
const started = (conversation: number): Anything => ({
  type: 'ConversationStarted',
  id: 'start',
  at: 0,
  data: { ...place(conversation), seq: 1, channel: 'web', externalId: 'x', policyVersion: 'p', hasBot: true },
});
const message = (conversation: number, turn: number, role: 'customer' | 'bot', text: string): Anything => ({
  type: 'MessagePosted',
  id: `m-${turn}`,
  at: turn * 1_000,
  data: { ...place(conversation), seq: turn + 1, messageId: `m-${turn}`, role, text, epoch: 1 },
});

/** A conversation of customer and bot in turns through both deciders, with the score made beforehand: what the service does with a message. */
const talk = () => {
  const judge = decided(escalation(loadPolicy(POLICY)));
  const context = { id: (name: string) => name };
  const scored = (event: Anything, text: string): Anything => {
    const { words: _, ...own } = score(text);
    const smoothed = { score: 0, pNegative: 0.2, trend: 'steady' as const };
    return Object.assign({}, event, { score: { ...own, words: [], smoothed } });
  };
  const turns = (conversation: number, count: number): Anything[] =>
    Array.from({ length: count }, (_, i) => {
      const bot = i % 2 === 1;
      const text = bot ? `On that I can tell you this: ${textOf(conversation + 3, i)}` : textOf(conversation, i);
      const event = message(conversation, i + 1, bot ? 'bot' : 'customer', text);
      return bot ? event : scored(event, text);
    });
  const begin = (conversation: number): Escalation | null => judge.step(null, started(conversation), context).state;
  const hear = (state: Escalation | null, event: Anything): Escalation | null =>
    judge.step(state, event, context).state;
  return { turns, begin, hear };
};

/** What the rules themselves cost, on one core: no broker, no database. */
export const domain = (): DomainCosts => {
  const { turns, begin, hear } = talk();
  const scoring = rate((round) => {
    for (let i = 0; i < TURNS; i++) score(textOf(round, i));
    return TURNS;
  });
  const prepared = Array.from({ length: 300 }, (_, conversation) => turns(conversation, TURNS));
  let stateBytes = 0;
  const detection = rate((round) => {
    const conversation = round % prepared.length;
    let state = begin(conversation);
    for (const event of prepared[conversation] ?? []) state = hear(state, event);
    if (state === null || state.is === 'handed-over')
      throw new Error(`conversation ${conversation} left the bot: its messages are no longer judged`);
    if (round < prepared.length) stateBytes = Math.max(stateBytes, Buffer.byteLength(JSON.stringify(state)));
    return TURNS / 2;
  });
  return { scoringPerSecond: scoring, detectionPerSecond: detection, stateBytes, ratio200to5: flatness(talk()) };
};

/** The same harmless question at the 5th and at the 200th message, the median of many conversations. */
const flatness = ({ turns, begin, hear }: ReturnType<typeof talk>): number => {
  const at: Record<5 | 200, number[]> = { 5: [], 200: [] };
  for (let conversation = 0; conversation < 300; conversation++) {
    let state = begin(conversation);
    for (const [i, event] of turns(conversation, LONG + 1).entries()) {
      const began = performance.now();
      state = hear(state, event);
      const took = performance.now() - began;
      if (i === 4) at[5].push(took);
      if (i === LONG) at[200].push(took);
    }
  }
  return rounded(median(at[200]) / median(at[5]));
};

/** A table in Markdown. */
export const domainTable = (costs: DomainCosts): string =>
  [
    '| one core, the rules alone | |',
    '| --- | ---: |',
    `| sentiment, messages/s | ${costs.scoringPerSecond.toLocaleString('en')} |`,
    `| detection, messages/s | ${costs.detectionPerSecond.toLocaleString('en')} |`,
    `| state of a conversation at ${TURNS} messages, bytes | ${costs.stateBytes.toLocaleString('en')} |`,
    `| message ${LONG} to message 5, time | ${costs.ratio200to5} |`,
  ].join('\n');
