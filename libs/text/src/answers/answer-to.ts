import { ownWords } from '../own-words.ts';
import { emailIn, looksLikePhone, phoneIn } from './contact.ts';
import { type MenuAnswer, type MenuChoice, readMenu } from './menu.ts';
import { type Rating, readRating } from './rating.ts';
import { readYesNo, type YesNo } from './yes-no.ts';

/** An open question. `country` (two letters) is that of telephone numbers without a country code. */
export type Question<Id extends string = string> =
  | { readonly kind: 'yes-no' }
  | { readonly kind: 'menu'; readonly choices: readonly MenuChoice<Id>[] }
  | { readonly kind: 'rating' }
  | { readonly kind: 'phone'; readonly country?: string }
  | { readonly kind: 'email' };

export type Answer<Id extends string = string> =
  | YesNo
  | MenuAnswer<Id>
  | Rating
  | { readonly is: 'phone'; readonly number: string }
  | { readonly is: 'email'; readonly address: string };

/**
 * What a typed message answers to an open question, in the conversation's language (BCP 47; en, de, es, fr and ar are known) or in
 * another of them. `ambiguous` = an answer that cannot be told, to be asked once more; `other` = no answer.
 */
export const answerTo = <Id extends string>(question: Question<Id>, text: string, language: string): Answer<Id> => {
  switch (question.kind) {
    case 'yes-no':
      return readYesNo(ownText(text), language);
    case 'menu': {
      // An address or a number may stand behind the choice; own words alone would miss it.
      const answer = readMenu(text, language, question.choices);
      return answer.is === 'other' ? readMenu(ownText(text), language, question.choices) : answer;
    }
    case 'rating':
      return readRating(ownText(text), language);
    case 'phone': {
      const number = phoneIn(text, question.country);
      if (number !== null) return { is: 'phone', number };
      return looksLikePhone(text) ? { is: 'ambiguous' } : refusalOr(text, language);
    }
    case 'email': {
      const address = emailIn(text);
      if (address !== null) return { is: 'email', address };
      return text.includes('@') ? { is: 'ambiguous' } : refusalOr(text, language);
    }
  }
};

/** The customer's own words: without a quoted mail or a signature. */
const ownText = (text: string): string =>
  ownWords(text)
    .map(([from, to]) => text.slice(from, to))
    .join('\n');

const refusalOr = (text: string, language: string): { readonly is: 'no' | 'other'; readonly details?: string } => ({
  is: readYesNo(text, language).is === 'no' ? 'no' : 'other',
});
