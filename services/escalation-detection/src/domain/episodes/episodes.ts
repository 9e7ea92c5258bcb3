import type { Policy } from '@warmline/contracts';
import { similarity } from '../text/fingerprint.ts';
import type { JournaledTurn } from '../transcript.ts';
import type { ReadTurn, TurnReader } from './read-turn.ts';

/** One matter of a conversation, from the customer's first turn on it until it is resolved, handed back or left for another. */
export interface Episode {
  readonly turns: readonly JournaledTurn[];
  readonly customer: readonly ReadTurn[];
  /** `resolved`: the customer said so. `handed-back`: an agent had it. `left`: another matter followed. `open`: the last one. */
  readonly end: 'resolved' | 'handed-back' | 'left' | 'open';
}

interface OpenEpisode {
  turns: JournaledTurn[];
  customer: ReadTurn[];
  end: Episode['end'];
}

export const wishesOf = ({ customer }: Pick<Episode, 'customer'>): ReadTurn[] =>
  customer.filter(({ kind }) => kind === 'wish');

const areRelated = (a: string, b: string, policy: Policy): boolean =>
  a === b || policy.lists.relatedSubjects.some((group) => group.includes(a) && group.includes(b));

/** True where a wish is about another matter than the wishes before it. */
const isAnotherMatter = (wish: ReadTurn, before: readonly ReadTurn[]): boolean => {
  const named = before.findLast(({ matter }) => matter !== null);
  if (wish.matter !== null && named?.matter) return wish.matter.family !== named.matter.family;
  if (!wish.turnsAway || wish.refersBack) return false;
  return before.every(({ words }) => similarity(words, wish.words) === 0);
};

/** The subject the bot gives to a turn of the customer: that of its next answer. */
const botSubject = (turns: readonly JournaledTurn[], at: number): string | null => {
  const next = turns[at + 1];
  return next?.role === 'bot' ? (next.bot?.subject?.toLowerCase() ?? null) : null;
};

/**
 * Cuts the turns of a conversation into episodes, oldest first. `handedBackAt`: sequences at which the bot got the conversation back.
 * Cuts only where it is sure: a remark that names no matter belongs to the episode before it.
 */
export const episodesOf = (
  turns: readonly JournaledTurn[],
  handedBackAt: readonly number[],
  read: TurnReader,
  policy: Policy,
): Episode[] => {
  const episodes: OpenEpisode[] = [];
  let current: OpenEpisode = { turns: [], customer: [], end: 'open' };
  let subject: string | null = null;
  const close = (end: Episode['end']): void => {
    if (current.turns.length > 0) episodes.push({ ...current, end });
    current = { turns: [], customer: [], end: 'open' };
    subject = null;
  };
  let seq = 0;
  let announced = false;
  for (const [at, turn] of turns.entries()) {
    if (handedBackAt.some((back) => back > seq && back < turn.seq)) close('handed-back');
    seq = turn.seq;
    if (turn.role !== 'customer') {
      current.turns.push(turn);
      continue;
    }
    const previous = turns[at - 1];
    const heard = read(turn, previous?.role === 'bot' && previous.text.trimEnd().endsWith('?'));
    // "One more thing" in a message of its own announces the next one.
    const one: ReadTurn = announced ? { ...heard, turnsAway: true } : heard;
    const wishes = wishesOf(current);
    const named = botSubject(turns, at);
    if (wishes.length > 0 && (one.kind === 'wish' || one.kind === 'person')) {
      if (current.end === 'resolved') close('resolved');
      else if (one.kind === 'wish' && isAnotherMatter(one, wishes)) close('left');
      else if (one.kind === 'wish' && named !== null && subject !== null && !areRelated(named, subject, policy))
        close('left');
    }
    if (one.kind === 'resolved') current.end = 'resolved';
    else if (one.kind === 'wish' || one.kind === 'person') current.end = 'open';
    if (one.kind === 'wish') subject = named ?? subject;
    current.turns.push(turn);
    current.customer.push(one);
    announced = heard.kind !== 'wish' && heard.turnsAway;
  }
  if (current.turns.length > 0) episodes.push(current);
  return episodes;
};
