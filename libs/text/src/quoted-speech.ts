import type { Span } from './span.ts';

const THING =
  '(?:site|web ?site|web ?page|page|bot|chat ?bot|assistant|app|mail|e-?mail|message|letter|sms|text|ad|banner|advert\\w*|homepage|faq|help|terms|policy|agent|colleague|team)';
const WHO = [
  `you(?: guys| people)?`,
  `(?:your|the|this) (?:[\\p{L}-]+ ){0,2}${THING}`,
  `(?:deine?|eure?|ihre?|die|der|euer|ihr|dein) (?:seite|web ?seite|homepage|bot|chatbot|app|mail|e-?mail|nachricht|werbung)`,
  `(?:sie|ihr|du)`,
  `(?:su|tu|vuestr[ao]|la|el) (?:web|página|bot|app|correo|mensaje|anuncio)`,
  `(?:votre|ton|ta|le|la) (?:site|page|bot|appli(?:cation)?|mail|message|courriel|pub(?:licité)?)`,
  `vous`,
  `(?:موقعكم|رسالتكم|صفحتكم|البوت|تطبيقكم)`,
].join('|');
const SAYS =
  'says?|said|wrote|writes?|states?|stated|shows?|reads?|asks?|asked|sagt|sagte|sagen|schreibt|schrieb|schrieben|dice|dijo|pone|dit|disait|indique|affiche|avez (?:écrit|dit)|يقول|تقول|مكتوب|كتبتم';
/** The company or its bot is quoted from here on. */
const THEY_SAY = new RegExp(`(?<![\\p{L}\\p{N}])(?:${WHO})\\s(?:[\\p{L}]+\\s)?(?:${SAYS})\\s?:?\\s*$`, 'iu');
const THEY_SAY_SENTENCE = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:${WHO})\\s(?:${SAYS})\\s?:\\s[^.!?\\n]{3,300}[.!?](?=\\s|$)`,
  'giu',
);
const QUOTATION = /["“„«]([^"“”„«»\n]{3,400})["”“»]/g;
const ANSWER = /^\s*[-–—:]?\s*(?:no|nope|nah|yes|nein|ja|sí|si|non|oui|لا|نعم)(?![\p{L}\p{N}])/iu;
/** Characters read before a quotation. */
const LEAD = 80;

/** What the company, its pages or its bot said, quoted in a sentence. What customers quote of themselves is theirs. */
export const quotedSpeech = (text: string): Span[] => {
  const found: Span[] = [];
  if (/["“„«]/.test(text))
    for (const match of text.matchAll(QUOTATION)) {
      const [from, to] = [match.index, match.index + match[0].length];
      const lead = text.slice(Math.max(0, from - LEAD), from);
      const opensLine = /(?:^|\n)\s*$/.test(lead) && (from <= LEAD || lead.includes('\n'));
      if (THEY_SAY.test(lead) || (opensLine && ANSWER.test(text.slice(to, to + 40)))) found.push([from, to]);
    }
  if (text.includes(': '))
    for (const match of text.matchAll(THEY_SAY_SENTENCE)) found.push([match.index, match.index + match[0].length]);
  return found;
};
