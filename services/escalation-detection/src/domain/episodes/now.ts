import { type DataOf, type EscalationReason, type Evidence, reasonsOfRules, ruleIds } from '@warmline/contracts';
import { similarity } from '../text/fingerprint.ts';
import type { JournaledTurn } from '../transcript.ts';
import { type Episode, wishesOf } from './episodes.ts';
import { botQuote, joinedQuote, quoteOf, sentenceOf, spokenPart } from './quote.ts';
import type { ReadTurn } from './read-turn.ts';

type Context = DataOf<'HandoffRequested'>['context'];

export interface CurrentEpisode {
  readonly episode: Episode;
  /** The turn of the customer with the evidence; null: a button, a turn of the bot, or the clock. */
  readonly anchor: ReadTurn | null;
  readonly span?: readonly [number, number] | undefined;
  /** `span` is that of a rule on what is wanted. */
  readonly saysWhere?: boolean;
}

export type EpisodeEvidence = Pick<Evidence, 'rule' | 'messageId' | 'span'>;

/** Rules of feeling and of the bot: neither they nor where they fired says what is wanted. */
const WITHOUT_MATTER_RULE = /^(?:emotional|sentiment|bot)\./;
const WITHOUT_MATTER = reasonsOfRules(ruleIds.filter((id) => WITHOUT_MATTER_RULE.test(id)));

const matterSpan = (evidence: readonly EpisodeEvidence[], { turn }: ReadTurn): EpisodeEvidence['span'] =>
  evidence.find(
    ({ rule, messageId, span }) =>
      messageId === turn.messageId && span !== undefined && !WITHOUT_MATTER_RULE.test(rule),
  )?.span;

/** The episode that led to the hand-off: the one with the evidence, else the last one in which the customer wrote. */
export const currentEpisode = (
  episodes: readonly Episode[],
  evidence: readonly EpisodeEvidence[],
): CurrentEpisode | null => {
  for (const { messageId, span } of evidence)
    for (const episode of episodes) {
      const anchor = episode.customer.find(({ turn }) => turn.messageId === messageId);
      if (anchor !== undefined) {
        const where = matterSpan(evidence, anchor);
        return { episode, anchor, span: where ?? span, saysWhere: where !== undefined };
      }
    }
  const last = episodes.findLast(({ customer }) => customer.length > 0) ?? episodes.at(-1);
  return last === undefined ? null : { episode: last, anchor: null };
};

/** Two wishes with as many words in common say the same. */
const SAME_WISH = 0.5;

const isSame = (a: ReadTurn, b: ReadTurn): boolean => a === b || similarity(a.words, b.words) >= SAME_WISH;

/** Ends with what it refers to: "cancel it please". */
const ENDS_WITH_IT = /\b(?:it|that|this|them|those)(?: (?:now|please|too|asap|immediately|then))*[\s.!?]*$/i;
const MAX_SHORT_WORDS = 5;
const isShort = (text: string): boolean => text.split(' ').length <= MAX_SHORT_WORDS;

/** The question of the bot that a bare answer follows. */
const questionBefore = (turns: readonly JournaledTurn[], { turn }: ReadTurn): string | null => {
  const before = turns[turns.indexOf(turn) - 1];
  return before?.role === 'bot' && before.text.includes('?') ? botQuote(before.text) : null;
};

interface Now {
  readonly now: Context['now'];
  /** The turn that says what is wanted; null: none does. */
  readonly wish: ReadTurn | null;
}

const UNTOLD = 'and has not said what about';
const NOTHING_SAID = 'The customer has not said yet what they want';

const nowWith = (text: string, wish: ReadTurn | null, quote: string | null, quoted: readonly ReadTurn[]): Now => ({
  now: {
    text,
    ...(quote !== null && { quote }),
    messageIds: [...new Set(quoted.map(({ turn }) => turn.messageId))].slice(0, 3),
  },
  wish,
});

/** What the customer wants now: the message with the evidence, and the wish it belongs to where it names none. */
export const nowOf = (current: CurrentEpisode | null, reason: EscalationReason | undefined): Now => {
  const isPersonRequest = reason === 'human_request';
  const saysWhat = reason !== undefined && !WITHOUT_MATTER.includes(reason);
  if (current === null) return nowWith(isPersonRequest ? `Asks for a person, ${UNTOLD}` : NOTHING_SAID, null, null, []);
  const { episode, anchor, span, saysWhere = false } = current;
  const wishes = wishesOf(episode);
  const matters = wishes.filter(({ matter, subjects }) => matter !== null || subjects.length > 0);
  const upTo = (all: readonly ReadTurn[]): ReadTurn | undefined =>
    all.findLast(({ turn }) => anchor === null || turn.seq < anchor.turn.seq);
  const earlier = upTo(matters) ?? upTo(wishes);
  const quote = (one: ReadTurn): string => quoteOf(one.turn.text, one === anchor ? span : undefined);
  if (anchor === null || anchor.kind === 'person' || (isPersonRequest && anchor.kind !== 'wish')) {
    const asked = anchor === null ? '' : ` (“${quote(anchor)}”)`;
    const request = anchor === null ? [] : [anchor];
    if (earlier !== undefined) {
      const text = isPersonRequest ? `Asks for a person${asked} about “${quote(earlier)}”` : `“${quote(earlier)}”`;
      return nowWith(text, earlier, quote(earlier), [...request, earlier]);
    }
    if (isPersonRequest) return nowWith(`Asks for a person${asked}, ${UNTOLD}`, null, null, request);
    const last = episode.customer.findLast(({ kind }) => kind === 'answer');
    return last === undefined ? nowWith(NOTHING_SAID, null, null, []) : nowWith(`“${quote(last)}”`, null, null, [last]);
  }
  const own = quote(anchor);
  /** What may be said to the customer: the sentence that counts. */
  const spokenOf = (one: ReadTurn): string => {
    const isEvidence = one === anchor && span !== undefined && saysWhere;
    if (isEvidence) return spokenPart(sentenceOf(one.turn.text, span), one.turn.text.slice(...span).trim());
    return spokenPart(one.sentence === null ? quote(one) : quoteOf(one.sentence), '');
  };
  const isNamed = anchor.kind === 'wish' && (saysWhat || anchor.matter !== null || anchor.subjects.length > 0);
  const said = earlier ?? upTo(episode.customer.filter(({ words }) => words.length > 0));
  if (anchor.matter === null && said !== undefined && ENDS_WITH_IT.test(own) && isShort(own)) {
    return nowWith(`“${own}”, about “${quote(said)}”`, anchor, joinedQuote(quote(said), own), [anchor, said]);
  }
  if (isNamed || (anchor.kind === 'wish' && earlier === undefined)) {
    const opening = matters.find((wish) => wish.turn.seq < anchor.turn.seq);
    const begun = opening === undefined || isSame(opening, anchor) ? null : opening;
    const text = begun === null ? `“${own}”` : `“${own}”; it began with “${quote(begun)}”`;
    return nowWith(text, anchor, spokenOf(anchor), begun === null ? [anchor] : [anchor, begun]);
  }
  if (earlier === undefined || isSame(earlier, anchor)) {
    const question = anchor.kind === 'wish' ? null : questionBefore(episode.turns, anchor);
    const text = question === null ? `“${own}”` : `“${own}”, answering “${question}”`;
    return nowWith(text, anchor, anchor.kind === 'small-talk' ? null : own, [anchor]);
  }
  const spoken = saysWhat ? joinedQuote(spokenOf(earlier), own) : spokenOf(earlier);
  return nowWith(`“${own}”, about “${quote(earlier)}”`, earlier, spoken, [anchor, earlier]);
};
