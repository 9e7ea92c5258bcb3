import type { ParsedText, TextMatch } from '../text/parsed-text.ts';

const SUBJECTS: Readonly<Record<string, RegExp>> = {
  delivery: /\b(?:deliver\w*|ship\w*|track\w*|parcels?|packages?|courier|arrive[sd]?)\b/,
  order: /\b(?:orders?|ordered|purchases?|basket|cart)\b/,
  billing: /\b(?:bill(?:s|ed|ing)?|invoices?|charged?|charges|payments?|fees?|refund\w*|statements?)\b/,
  account: /\b(?:passwords?|log ?in|sign ?in|accounts?|profile|e ?mail address|username|two factor)\b/,
  technical:
    /\b(?:errors?|crash\w*|bugs?|broken|not work\w*|install\w*|updates?|internet|wi ?fi|app|router|settings?)\b/,
  product: /\b(?:size|colou?r|stock|available|warranty|feature|model|compatible|battery|manual)\b/,
  plan: /\b(?:plans?|subscriptions?|upgrade\w*|downgrade\w*|pricing|discounts?|offers?|promo\w*)\b/,
  returns: /\b(?:return(?:s|ed|ing)?|exchange[sd]?|replace\w*)\b/,
  hours: /\b(?:opening hours|open|store|branch|location)\b/,
};

const REQUEST =
  /\b(?:how|what|where|when|why|which|can you|could you|please|i (?:also )?(?:need|want|would like)|is it|do you|does|also)\b/;
const PART_SEPARATOR =
  / , (?:and )?| and (?=(?:how|what|where|when|why|which|can|could|do|does|is|are|will|also|i)\b)| also /;

const subjectOf = (part: string): string | null => {
  for (const [theme, words] of Object.entries(SUBJECTS)) if (words.test(part)) return theme;
  return null;
};

/** The number of questions in a message, and of different subjects among them. */
export const severalQuestions = (parsed: ParsedText): { questions: number; subjects: number; match: TextMatch } => {
  const themes = new Set<string>();
  let questions = 0;
  for (const clause of parsed.clauses) {
    for (const part of clause.text.split(PART_SEPARATOR)) {
      const subject = subjectOf(part);
      const isQuestion =
        /^(?:and |so |also )?(?:how|what|where|when|why|which|who|can|could|do|does|did|is|are|will|would)\b/.test(
          part,
        );
      if (subject === null || !(isQuestion || (clause.isQuestion && REQUEST.test(part)))) continue;
      questions += 1;
      themes.add(subject);
    }
  }
  const text = parsed.raw.slice(0, 300);
  return { questions, subjects: themes.size, match: { span: [0, text.length], text } };
};
