import type { EscalationReason } from '@warmline/contracts';
import { masked } from '@warmline/text';
import { fingerprint } from './text/fingerprint.ts';
import { parseText } from './text/parsed-text.ts';
import { saysResolved } from './text/resolved.ts';
import { type JournaledTurn, truncate } from './transcript.ts';

const MAX_QUOTE_LENGTH = 240;
const MAX_SUMMARY_LENGTH = 2_000;
const MAX_ENTITIES = 8;
const MAX_ANSWERS = 3;

const oneLine = (text: string, maxLength = MAX_QUOTE_LENGTH): string => {
  const plain = text.replace(/\s+/g, ' ').trim();
  return plain.length <= maxLength ? plain : `${truncate(plain, maxLength - 1)}…`;
};

/** True unless the turn is only a greeting, thanks or an agreement. */
const isMeaningful = (turn: JournaledTurn): boolean =>
  fingerprint(turn.text).length >= 2 && !saysResolved(parseText(turn.text));

/** The first meaningful turn of the customer, else their first turn. */
export const statedRequest = (turns: readonly JournaledTurn[]): string | null => {
  const customer = turns.filter((turn) => turn.role === 'customer' && turn.text.trim() !== '');
  const first = customer.find(isMeaningful) ?? customer[0];
  return first === undefined ? null : oneLine(first.text);
};

const entitiesOf = (turns: readonly JournaledTurn[]): string => {
  const entities = Object.assign({}, ...turns.map((turn) => turn.bot?.entities ?? {})) as Record<string, unknown>;
  return Object.entries(entities)
    .slice(0, MAX_ENTITIES)
    .map(([name, value]) => masked(`${name.replaceAll('_', ' ')} ${oneLine(String(value), 100)}`))
    .join(', ');
};

/** Solutions the bot reports as tried. Where it reports none: its last three different answers. */
export const attemptedSolutions = (reported: readonly string[], turns: readonly JournaledTurn[]): string[] => {
  if (reported.length > 0) return [...reported];
  const answers = turns.filter((turn) => turn.role === 'bot' && turn.bot?.error === undefined && isMeaningful(turn));
  return [...new Set(answers.map((turn) => `Answered: “${oneLine(turn.text)}”`))].slice(-MAX_ANSWERS);
};

/** Input of the summary besides the turns. */
export interface SummaryInput {
  readonly because: string;
  readonly reasons: readonly EscalationReason[];
  /** Hand-offs of this conversation before this one. */
  readonly earlierHandoffs: number;
}

const earlierHandoffsText = (earlierHandoffs: number): string | null =>
  earlierHandoffs === 0
    ? null
    : `It was with a person ${earlierHandoffs === 1 ? 'once' : `${earlierHandoffs} times`} before in this conversation.`;

/** What the customer wants, what was tried and where it stands, on one line of at most 2,000 characters. */
export const builtInSummary = (
  turns: readonly JournaledTurn[],
  attempted: readonly string[],
  input: SummaryInput,
): string => {
  const want = statedRequest(turns);
  const bot = turns.filter((turn) => turn.role === 'bot');
  const last = turns.findLast((turn) => turn.role === 'customer' && isMeaningful(turn));
  const entities = entitiesOf(turns);
  const failed = input.reasons.includes('bot_failure') ? 'The bot failed to answer.' : null;
  const tried =
    attempted.length > 0
      ? `Tried: ${oneLine(attempted.slice(-4).join('; '), 700)}.`
      : bot.length === 0
        ? 'The bot has not answered yet.'
        : 'The bot has tried nothing yet.';
  const parts = [
    want === null ? 'The customer has not said yet what is wanted.' : `Wants: “${want}”`,
    entities === '' ? null : `Known: ${entities}.`,
    failed !== null && attempted.length === 0 ? null : tried,
    failed,
    last === undefined || oneLine(last.text) === want ? null : `Stands at: “${oneLine(last.text)}”`,
    earlierHandoffsText(input.earlierHandoffs),
    `Handed over: ${input.because}.`,
  ];
  return truncate(parts.filter((part) => part !== null).join(' '), MAX_SUMMARY_LENGTH);
};
