import { FIRST_PERSON, hasWords, type Line } from './text-lines.ts';

/** Mail programs' words for the parts of a mail, in English, German, Spanish, French and Arabic. */
const QUOTED = /^(?:>|&gt;)/;
const WROTE =
  /^[-*\s]*(?:on|am|el|le|في|بتاريخ)\s.{4,250}(?:\bwrote|\bsent|\bschrieb\b.{0,120}|escribió|\ba écrit|كتب.{0,120})\s?:[-*\s]*$/iu;
const WROTE_MYSELF = /\b(?:i wrote|i sent|schrieb ich|ich schrieb)\b/i;
const SEPARATOR =
  /^(?:-{2,}\s*(?:original message|forwarded message|reply message|ursprüngliche nachricht|original[- ]nachricht|weitergeleitete nachricht|mensaje original|mensaje reenviado|message d['’]origine|message original|message transféré|message d['’]origine|الرسالة الأصلية|رسالة (?:مُعاد|معاد) توجيهها)\s*-{2,}|begin forwarded message:|anfang der weitergeleiteten nachricht:|inicio del mensaje reenviado:|début du message (?:réexpédié|transféré) ?:)$/iu;
const RULE = /^[-_=]{3,}[^-_=]{0,60}[-_=]{0,60}$/u;
const FIELD =
  /^\*?(?:from|to|cc|sent|date|subject|reply-to|von|an|gesendet|datum|betreff|de|para|enviado(?: el)?|fecha|asunto|à|a|envoyé(?: le)?|objet|cc|من|إلى|الى|التاريخ|تاريخ الإرسال|الموضوع)\*?\s?:\*?\s?\S/iu;
const KEY_FIELD =
  /^\*?(?:from|sent|subject|von|gesendet|betreff|de|enviado|asunto|envoyé|objet|من|الموضوع|تاريخ الإرسال)/iu;
const DEVICE =
  'iphone|ipad|android|samsung|galaxy|huawei|xiaomi|pixel|blackberry|outlook|gmail|mail|phone|mobile|handy|smartphone|móvil|celular|mobil\\w*|الآيفون|هاتفي?';
const SENT_FROM = new RegExp(
  `^(?:(?:sent (?:from|with|via)|get|gesendet (?:von|mit)|enviado (?:desde|con)|envoyé (?:de|depuis|avec)|أرسلت من|مرسل من|أُرسلت من)(?:\\s\\S{1,20}){0,3}\\s(?:${DEVICE})(?:\\s\\S{1,20}){0,3}|von meinem (?:\\S{1,20}\\s){0,2}(?:${DEVICE})(?:\\s\\S{1,20}){0,2} gesendet)\\.?$`,
  'iu',
);
const DISCLAIMER =
  /^[*_]*(?:(?:this|these) (?:e-?mail|message|communication|transmission)s?\b.{0,160}\b(?:confidential|intended|privileged)|(?:diese|die in dieser) (?:e-?mail|nachricht)\b.{0,160}(?:vertraulich|bestimmt)|este (?:mensaje|correo|e-?mail)\b.{0,160}(?:confidencial|dirigido|destinado)|ce (?:message|courriel|mail|courrier)\b.{0,160}(?:confidentiel|destiné)|(?:هذه الرسالة|هذا البريد).{0,160}(?:سري|مخصص)|(?:confidentiality notice|haftungsausschluss|aviso legal|avis de confidentialité)\b|please consider the environment)/iu;
const SIGN_OFF =
  /^(?:(?:with )?(?:kind|best|warm|many)?\s?(?:regards|wishes|thanks)|best|cheers|sincerely|(?:yours|very) (?:sincerely|truly|faithfully)|thank you|mit (?:freundlichen|besten|lieben|herzlichen) grüßen|mit freundlichem gruß|(?:viele|beste|liebe|freundliche|schöne) grüße|(?:vielen )?dank|gruß|(?:un |saludos? )?(?:cordial )?saludos?|saludos cordiales|atentamente|(?:muchas )?gracias|(?:bien )?cordialement|salutations|bien à vous|merci(?: d['’]avance)?|مع (?:أطيب )?(?:التحيات?|التحية)|تحياتي|شكرا|شكرًا)[\s,.!،]*$/iu;
const NAME =
  /^\p{Lu}[\p{L}.'’-]*(?:\s(?:\p{Lu}[\p{L}.'’-]*|de|del|der|la|van|von|du|bin|al)){0,4}$|^[\p{Script=Arabic}]+(?:\s[\p{Script=Arabic}]+){0,3}$/u;
const SIGNATURE_LINE = /^(?:[\p{Lu}\p{N}+(]|\p{Script=Arabic})[^?!]{0,70}$/u;
const WISH =
  /^(?:please|pls|cancel|close|refund|call|connect|get|give|let|block|stop|help|can|could|where|when|what|why|how|bitte|kündig|por favor|cancel|quier|s['’]il|je|أريد|ألغ|الغ)/iu;
const CHAT_LINE =
  /^(?:\[[^\]]{0,40}\d{1,2}:\d\d[^\]]{0,12}\]\s?:?|\[?\d{1,4}[./-]\d{1,2}[./-]\d{2,4},? \d{1,2}:\d\d(?::\d\d)?(?:\s?[AaPp]\.?[Mm]\.?)?\]?\s?[-–]?\s[^:]{1,40}:|[\p{L} ]{2,30} \(\d{1,2}:\d\d(?::\d\d)?\)\s?:)/u;

const MAX_SIGNATURE_LINES = 8;
/** A last paragraph below a forwarded mail is read as the customer's own up to this length. */
const MAX_OWN_BELOW = 300;

const isHeaderBlock = (lines: readonly Line[], at: number): boolean => {
  const [first, second] = [lines[at]?.text ?? '', lines[at + 1]?.text ?? ''];
  return FIELD.test(first) && FIELD.test(second) && (KEY_FIELD.test(first) || KEY_FIELD.test(second));
};
const isWroteHeader = (text: string): boolean => /[\d@٠-٩]/.test(text) && WROTE.test(text) && !WROTE_MYSELF.test(text);

/** Lines after `at` that are a signature: a name, then short lines without a sentence of the customer. */
const signatureLength = (lines: readonly Line[], at: number): number => {
  let next = at + 1;
  if (lines[next]?.text === '') next++;
  if (!NAME.test(lines[next]?.text ?? '') || WISH.test(lines[next]?.text ?? '')) return 0;
  let length = next - at + 1;
  for (let n = next + 1; n < lines.length && length < MAX_SIGNATURE_LINES; n++, length++) {
    const text = lines[n]?.text ?? '';
    if (!SIGNATURE_LINE.test(text) || FIRST_PERSON.test(text) || WISH.test(text)) break;
  }
  return length;
};

/** First line of the last paragraph from `at` on, where it may be the customer's own; else the number of lines. */
const ownBelow = (lines: readonly Line[], at: number): number => {
  let last = lines.length - 1;
  while (last > at && lines[last]?.text === '') last--;
  let first = last;
  while (first > at && lines[first - 1]?.text !== '') first--;
  const text = lines.slice(first, last + 1).map((line) => line.text);
  let before = first - 1;
  while (before > at && lines[before]?.text === '') before--;
  // Something of the mail besides its header has to stand before it.
  const hasBody = before > at && !FIELD.test(lines[before]?.text ?? '') && !SEPARATOR.test(lines[before]?.text ?? '');
  const isOwn =
    hasBody &&
    text.join(' ').length <= MAX_OWN_BELOW &&
    !text.some((line) => QUOTED.test(line) || DISCLAIMER.test(line) || SIGN_OFF.test(line) || FIELD.test(line));
  return isOwn ? first : lines.length;
};

/** Marks the lines of quoted and forwarded mails, pasted chats, signatures and disclaimers. */
export const mailLines = (lines: readonly Line[]): boolean[] => {
  const apart = new Array<boolean>(lines.length).fill(false);
  const mark = (from: number, to: number): void => {
    for (let n = from; n < to && n < lines.length; n++) apart[n] = true;
  };
  let hasOwn = false;
  for (let at = 0; at < lines.length; at++) {
    const text = lines[at]?.text ?? '';
    if (text === '') continue;
    const isWrote =
      isWroteHeader(text) || (at + 1 < lines.length && isWroteHeader(`${text} ${lines[at + 1]?.text}`.slice(0, 500)));
    const isForward =
      SEPARATOR.test(text) || (RULE.test(text) && isHeaderBlock(lines, at + 1)) || isHeaderBlock(lines, at);
    if (isWrote || isForward) {
      let next = at + (isWrote && !isWroteHeader(text) ? 2 : 1);
      const header = at;
      while (lines[next]?.text === '') next++;
      if (isWrote && QUOTED.test(lines[next]?.text ?? '')) {
        mark(header, next);
        at = next - 1;
        continue;
      }
      const end = hasOwn ? lines.length : ownBelow(lines, at);
      mark(header, end);
      at = end - 1;
      continue;
    }
    if (/^--\s?$/.test(text) && hasOwn) {
      mark(at, lines.length);
      // A paragraph below the signature in which the customer speaks of themselves is theirs.
      for (let n = at + 1; n < lines.length; n++) {
        const below = lines[n]?.text ?? '';
        if (lines[n - 1]?.text === '' && FIRST_PERSON.test(below) && !DISCLAIMER.test(below)) apart[n] = false;
      }
      return apart;
    }
    if (QUOTED.test(text) || CHAT_LINE.test(text) || (text.length < 120 && SENT_FROM.test(text))) {
      apart[at] = true;
      continue;
    }
    if (DISCLAIMER.test(text)) {
      while (at < lines.length && lines[at]?.text !== '') apart[at++] = true;
      continue;
    }
    if (hasOwn && text.length < 60 && SIGN_OFF.test(text)) {
      const length = signatureLength(lines, at);
      if (length > 0) {
        mark(at, at + length);
        at += length - 1;
        continue;
      }
    }
    hasOwn ||= hasWords(text);
  }
  return apart;
};
