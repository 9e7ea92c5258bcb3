import type { Matter, Policy, Subject } from '@warmline/contracts';
import { ownWords } from '@warmline/text';
import { subjectMatcher } from '../message-analysis.ts';
import { contentWords, type Fingerprint, fingerprint } from '../text/fingerprint.ts';
import { type ParsedText, parseText, type TextMatch } from '../text/parsed-text.ts';
import { saysResolved } from '../text/resolved.ts';
import type { JournaledTurn } from '../transcript.ts';
import { humanRequest } from '../triggers/human-request.ts';
import { isRequest } from '../triggers/repetition.ts';
import { lookupText, type MatterFinder, matterFinder } from './matters.ts';

/** A turn of the customer as episodes see it. */
export interface ReadTurn {
  readonly turn: JournaledTurn;
  /** `wish`: says what they want. `person`: asks for a person and for nothing else. `answer`: data, or a reply to the bot. */
  readonly kind: 'wish' | 'person' | 'answer' | 'small-talk' | 'resolved';
  /** Name and family of its matter; null where none is known. */
  readonly matter: { readonly name: string; readonly family: string } | null;
  readonly subjects: readonly Subject[];
  readonly words: Fingerprint;
  /** Its sentence that names the matter; null where it has one sentence, or none names it alone. */
  readonly sentence: string | null;
  /** Refers to what was said before: "cancel it". */
  readonly refersBack: boolean;
  /** Leaves the matter before it: "also", "another question". */
  readonly turnsAway: boolean;
}

/** Words that say nothing of what is wanted. */
const GENERIC = new Set(
  'help helping assist assistance support service customer care agent human person people someone somebody representative rep operator assistant staff advisor colleague today now right morning afternoon evening night day good great nice fine welcome problem problems issue issues question questions query concern matter something anything everything thing talk talking speak speaking chat name sir mam madam guys quick moment minute second wait waiting hold back hope doing bot robot machine pleasure appreciate friend regarding contact connect transfer reach real live directly ya yep yup nope yea yeah yesi alright cool perfect okey kk hii hiii helo bye goodbye come going sorry helpful hear else ich bin will möchte mochte bitte sprechen jetzt jemand jemandem mitarbeiter menschen mensch mit einem ja nein danke quiero quisiera hablar con por favor gracias persona humano agente alguien una un uno je veux voudrais parler avec une conseiller humain quelqu merci svp plait vous bonjour hola hallo guten tag'.split(
    ' ',
  ),
);
const REFERS_BACK = /(?:^| )(?:it|that|this|them|those|these|the same|instead)(?: |$)/;
const TURNS_AWAY =
  /(?:^| )(?:also|another (?:thing|question|issue|problem|matter)|one more|something else|besides|by the way|btw|next|different (?:question|thing|issue|matter)|and now|now i (?:want|need|would)|too$)/;
/** Facts about the customer, and no wish. */
const STATES_DATA =
  /(?:^| )(?:my|the|it is|its me|i am|this is) (?:(?!and )[^ ,]+ ){0,3}(?:name|number|address|ssn|pin|code|email|e mail|id|phone|dob|birth|zip|digits|four)(?: [^ ,]+){0,3} (?:is|was)(?: |$)|^ (?:(?:my|and|the) (?:[^ .]+ ){0,3}(?:number|no|ssn|id) [\d-]+ )+$|(?:^| )(?:its me|my name|name is|number is|the last four)(?: |$)/;
const MAX_REPLY_WORDS = 6;
const MIN_STATEMENT_WORDS = 3;
const MIN_SENTENCE = 10;
/** Words around a request for a person that may stand without a matter: a name, a swear word. */
const MAX_WORDS_BESIDE_REQUEST = 2;
const NAMES_A_MATTER =
  /(?:^| )(?:about|regarding|concerning|because|since|as|for|on|with my|why|wegen|sobre|concernant)(?: |$)/;

/** The words that say what is wanted. */
export const meaningfulWords = (text: string): string[] =>
  contentWords(text).filter((word) => !GENERIC.has(word) && !/\d/.test(word));

const besides = ({ raw }: ParsedText, { span: [from, to] }: TextMatch): string =>
  `${raw.slice(0, from)} ${raw.slice(to)}`;

/** What a request for a person leaves of a message; null where it holds no such request. */
const besidesRequest = (parsed: ParsedText, phrases: readonly string[]): string | null => {
  const request = humanRequest(parsed);
  if (request !== null) return besides(parsed, request);
  const plain = parsed.raw.toLowerCase();
  return phrases.some((phrase) => plain.includes(phrase))
    ? phrases.reduce((left, phrase) => left.replaceAll(phrase, ' '), plain)
    : null;
};

/** The text that is read: the customer's own words, as written. */
export const ownText = (text: string): string =>
  ownWords(text)
    .map(([from, to]) => text.slice(from, to))
    .join(' ');

export type TurnReader = (turn: JournaledTurn, botAsked: boolean) => ReadTurn;

/** Reads turns of customers with one policy. `botAsked`: the turn before it is a question of the bot. */
export const turnReader = (policy: Policy): TurnReader => {
  const findMatter: MatterFinder = matterFinder(policy);
  const subjectsIn = subjectMatcher(policy);
  const phrases = (policy.lists.phrases['emotional.human-request'] ?? []).map((phrase) => phrase.toLowerCase());
  const isAbout = (rest: string): boolean => {
    const plain = lookupText(parseText(rest));
    const words = meaningfulWords(rest).length;
    return (
      findMatter(plain) !== null ||
      subjectsIn(rest).length > 0 ||
      words > MAX_WORDS_BESIDE_REQUEST ||
      (words > 0 && NAMES_A_MATTER.test(plain))
    );
  };
  const sentenceAbout = (text: string, matter: Matter | null): string | null => {
    const sentences = text.split(/(?<=[.!?\n])\s+/).filter((sentence) => sentence.trim().length >= MIN_SENTENCE);
    if (sentences.length < 2) return null;
    const names = (sentence: string): boolean =>
      matter === null
        ? subjectsIn(sentence).length > 0
        : findMatter(lookupText(parseText(sentence)))?.name === matter.name;
    return sentences.find(names) ?? null;
  };
  return (turn, botAsked) => {
    const text = ownText(turn.text);
    const parsed = parseText(text);
    const plain = lookupText(parsed);
    const found = findMatter(plain);
    const words = meaningfulWords(text);
    const about = found !== null || subjectsIn(text).length > 0;
    const kindOf = (): ReadTurn['kind'] => {
      const rest = besidesRequest(parsed, phrases);
      if (rest !== null && !isAbout(rest)) return 'person';
      if (saysResolved(parsed) && found === null) return 'resolved';
      if (words.length === 0) return /\d/.test(text) ? 'answer' : 'small-talk';
      if (STATES_DATA.test(plain) && !isRequest(parsed)) return 'answer';
      if (about) return 'wish';
      const count = plain.trim().split(' ').length;
      if (botAsked && count <= MAX_REPLY_WORDS) return 'answer';
      if (isRequest(parsed)) return 'wish';
      return words.length >= MIN_STATEMENT_WORDS && !/\d/.test(text) ? 'wish' : 'answer';
    };
    return {
      turn,
      kind: kindOf(),
      matter: found === null ? null : { name: found.name, family: found.family ?? found.name },
      subjects: subjectsIn(text),
      sentence: sentenceAbout(text, found),
      words: fingerprint(text),
      refersBack: REFERS_BACK.test(plain),
      turnsAway: TURNS_AWAY.test(plain.trimEnd()),
    };
  };
};
