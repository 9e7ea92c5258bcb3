import type { Span } from './span.ts';

/** True if the digits of a text pass the Luhn check of card numbers (ISO/IEC 7812-1, annex B). Anything but digits is ignored. */
export const passesLuhn = (text: string): boolean => {
  let sum = 0;
  let count = 0;
  for (let at = text.length - 1; at >= 0; at--) {
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) continue;
    const weighted = count % 2 === 0 ? digit : digit * 2;
    sum += weighted > 9 ? weighted - 9 : weighted;
    count += 1;
  }
  return count > 0 && sum % 10 === 0;
};

/** First digits and lengths of the large card schemes. */
const SCHEMES =
  /^(?:4(?:\d{12}|\d{15}|\d{18})|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}|3(?:0[0-5]|[68]\d)\d{11}|6(?:011|5\d\d|4[4-9]\d)\d{12,15}|35\d{14}|62\d{14,17}|(?:5[06-8]|6[37])\d{11,17})$/;
const LENGTHS = [16, 15, 14, 19, 18, 17, 13];
const RUN = /(?<![\p{L}\p{N}.,+-])\d{1,19}(?:[ -]\d{1,19}){0,40}(?![\p{L}\d])/gu;
/** A number that says what it is, and is no card. */
const OTHER_NUMBER =
  /(?:order|invoice|tracking|track|parcel|shipment|reference|ref|ticket|customer|serial|imei|phone|tel|bestellung|bestellnummer|rechnung|sendung\p{L}*|kundennummer|pedido|factura|envío|teléfono|commande|facture|colis|téléphone|الطلب|طلب|الشحنة|الهاتف)(?:\s?(?:number|no|nr|num|id|número|numéro|nummer|رقم))?[\s:.#-]*$/iu;

/** Card numbers of 13 to 19 digits, with blanks or hyphens between groups. Expects ASCII digits. */
export const cardNumbersIn = (text: string): Span[] => {
  const found: Span[] = [];
  for (const run of text.matchAll(RUN)) {
    if (run[0].length < 13) continue;
    const groups = [...run[0].matchAll(/\d+/g)].map((group) => ({ at: run.index + group.index, digits: group[0] }));
    for (let first = 0; first < groups.length; first++) {
      const last = lastGroupOf(groups, first);
      const from = groups[first]?.at ?? 0;
      if (last === null || OTHER_NUMBER.test(text.slice(Math.max(0, from - 40), from))) continue;
      const end = groups[last];
      found.push([from, (end?.at ?? from) + (end?.digits.length ?? 0)]);
      first = last;
    }
  }
  return found;
};

const lastGroupOf = (groups: readonly { readonly digits: string }[], first: number): number | null => {
  const ends = new Map<number, number>();
  let digits = '';
  for (let n = first; n < groups.length && digits.length < 19; n++) {
    digits += groups[n]?.digits ?? '';
    ends.set(digits.length, n);
  }
  for (const length of LENGTHS) {
    const end = ends.get(length);
    const number = digits.slice(0, length);
    if (end !== undefined && SCHEMES.test(number) && passesLuhn(number)) return end;
  }
  return null;
};
