import { isFriendly, isPraise } from '../text/friendly.ts';
import type { ParsedText, TextMatch } from '../text/parsed-text.ts';
import { isSpoken, isStressed } from '../text/spoken-words.ts';

export interface EmphasisSettings {
  /** Exclamation marks, or marks of both kinds, from which a run is emphasis. */
  readonly marks: number;
  /** Question marks alone: a doubled one on a plain question is none. */
  readonly questionMarks: number;
}

const EXCLAMATION = '!！❗❕‼⁉⁈';
const QUESTION = '?？؟❓❔⁇⁈⁉՞፧';
const DOUBLE = /[‼⁇⁈⁉]/;
/** A run of marks, also with blanks between them. The Greek question mark looks like a semicolon. */
const runOf = (marks: string): RegExp => new RegExp(`[${marks}]\\ufe0f?(?:[ \\u00a0]?[${marks}]\\ufe0f?)*`, 'gu');
const RUN = runOf(`${EXCLAMATION}${QUESTION}`);
const GREEK_RUN = runOf(`${EXCLAMATION}${QUESTION};`);
const isGreek = (text: string): boolean => /\p{Script=Greek}/u.test(text);

const weigh = (run: string, of: string): number =>
  [...run].reduce((sum, mark) => sum + (of.includes(mark) ? (DOUBLE.test(mark) ? 2 : 1) : 0), 0);

/** A line of a shell or a comment of a page. */
const MACHINE_LINE = /^\s*(?:#!|\$ |<!--)/u;
/** "user!!.name", "n!!" */
const CODE_BEHIND = /^\.\p{L}/u;
const VARIABLE_BEFORE = /(?:^|\s)(?![Iiua])\p{L}$/u;
const OPERATOR_BEFORE = /[=&|(,<>/\\{}+*:-]\s*$/u;
/** "what about ??? in your form" */
const GAP_BEFORE = /\b(?:about|for|the|an?|of|is|with|says|as|by|to|from|number) $/u;
const GLUED_BEHIND = /^(?:[\p{L}\p{N}_=[(&/.-]|\s*(?:-->|&&|\|\|))/u;

/** Names that end in an exclamation mark, also where a sentence begins. */
const MARKED_NAME =
  /(?:yahoo|joomla|jeopardy|haikyu{1,2}|k-on|love live|wham|oklahoma|mamma mia|moulin rouge|chips ahoy|airplane|panic|yuri|guess|kahoot|yum|oliver|which)$/iu;
const NAME_BEFORE = /\p{Ll},? (?:\p{Lu}[\p{L}\p{N}-]* )*\p{Lu}[\p{L}\p{N}-]*\p{L}$/u;
const DAY =
  /(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|august|september|october|november|december)$/iu;

const GOES_ON =
  /^ (?!(?:not|no|and|but|so|still|again|why|please|where|when|how|stop|i|you|it|he|she|they|we|this|that|your|my)\b)\p{Ll}/u;

/** "I watch Haikyuu!! on Sundays": the marks belong to a name, and the sentence goes on. */
const belongsToName = (before: string, behind: string): boolean =>
  /^ \p{L}/u.test(behind) &&
  (MARKED_NAME.test(before) || (NAME_BEFORE.test(before) && !DAY.test(before) && GOES_ON.test(behind)));

/** Marks of code, of a gap to fill in ("??/??") or of a name. */
const isCalm = (line: string, before: string, behind: string): boolean =>
  MACHINE_LINE.test(line) ||
  OPERATOR_BEFORE.test(before) ||
  (!/[\p{L}\p{N}]$/u.test(before) && !/^1+(?:\W|$)/u.test(behind) && GLUED_BEHIND.test(behind)) ||
  (/\d$/u.test(before) && /^[./-]/u.test(behind)) ||
  CODE_BEHIND.test(behind) ||
  VARIABLE_BEFORE.test(before) ||
  (GAP_BEFORE.test(before) && /^ \p{Ll}/u.test(behind)) ||
  belongsToName(before, behind);

/** A run of marks in any script that is emphasis, with its count and the number that it reaches. */
export const emphasisMarks = (
  { raw }: ParsedText,
  { marks, questionMarks }: EmphasisSettings,
): (TextMatch & { count: number; threshold: number }) | null => {
  for (const { 0: run, index } of raw.matchAll(isGreek(raw) ? GREEK_RUN : RUN)) {
    const exclamations = weigh(run, EXCLAMATION);
    const count = [...run].reduce((sum, mark) => sum + (/\s|\ufe0f/u.test(mark) ? 0 : DOUBLE.test(mark) ? 2 : 1), 0);
    const threshold = exclamations > 0 ? marks : questionMarks;
    if (count < threshold || (exclamations > 0 && isFriendly(raw))) continue;
    const end = index + run.length;
    const lineStart = raw.lastIndexOf('\n', index) + 1;
    const before = raw.slice(Math.max(lineStart, index - 80), index);
    if (isCalm(raw.slice(lineStart, lineStart + 8), before, raw.slice(end, end + 8))) continue;
    return { span: [index, end], text: run, count, threshold };
  }
  return null;
};

const CAPITAL_WORD = /(?<![\p{L}\p{N}_-])\p{Lu}[\p{Lu}'’]+(?![\p{L}\p{N}_-])/gu;
/** What introduces words in capitals that somebody else wrote: a display, a label, a title, an address. */
const LABEL =
  /(?:\b(?:says?|show(?:s|ed|ing)?|reads?|display(?:s|ed)?|prints?|printed|labell?ed|marked|called|named|titled|entitled|reports?|states?|error|warning|status|subject|address|message|code|buttons?|menu(?: item)?|field|sign|label|screen|ship to|deliver to|book|film|movie|song|game|title|class|plate|page|e?-?mail|letter|headed|notice|coupon|voucher|dialog|pop-?up|text|print|slogan|option|tab|link|section|chapter|poster|brand|product|model|colou?r|size|plan|package|keeps saying|mean|band|lists?|click(?:ed|ing)?(?: on)?|press(?:ed|ing)?|chose|choose|select(?:ed)?|tap(?:ped)?|(?:sign|letter|mail|page|label|screen|note|notice|app|site|website)(?: \p{L}+){0,4} said|get|gets|got|getting|see|saw|gives?|throws?|returns?|meldet|zeigt|steht|pone|dice|affiche|indique|in (?:block )?capitals)(?: is| was| are| me| just| only| that| the)?\s?[:=]?\s?|["“„«'‘(])$/iu;
const LABEL_BEHIND =
  /^["”“»'’]?\s(?:mugs?|shirts?|t-shirts?|posters?|stickers?|signs?|labels?|buttons?|messages?|errors?|pages?|screens?|books?|films?|games?|dialog|mean|means|is the (?:first|last|title|name|text|line|headline)|(?:is|was|are) (?:displayed|shown|printed|on the)|appears?|on the (?:label|screen|tv|display|package|box|bottle|sign))\b/iu;
const NEUTRAL_BETWEEN = /^(?:[\s,&+/'’-]|\d|\b(?:I|A)\b|[A-Z]\b)*$/u;
/** Whoever explains their capitals does not shout. */
const EXPLAINED =
  /\b(?:caps(?: ?lock)?|capitals|upper ?case|shift key|keyboard)\b.*\b(?:sorry|stuck|broken|because|eyes(?:ight)?|cannot|can't)\b|\b(?:sorry|excuse|pardon|only write)\b.*\b(?:caps(?: ?lock)?|capitals|upper ?case)\b|^\W*my name is(?: [\p{L}.'-]+){1,4}\W*$/isu;
const SQL =
  /\b(?:SELECT\b[^\n;]{1,300}\bFROM|INSERT INTO|DELETE FROM|UPDATE\b[^\n;]{1,100}\bSET|ALTER TABLE|CREATE TABLE)\b[^\n;]*/gu;

interface CapitalRun {
  readonly words: readonly string[];
  readonly from: number;
  readonly to: number;
}

/** Acronyms belong to the run they stand in; a run of acronyms alone is none. */
const capitalRuns = (text: string, acronyms: ReadonlySet<string>): CapitalRun[] => {
  const runs: { words: string[]; from: number; to: number }[] = [];
  for (const { 0: word, index } of text.matchAll(CAPITAL_WORD)) {
    const last = runs.at(-1);
    const to = index + word.length;
    if (last !== undefined && NEUTRAL_BETWEEN.test(text.slice(last.to, index))) {
      last.words.push(word);
      last.to = to;
    } else runs.push({ words: [word], from: index, to });
  }
  return runs.filter(({ words }) => words.some((word) => !acronyms.has(word)));
};

const isLatin = (word: string): boolean => /\p{Script=Latin}/u.test(word);

/** A run that somebody says: it has a word of speech, or speaks a language whose words are not known here. */
const isSaid = (text: string, { words: all, from, to }: CapitalRun, acronyms: ReadonlySet<string>): boolean => {
  const words = all.filter((word) => !acronyms.has(word));
  return (
    !LABEL.test(text.slice(Math.max(0, from - 40), from)) &&
    !LABEL_BEHIND.test(text.slice(to, to + 30)) &&
    (all.length === 1
      ? isStressed(words[0] ?? '')
      : /\bI\b/u.test(text.slice(Math.max(0, from - 2), to)) || words.some((word) => isSpoken(word) || !isLatin(word)))
  );
};

/**
 * At least `minimum` words in capitals that are no acronyms, names of things with digits, or single letters, and most of them said:
 * not those of a label, a product, a person, an address, a title or code.
 */
export const capitals = (
  { raw }: ParsedText,
  minimum: number,
  acronyms: ReadonlySet<string>,
): (TextMatch & { count: number }) | null => {
  const text = raw.replace(SQL, (code) => ' '.repeat(code.length));
  const runs = capitalRuns(text, acronyms);
  const all = runs.reduce((sum, { words }) => sum + words.length, 0);
  if (all < minimum || isPraise(raw) || EXPLAINED.test(raw)) return null;
  const said = runs.filter((run) => isSaid(text, run, acronyms));
  const saidWords = said.reduce((sum, { words }) => sum + words.length, 0);
  const [first, last] = [said[0], said.at(-1)];
  if (first === undefined || last === undefined || saidWords * 2 < all) return null;
  const span = [first.from, last.to] as const;
  return { span, text: raw.slice(...span), count: all };
};
