import { countrySpecs, isValidIBAN } from 'ibantools';
import { cardNumbersIn } from './card-number.ts';
import type { Span } from './span.ts';

export type SecretKind = 'card number' | 'security code' | 'PIN' | 'password' | 'IBAN' | 'token' | 'identity number';

/** A secret in a text. `span` is the value alone; `phrase` also holds the words that name it ("with pin 9876"). */
export interface Secret {
  readonly kind: SecretKind;
  readonly span: Span;
  readonly phrase: Span;
}

const IS = '(?:\\s{0,3}[:=]\\s{0,3}|\\s(?:is|was|number|ist|lautet|es|est|هو|هي)\\s{1,3}(?:[:=]\\s{0,3})?|\\s{1,3})';
const OPEN =
  '(?:(?:\\s?,)?\\s(?:and|with|plus|its?|und|mit|y|con|et|avec|مع)\\s{1,3}|,\\s{0,3})?(?:(?:the|my|a|die|meine?r?|der|el|la|mi|le|ma|mon)\\s)?';
const named = (names: string, value: string): RegExp =>
  new RegExp(`(?<lead>${OPEN}(?<![\\p{L}\\p{N}])(?:${names})${IS}["'“«]?)(?<value>${value})`, 'giu');

const CODE = named(
  'cvv2?|cvc2?|cv2|csc|security code(?: on the back)?|card verification (?:code|number|value)|(?:karten)?prüf(?:nummer|ziffer)|sicherheitscode|código de seguridad|cryptogramme(?: visuel)?|code de sécurité|رمز الأمان|رمز التحقق',
  '\\d{3,4}(?![.,:]\\d|[\\p{L}\\p{N}])(?!\\s(?:days?|hours?|times?|weeks?|tage?|días?|jours?))',
);
const IDENTITY = named(
  '(?:ssn|social security)(?: (?:number|no\\.?|#))?|(?:sozial|renten)versicherungsnummer|steuer-?id(?:entifikationsnummer)?|(?:passport|national (?:id|insurance)) number|número de (?:seguridad social|pasaporte)|numéro de (?:sécurité sociale|passeport)|رقم (?:الهوية|جواز السفر)',
  '(?=[\\p{L}\\d -]{0,30}\\d{4})[A-Z]{0,2}\\d[\\d -]{3,18}\\d(?![\\p{L}\\p{N}])',
);
const PIN = named(
  '(?:code )?pin(?:[- ](?:code|nummer|number))?|geheimzahl|código pin|الرقم السري|رقم سري',
  '\\d{4,8}(?![.,:]\\d|[\\p{L}\\p{N}])',
);
/** Words that say something about a password instead of being one. */
const NO_PASSWORD =
  /^(?:not|no|never|wrong|incorrect|invalid|expired|old|new|weak|strong|safe|secure|unsafe|reset|required|needed|lost|forgotten|gone|stolen|leaked|hacked|compromised|changed|blocked|locked|refused|rejected|accepted|correct|right|ok|okay|fine|the|a|an|my|your|too|still|always|being|been|just|only|also|very|so|now|working|missing|unknown|different|same|case|what|where|how|please|and|or|in|on|for|to|from|with|that|this|it|because|when|falsch|abgelaufen|ungültig|nicht|kein|vergessen|weg|gesperrt|richtig|zu|neu|alt|incorrecta|inválida|caducada|no|errónea|segura|olvidada|correcta|robada|muy|incorrect|invalide|expiré|oublié|faux|perdu|pas|trop|volé|bloqué|correct|غير|خاطئة|خطأ|منتهية|صحيحة|لا|ليست|مفقودة)$/iu;
const PASSWORD_NAMES =
  'pass ?words?|pass ?phrase|passcode|pwd|pw|passwort|kennwort|contraseña|clave|mot de passe|mdp|كلمة (?:المرور|السر)';
const PASSWORD = new RegExp(
  `(?<lead>(?<![\\p{L}\\p{N}])(?:${PASSWORD_NAMES})(?<link>\\s{0,3}[:=]\\s{0,3}|\\s(?:is|was|ist|lautet|war|es|era|est|était|هي|هو|كانت)\\s{1,3}(?:[:=]\\s{0,3})?|\\s{1,3})["'“«]?)(?<value>[^\\s"'“”«»,;]{3,64})`,
  'giu',
);
const LOOKS_SECRET = /^(?=.*\p{L})(?=.*[\p{N}#$%&*@^_])[^\s]{5,}$/u;

const TOKEN =
  /(?<![\w-])(?:(?:sk|pk|rk)[-_](?:live|test|proj|ant)?[-_]?[A-Za-z0-9_-]{16,200}|gh[pousr]_[A-Za-z0-9]{20,255}|github_pat_\w{20,255}|glpat-[\w-]{16,64}|npm_[A-Za-z0-9]{30,64}|xox[abeoprs]-[\w-]{10,250}|(?:AKIA|ASIA)[A-Z0-9]{12,20}|AIza[\w-]{30,45}|ya29\.[\w-]{20,250}|SG\.[\w-]{16,40}\.[\w-]{16,64}|eyJ[\w-]{8,2000}\.[\w-]{8,4000}\.[\w-]{8,1000})(?![\w-])/g;
const NAMED_TOKEN =
  /(?<lead>(?<![\p{L}\p{N}])(?:authorization:\s{0,3}(?:basic|bearer)|bearer|(?:api|access|secret|auth|client)[ _-]?(?:key|token|secret)|token|api[ _-]?schlüssel|clave (?:de )?api|clé api)\s{0,3}(?:[:=]\s{0,3}|\s(?:is|ist|es|est)\s{1,3})?["'“]?)(?<value>(?=[\w.~+/=-]{0,60}\d)[\w.~+/=-]{16,500})/giu;

const IBAN = /(?<![\p{L}\p{N}])[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]){11,40}/giu;
const EXPIRY =
  /^[\s,;(]{1,3}(?:exp(?:iry|ires)?\.?:?\s{0,2}|valid (?:until|to|thru)\s)?(?:0[1-9]|1[0-2])\s?\/\s?(?:20)?\d\d(?![\d/])\)?/iu;
const EXPIRY_AND_CODE =
  /^[\s,;]{1,3}(?:exp(?:iry|ires)?\.?:?\s{0,2})?(?:0[1-9]|1[0-2])\s?\/\s?(?:20)?\d\d[\s,;]{1,3}(?<value>\d{3,4})(?![\p{L}\p{N}/.,]\d|\p{L}|\d)/u;

/** Digits of other scripts as ASCII ones; each is one unit, so that offsets stay. */
const asciiDigits = (text: string): string =>
  /[٠-٩۰-۹０-９]/.test(text)
    ? text.replace(/[٠-٩۰-۹０-９]/g, (digit) => {
        const code = digit.charCodeAt(0);
        return String(code - (code >= 0xff10 ? 0xff10 : code >= 0x6f0 ? 0x6f0 : 0x660));
      })
    : text;

/** Length of an IBAN by its country. */
const IBAN_LENGTHS: ReadonlyMap<string, number | undefined> = new Map(
  Object.entries(countrySpecs).map(([country, { chars }]) => [country, chars]),
);

const ibansIn = (text: string): Span[] => {
  const found: Span[] = [];
  for (const match of text.matchAll(IBAN)) {
    const length = IBAN_LENGTHS.get(match[0].slice(0, 2).toUpperCase()) ?? 0;
    let units = 0;
    let end = 0;
    while (end < match[0].length && units < length) if (/[^ -]/.test(match[0][end++] ?? '')) units++;
    const written = match[0].slice(0, end);
    if (length > 0 && isValidIBAN(written.replace(/[ -]/g, '').toUpperCase()))
      found.push([match.index, match.index + end]);
  }
  return found;
};

const namedIn = (text: string, kind: SecretKind, pattern: RegExp): Secret[] =>
  [...text.matchAll(pattern)].flatMap((match) => {
    const { lead = '', value = '', link } = match.groups ?? {};
    if (kind === 'password' && !isPassword(value, link ?? '')) return [];
    const from = match.index + lead.length;
    const end = kind === 'password' ? from + value.replace(/[.!?)]+$/, '').length || from : from + value.length;
    const to = kind === 'password' && /[:=]/.test(link ?? '') ? from + value.length : end;
    return [{ kind, span: [from, to] as const, phrase: [match.index, to] as const }];
  });

/** After a colon anything but a remark is a password; after "is" a word that is no remark; else what holds letters and digits or signs. */
const isPassword = (value: string, link: string): boolean => {
  const word = value.replace(/[.!?)]+$/, '');
  if (word.length < 3 || NO_PASSWORD.test(word)) return false;
  return /\S/.test(link) || LOOKS_SECRET.test(word);
};

/** Nothing of a secret is possible without one of these. Cheap for ordinary messages. */
const MAY_HOLD =
  /\d[\d -]{11}|[٠-٩۰-۹０-９]|pass|ssn|social|versicherung|steuer|national|seguridad|sécurité|الهوية|جواز|kennwort|pwd|\bpw\b|\bpin\b|cvv|cvc|csc|cv2|code|prüf|geheim|contraseña|clave|código|mot de|mdp|crypto|token|bearer|key|schlüssel|secret|clé|[A-Z]{2}\d{2}|[_-][A-Za-z0-9_-]{16}|AKIA|ASIA|AIza|eyJ|ya29|SG\.|xox|كلمة|السري|سري|رمز/i;

/** Card numbers, security codes, PINs, passwords, IBANs, tokens of access and numbers of identity documents, in order and without overlaps. */
export const secretsIn = (original: string): Secret[] => {
  if (!MAY_HOLD.test(original)) return [];
  const text = asciiDigits(original);
  const cards = cardNumbersIn(text).map((span): Secret => {
    const expiry = EXPIRY.exec(text.slice(span[1], span[1] + 30))?.[0].length ?? 0;
    return { kind: 'card number', span, phrase: [span[0], span[1] + expiry] };
  });
  const codes = cards.flatMap(({ span: [, end] }): Secret[] => {
    const match = EXPIRY_AND_CODE.exec(text.slice(end, end + 40));
    const value = match?.groups?.value;
    if (match === null || value === undefined) return [];
    const to = end + match[0].length;
    return [{ kind: 'security code', span: [to - value.length, to], phrase: [end, to] }];
  });
  const tokens = [...text.matchAll(TOKEN)].map((match): Secret => {
    const span = [match.index, match.index + match[0].length] as const;
    return { kind: 'token', span, phrase: span };
  });
  const all = [
    ...cards,
    ...codes,
    ...ibansIn(text).map((span): Secret => ({ kind: 'IBAN', span, phrase: span })),
    ...tokens,
    ...namedIn(text, 'token', NAMED_TOKEN),
    ...namedIn(text, 'security code', CODE),
    ...namedIn(text, 'identity number', IDENTITY),
    ...namedIn(text, 'PIN', PIN),
    ...namedIn(text, 'password', PASSWORD),
  ].sort((a, b) => a.span[0] - b.span[0] || b.span[1] - a.span[1]);
  let at = 0;
  return all.filter(({ span: [from, to] }) => {
    if (from < at) return false;
    at = to;
    return true;
  });
};

const maskOf = ({ kind, span }: Secret, text: string): string => {
  if (kind !== 'card number' && kind !== 'IBAN') return `[${kind}]`;
  const plain = asciiDigits(text.slice(...span)).replace(/[^A-Za-z0-9]/g, '');
  return `[${kind} ••${plain.slice(-4)}]`;
};

/** The text with secrets replaced ("[card number ••1111]"), or its part within `span`; a secret that the part cuts is masked as a whole. */
export const masked = (text: string, [from, to]: Span = [0, text.length]): string => {
  let out = '';
  let at = from;
  for (const secret of secretsIn(text)) {
    const { span } = secret;
    if (span[1] <= from || span[0] >= to) continue;
    out += text.slice(at, Math.max(at, span[0])) + maskOf(secret, text);
    at = span[1];
  }
  return out + text.slice(at, Math.max(at, to));
};
