import { cut, type JournaledTurn } from './transcript.ts';
import { closing } from './triggers/closing.ts';
import { read } from './triggers/reading.ts';
import { fingerprint } from './triggers/repetition.ts';

const QUOTE = 240;
const LONGEST = 2_000;

const oneLine = (text: string): string => {
  const plain = text.replace(/\s+/g, ' ').trim();
  return plain.length <= QUOTE ? plain : `${cut(plain, QUOTE - 1)}…`;
};

/** A turn that says something: no greeting, no thanks, no yes. */
const telling = (turn: JournaledTurn): boolean => fingerprint(turn.text).length >= 2 && !closing(read(turn.text));

/** The customer's first turn that says something, else the first at all. */
export const wanted = (turns: readonly JournaledTurn[]): string | null => {
  const customer = turns.filter((turn) => turn.role === 'customer' && turn.text.trim() !== '');
  const first = customer.find(telling) ?? customer[0];
  return first === undefined ? null : oneLine(first.text);
};

const slotsOf = (turns: readonly JournaledTurn[]): string => {
  const slots = Object.assign({}, ...turns.map((turn) => turn.bot?.slots ?? {})) as Record<string, unknown>;
  return Object.entries(slots)
    .slice(0, 8)
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(', ');
};

/** What was wanted, what was tried, where it stands: three sentences an agent can act on. */
export const summaryOf = (
  turns: readonly JournaledTurn[],
  attempted: readonly string[],
  escalationReason: string,
): string => {
  const want = wanted(turns);
  const bot = turns.filter((turn) => turn.role === 'bot' && turn.text.trim() !== '');
  const last = turns.findLast((turn) => turn.role === 'customer' && telling(turn));
  const slots = slotsOf(turns);
  const answer = bot.at(-1);
  const tried =
    attempted.length > 0
      ? `Tried: ${attempted.join('; ')}.`
      : answer === undefined
        ? 'The bot has not answered yet.'
        : `The bot answered ${bot.length === 1 ? 'once' : `${bot.length} times`}, last: “${oneLine(answer.text)}”`;
  const parts = [
    want === null ? 'The customer has not said yet what is wanted.' : `Wants: “${want}”`,
    slots === '' ? null : `Known: ${slots}.`,
    tried,
    last === undefined || oneLine(last.text) === want ? null : `Stands at: “${oneLine(last.text)}”`,
    `Handed over: ${escalationReason}.`,
  ];
  return cut(parts.filter((part) => part !== null).join(' '), LONGEST);
};
