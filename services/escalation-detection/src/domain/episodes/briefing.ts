import type { DataOf, EscalationReason, Policy } from '@warmline/contracts';
import { parseText } from '../text/parsed-text.ts';
import { type JournaledTurn, truncate } from '../transcript.ts';
import { profanityDetector } from '../triggers/profanity.ts';
import { earlierEpisodes } from './earlier.ts';
import { type Episode, episodesOf } from './episodes.ts';
import { knownIn, knownText } from './known.ts';
import { currentEpisode, type EpisodeEvidence, nowOf } from './now.ts';
import { meaningfulWords, ownText, type ReadTurn, type TurnReader, turnReader } from './read-turn.ts';
import { saidIn } from './said.ts';
import { triedIn } from './tried.ts';

type Context = DataOf<'HandoffRequested'>['context'];

const MAX_SUMMARY_LENGTH = 2_000;
const MAX_PART_LENGTH = 500;
const MAX_SWEAR_WORDS = 5;

export interface BriefingInput {
  readonly turns: readonly JournaledTurn[];
  /** Evidence of the rules that led to the hand-off, the strongest first. */
  readonly evidence: readonly EpisodeEvidence[];
  readonly reasons: readonly EscalationReason[];
  readonly because: string;
  /** Sequences at which the bot got the conversation back. */
  readonly handedBackAt: readonly number[];
  /** Lines on earlier hand-offs. */
  readonly earlierHandoffs: readonly string[];
}

export interface Briefing extends Pick<Context, 'now' | 'known' | 'tried' | 'earlier'> {
  /** The four parts and the reason, as one line of at most 2,000 characters. */
  readonly text: string;
  /** The words of the message that says what is wanted, for look-ups; null where none does. */
  readonly wish: string | null;
  /** All the customer wrote in this episode. */
  readonly said: string;
}

const sentence = (label: string, text: string, maxLength = MAX_PART_LENGTH): string | null =>
  text === '' ? null : `${label}: ${truncate(text, maxLength)}${/[.!?…]”?$/.test(text) ? '' : '.'}`;

/** The turn with the wish, and what "it" in it refers to. */
const wishText = (wish: ReadTurn, { turns, customer }: Episode): string => {
  if (!wish.refersBack || wish.matter !== null) return ownText(wish.turn.text);
  const before = turns
    .filter(({ seq, role }) => seq < wish.turn.seq && (role === 'bot' || role === 'customer'))
    .slice(-2);
  const wishes = customer
    .filter(({ kind, turn }) => kind === 'wish' && turn.seq < wish.turn.seq)
    .map(({ turn }) => turn);
  return [...new Set([...wishes.slice(-1), ...before, wish.turn])].map(({ text }) => ownText(text)).join(' . ');
};

const withQuote = ({ text, messageIds }: Context['now'], quote: string | undefined): Context['now'] => ({
  text,
  ...(quote !== undefined && { quote }),
  messageIds,
});

/** Marks the omission, as quotations do: the customer wrote more. */
const withoutSwearWord = (text: string, [from, to]: readonly [number, number]): string =>
  `${text.slice(0, from)}[…]${text.slice(to)}`;

/** What the agent is told of the conversation: the episode that led to the hand-off, and one line for each other. */
export const briefer = (policy: Policy) => {
  const read: TurnReader = turnReader(policy);
  const profanity = profanityDetector(policy.lists.profanity);
  /** The quote without swear words, to be said to the customer; none where little is left. */
  const cleanQuote = (quote: string | undefined): string | undefined => {
    let left = quote ?? '';
    for (let n = 0; n < MAX_SWEAR_WORDS; n += 1) {
      const match = profanity(parseText(left));
      if (match === null) return meaningfulWords(left).length >= 2 ? left : undefined;
      left = withoutSwearWord(left, match.span);
    }
    return undefined;
  };
  return (input: BriefingInput): Briefing => {
    const episodes = episodesOf(input.turns, input.handedBackAt, read, policy);
    const current = currentEpisode(episodes, input.evidence);
    const { now: said, wish } = nowOf(current, input.reasons[0]);
    const now = input.reasons.includes('profanity') ? withQuote(said, cleanQuote(said.quote)) : said;
    const tried = current === null ? [] : triedIn(current.episode);
    const earlier = [
      ...earlierEpisodes(episodes, current?.episode, input.earlierHandoffs),
      ...input.earlierHandoffs,
    ].slice(-20);
    const lines = saidIn(episodes, [now.text, ...earlier].join(' . '), (text) => profanity(text) !== null);
    const known = current === null ? [] : knownIn(current.episode, now.text, lines);
    const bot = current?.episode.turns.filter(({ role }) => role === 'bot') ?? [];
    const nothingTried = bot.length === 0 ? 'The bot has not answered this yet.' : null;
    const failed = input.reasons.includes('bot_failure') ? 'The bot failed to answer.' : null;
    const isBareRequest = input.reasons.length === 1 && input.reasons[0] === 'human_request';
    const parts = [
      sentence('Now', now.text, 900),
      sentence('Known', knownText(known, now.text)),
      sentence('Tried', tried.map(({ text }) => text).join('; ')) ?? (failed === null ? nothingTried : null),
      failed,
      sentence('Earlier', earlier.join('; ')),
      isBareRequest ? null : `Handed over: ${input.because}.`,
    ];
    return {
      now,
      known,
      tried,
      earlier,
      text: truncate(parts.filter((part) => part !== null).join(' '), MAX_SUMMARY_LENGTH),
      said: (current?.episode.customer ?? []).map(({ turn }) => ownText(turn.text)).join(' . '),
      wish: wish === null || current === null ? null : wishText(wish, current.episode),
    };
  };
};
