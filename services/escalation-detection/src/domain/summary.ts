import type { Reason } from '@warmline/contracts';
import { cut, type JournaledTurn } from './transcript.ts';
import { closing } from './triggers/closing.ts';
import { read } from './triggers/reading.ts';
import { fingerprint } from './triggers/repetition.ts';

const QUOTE = 240;
const LONGEST = 2_000;
const SLOTS = 8;
const ANSWERS = 3;

const oneLine = (text: string, most = QUOTE): string => {
  const plain = text.replace(/\s+/g, ' ').trim();
  return plain.length <= most ? plain : `${cut(plain, most - 1)}…`;
};

/** A turn that says something: no greeting, no thanks, no yes. */
const telling = (turn: JournaledTurn): boolean => fingerprint(turn.text).length >= 2 && !closing(read(turn.text));

/** The customer's first turn that says something, else the first at all. */
export const wanted = (turns: readonly JournaledTurn[]): string | null => {
  const customer = turns.filter((turn) => turn.role === 'customer' && turn.text.trim() !== '');
  const first = customer.find(telling) ?? customer[0];
  return first === undefined ? null : oneLine(first.text);
};

const entitiesOf = (turns: readonly JournaledTurn[]): string => {
  const entities = Object.assign({}, ...turns.map((turn) => turn.bot?.entities ?? {})) as Record<string, unknown>;
  return Object.entries(entities)
    .slice(0, SLOTS)
    .map(([name, value]) => `${name} ${oneLine(String(value), 100)}`)
    .join(', ');
};

/** What the bot said it tried; where it says nothing of that, the last different answers it gave. */
export const attemptedOf = (reported: readonly string[], turns: readonly JournaledTurn[]): string[] => {
  if (reported.length > 0) return [...reported];
  const answers = turns.filter((turn) => turn.role === 'bot' && turn.bot?.error === undefined && telling(turn));
  return [...new Set(answers.map((turn) => `Answered: “${oneLine(turn.text)}”`))].slice(-ANSWERS);
};

/** What is told of a hand-off beside its turns. */
export interface Ending {
  readonly because: string;
  readonly reasons: readonly Reason[];
  /** Hand-offs of this conversation before this one. */
  readonly earlier: number;
}

const earlierText = (earlier: number): string | null =>
  earlier === 0
    ? null
    : `It was with a person ${earlier === 1 ? 'once' : `${earlier} times`} before in this conversation.`;

/** What was wanted, what was tried, where it stands: a few sentences an agent can act on, on one line. */
export const summaryOf = (turns: readonly JournaledTurn[], attempted: readonly string[], ending: Ending): string => {
  const want = wanted(turns);
  const bot = turns.filter((turn) => turn.role === 'bot');
  const last = turns.findLast((turn) => turn.role === 'customer' && telling(turn));
  const entities = entitiesOf(turns);
  const failed = ending.reasons.includes('bot_failure') ? 'The bot failed to answer.' : null;
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
    earlierText(ending.earlier),
    `Handed over: ${ending.because}.`,
  ];
  return cut(parts.filter((part) => part !== null).join(' '), LONGEST);
};
