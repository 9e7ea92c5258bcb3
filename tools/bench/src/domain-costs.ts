import { type EscalationState, escalation, loadPolicy } from '@warmline/escalation-detection/detect';
import { type AnyEvent, deciderStep } from '@warmline/messaging/decider';
import { score } from '@warmline/sentiment/score';
import { median } from 'd3-array';
import { cpuTime } from './cpu-time.ts';
import { HARMLESS_SENTENCES } from './harmless-sentences.ts';
import { threeDigits } from './throughput-table.ts';

export interface DomainCosts {
  readonly scoringPerSecond: number;
  /** Customer messages; the cost includes the bot's messages between them. */
  readonly detectionPerSecond: number;
  /** JSON bytes of a conversation's state after 20 messages, as stored; the largest of those measured. */
  readonly stateBytes: number;
  /** Time of the 200th message of a conversation divided by that of the 5th. */
  readonly ratio200to5: number;
}

const POLICY = new URL('../../../deploy/defaults/policy.yaml', import.meta.url).pathname;
const SECONDS = 2;
const TURNS = 20;
const LONG_CONVERSATION = 200;

/** Runs for SECONDS of processor time after a warm-up of the same length; `work` returns its number of messages. */
const ratePerCpuSecond = (work: (round: number) => number): number => {
  const measure = (seconds: number): number => {
    const began = cpuTime();
    let messages = 0;
    for (let round = 0; cpuTime() - began < seconds * 1_000; round++) messages += work(round);
    return messages / ((cpuTime() - began) / 1_000);
  };
  measure(SECONDS);
  return Math.round(measure(SECONDS));
};

const sentence = (n: number): string => HARMLESS_SENTENCES[n % HARMLESS_SENTENCES.length] ?? '';
/** A distinct word for each number. */
const uniqueWord = (n: number): string =>
  n.toString(26).replace(/\d/g, (digit) => String.fromCharCode(113 + Number(digit)));
/** Distinct texts, so that no cache helps from one message to the next. */
const distinctText = (conversation: number, turn: number): string =>
  `${sentence(conversation * 7 + turn)} ${uniqueWord(conversation * 256 + turn)}`;

const conversationRef = (conversation: number) => ({ conversationId: `c-${conversation}`, tenantId: 'bench' });
const conversationStarted = (conversation: number): AnyEvent => ({
  type: 'ConversationStarted',
  id: 'start',
  at: 0,
  data: { ...conversationRef(conversation), seq: 1, channel: 'web', externalId: 'x', policyVersion: 'p', hasBot: true },
});
const message = (conversation: number, turn: number, role: 'customer' | 'bot', text: string): AnyEvent => ({
  type: 'MessagePosted',
  id: `m-${turn}`,
  at: turn * 1_000,
  data: { ...conversationRef(conversation), seq: turn + 1, messageId: `m-${turn}`, role, text, epoch: 1 },
});

/**
 * A conversation of customer and bot in turns through both deciders, with the score made beforehand: what the service does with a
 * message.
 */
const detectionRun = () => {
  const detection = deciderStep(escalation(loadPolicy(POLICY)));
  const context = { id: (name: string) => name };
  const scored = (event: AnyEvent, text: string): AnyEvent => {
    const { words: _, ...own } = score(text);
    const smoothed = { score: 0, pNegative: 0.2, trend: 'steady' as const };
    // The gate finds every sentence harmless, so that the conversation stays with the bot.
    const intents = { model: 'bench', gate: 0 };
    return Object.assign({}, event, { score: { ...own, words: [], smoothed, intents } });
  };
  const turns = (conversation: number, count: number): AnyEvent[] =>
    Array.from({ length: count }, (_, i) => {
      const bot = i % 2 === 1;
      const text = bot
        ? `On that I can tell you this: ${distinctText(conversation + 3, i)}`
        : distinctText(conversation, i);
      const event = message(conversation, i + 1, bot ? 'bot' : 'customer', text);
      return bot ? event : scored(event, text);
    });
  const begin = (conversation: number): EscalationState | null =>
    detection.step(null, conversationStarted(conversation), context).state;
  const applyEvent = (state: EscalationState | null, event: AnyEvent): EscalationState | null =>
    detection.step(state, event, context).state;
  return { turns, begin, applyEvent };
};

/** The cost of the rules alone on one core: no broker, no database. */
export const measureDomain = (): DomainCosts => {
  const { turns, begin, applyEvent } = detectionRun();
  const scoring = ratePerCpuSecond((round) => {
    for (let i = 0; i < TURNS; i++) score(distinctText(round, i));
    return TURNS;
  });
  const prepared = Array.from({ length: 300 }, (_, conversation) => turns(conversation, TURNS));
  let stateBytes = 0;
  const detection = ratePerCpuSecond((round) => {
    const conversation = round % prepared.length;
    let state = begin(conversation);
    for (const event of prepared[conversation] ?? []) state = applyEvent(state, event);
    if (state === null || state.is === 'handed-off')
      throw new Error(`conversation ${conversation} left the bot: its messages are no longer assessed`);
    if (round < prepared.length) stateBytes = Math.max(stateBytes, Buffer.byteLength(JSON.stringify(state)));
    return TURNS / 2;
  });
  return {
    scoringPerSecond: scoring,
    detectionPerSecond: detection,
    stateBytes,
    ratio200to5: longConversationRatio(detectionRun()),
  };
};

/** The same harmless question at the 5th and at the 200th message, the median of many conversations. */
const longConversationRatio = ({ turns, begin, applyEvent }: ReturnType<typeof detectionRun>): number => {
  const at: Record<5 | 200, number[]> = { 5: [], 200: [] };
  for (let conversation = 0; conversation < 300; conversation++) {
    let state = begin(conversation);
    for (const [i, event] of turns(conversation, LONG_CONVERSATION + 1).entries()) {
      const startedAt = performance.now();
      state = applyEvent(state, event);
      const took = performance.now() - startedAt;
      if (i === 4) at[5].push(took);
      if (i === LONG_CONVERSATION) at[200].push(took);
    }
  }
  return threeDigits((median(at[200]) ?? Number.NaN) / (median(at[5]) ?? Number.NaN));
};

/** A table in Markdown. */
export const domainTable = (costs: DomainCosts): string =>
  [
    '| one core, the rules alone | |',
    '| --- | ---: |',
    `| sentiment, messages/s | ${costs.scoringPerSecond.toLocaleString('en')} |`,
    `| detection, messages/s | ${costs.detectionPerSecond.toLocaleString('en')} |`,
    `| state of a conversation at ${TURNS} messages, bytes | ${costs.stateBytes.toLocaleString('en')} |`,
    `| message ${LONG_CONVERSATION} to message 5, time | ${costs.ratio200to5} |`,
  ].join('\n');
