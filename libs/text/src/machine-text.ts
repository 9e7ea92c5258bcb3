import { type Span, spansOf } from './span.ts';
import type { Line } from './text-lines.ts';

const CLOCK = '\\d{1,2}:\\d\\d:\\d\\d(?:[.,]\\d{1,9})?';
const LEVEL = '(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|FATAL|CRITICAL|SEVERE)';
const LOG_LINE = new RegExp(
  [
    `^[[(]?\\d{4}[-/.]\\d\\d[-/.]\\d\\d[T ]\\d{1,2}:\\d\\d`,
    `^[[(]?${CLOCK}[\\])]?\\s+\\S`,
    `^\\[${LEVEL}\\]`,
    `^${LEVEL}\\s+(?:\\[|${CLOCK}|\\d{4}-)`,
    `^\\w{3} +\\d{1,2} ${CLOCK} \\S`,
    `^\\d{1,3}(?:\\.\\d{1,3}){3} - \\S{1,40} \\[`,
    '^npm (?:ERR!|WARN|error)',
  ].join('|'),
);
const TRACE_LINE =
  /^(?:at [\w$.<>[\]/ ]{1,200} ?\([^()]{0,300}\)$|at (?:async )?[\w$.]{1,100}:?\/?\S{0,300}:\d+:\d+$|Traceback \(most recent call last\):|File "[^"]{1,300}", line \d+|(?:Caused by: |Exception in thread "[^"]{0,100}" )?[A-Za-z_$][\w$.]{0,150}(?:Error|Exception|Warning)(?::\s|$)|\.\.\. \d+ (?:more|common)|goroutine \d+ \[|panic: )/;
const CODE_START =
  /^(?:(?:const|let|var) [\w${},\s[\]]{1,80} ?=|(?:export|import) .{1,200}(?:from ['"]|;$)|(?:public|private|protected|static) .{1,200}[({;]$|(?:async )?function\*? \w{1,80} ?\(|def \w{1,80}\(|class \w{1,80}.{0,100}[{:]$|#include ?<|(?:SELECT|INSERT INTO|UPDATE|DELETE FROM) .{1,300}(?: FROM | SET | VALUES|;$)|\$ [a-z]|<\?php|<\/?(?:html|head|body|div|script|form|table)\b[^<>]{0,300}>$)/;
const CODE_MARKS = /[(){}[\]=<>|&$_+*\\"'`]/g;
/** A statement: it ends as one, and is a call, an assignment or a bracket. */
const isStatement = (text: string): boolean => {
  if (/^[)\]}{]+[;,]?$/.test(text)) return true;
  if (!/[;{]$|\);?$/.test(text) || text.length > 400) return false;
  if (
    !/^[\w$.]{1,80}\(.{0,300}\);?$|^[\w$.[\]]{1,80} ?[-+*]?= ?.{1,300};$|^(?:if|for|while|switch|return|throw|try|else|new)\b.{0,300}[;{]$/.test(
      text,
    )
  )
    return false;
  return (text.match(CODE_MARKS)?.length ?? 0) >= 2;
};

/** Marks the lines of logs, stack traces and code. */
export const machineLines = (lines: readonly Line[]): boolean[] => {
  const apart = new Array<boolean>(lines.length).fill(false);
  lines.forEach(({ text }, at) => {
    if (text === '') return;
    const isTraceback = TRACE_LINE.test(text);
    if (isTraceback || LOG_LINE.test(text) || CODE_START.test(text) || isStatement(text)) apart[at] = true;
    // The line of code that Python quotes below a file and line.
    if (isTraceback && text.startsWith('File "') && at + 1 < lines.length) apart[at + 1] = true;
  });
  return apart;
};

/** Code between fences. A fence without an end is none. */
export const fences = (text: string): Span[] => (text.includes('```') ? spansOf(text, /```[^`]{0,60000}```/g) : []);

const MAX_DEPTH = 200;

/** Objects and lists of JSON with at least one quoted name or text. Linear: after a bracket that never closes no other is tried. */
export const jsonIn = (text: string): Span[] => {
  const found: Span[] = [];
  const start = /[[{]\s{0,20}(?=[{["'])/g;
  for (let match = start.exec(text); match !== null; match = start.exec(text)) {
    const end = closingBracket(text, match.index);
    if (end === null) return found;
    if (/["']\s?:|",\s?"/.test(text.slice(match.index, end))) found.push([match.index, end]);
    start.lastIndex = end;
  }
  return found;
};

const closingBracket = (text: string, from: number): number | null => {
  let depth = 0;
  let inText = false;
  for (let at = from; at < text.length; at++) {
    const mark = text[at];
    if (inText) {
      if (mark === '\\') at++;
      else if (mark === '"') inText = false;
    } else if (mark === '"') inText = true;
    else if (mark === '{' || mark === '[') {
      depth++;
      if (depth > MAX_DEPTH) return null;
    } else if (mark === '}' || mark === ']') {
      depth--;
      if (depth === 0) return at + 1;
    }
  }
  return null;
};

const PART = '[\\w.{}:*$%+~-]{1,100}';
const EXTENSIONS =
  'png|jpe?g|gif|svg|webp|heic|pdf|docx?|xlsx?|pptx?|csv|txt|json|xml|ya?ml|log|js|jsx|tsx|py|java|rb|php|html?|css|sql|sh|bat|zip|rar|exe|apk|mov|mp4|eml|msg';
/** Parts of a sentence that a program or address wrote, each pattern linear in the text. */
const INLINE: readonly RegExp[] = [
  /`[^`\n]{1,300}`/g,
  /\b(?:https?|ftp|file):\/\/[^\s<>"”»]{0,2000}[^\s<>"”».,!?;:)\]]/gi,
  /\bwww\.[^\s<>"”»]{1,500}[^\s<>"”».,!?;:)\]]/gi,
  /(?<![\w.+-])[\w.+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,4}\.[a-z]{2,20}\b/gi,
  /(?<![\w.-])[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,4}\.[a-z]{2,20}\/[^\s<>"”»]{0,500}[^\s<>"”».,!?;:)\]]/gi,
  new RegExp(`\\b(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS) (?:\\/${PART}){1,30}\\/?`, 'g'),
  new RegExp(`(?<![\\w/.:)])(?:~|\\.{1,2})?(?:\\/${PART}){2,30}\\/?(?<![.:])`, 'g'),
  /(?<!\w)[A-Za-z]:\\[^\s<>"|?*]{0,300}[^\s<>"|?*.,;:!)]/g,
  new RegExp(`(?<![\\w.-])[\\w-]{1,80}\\.(?:${EXTENSIONS})(?![\\w-])`, 'gi'),
  /(?<![\w$.-])[A-Za-z_$][\w$]{0,60}(?:\.[A-Za-z_$][\w$]{0,60}){0,5}\(\)/g,
  /(?<![\w-])[A-Za-z0-9]{1,40}(?:_[A-Za-z0-9]{1,40}){2,12}(?![\w-])/g,
  /(?<![\w-])[A-Z0-9]{2,40}(?:_[A-Z0-9]{1,40}){1,12}(?![\w-])/g,
  /(?<![\w-])[a-z]{2,30}(?:[A-Z][a-z0-9]{1,30}){2,8}(?![\w-])/g,
  /(?<![\w-])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![\w-])/gi,
  /(?<![\w-])(?=[a-f]{0,31}\d)[0-9a-f]{32,128}(?![\w-])/gi,
  /<\/?(?:div|span|br|p|a|b|i|img|html|body|head|script|style|table|td|tr|th|ul|ol|li|h[1-6]|input|form|button)(?:\s[^<>\n]{0,300})?\/?>/gi,
];

/** Links, addresses, paths, file names, identifiers, inline code and tags. */
export const inlineMachineText = (text: string): Span[] => {
  if (!/[`/\\@_<]|www\.|[\w)]\.\w|\(\)|[a-z][A-Z]|[0-9a-fA-F]{8}/.test(text)) return [];
  return INLINE.flatMap((pattern) => spansOf(text, pattern));
};
