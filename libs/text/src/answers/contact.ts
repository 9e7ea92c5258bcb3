import { type CountryCode, findPhoneNumbersInText, isSupportedCountry } from 'libphonenumber-js/min';

const EMAIL = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.\p{L}{2,24}/u;
const MAX_READ = 500;

const digits = (text: string): string =>
  text.replace(/[٠-٩۰-۹]/g, (digit) => String((digit.codePointAt(0) ?? 0) & 0xf));

/** The first telephone number of a text in E.164 ("+4915112345678"); `country` is read for numbers without a country code. */
export const phoneIn = (text: string, country: string | undefined): string | null => {
  const region = country?.toUpperCase() ?? '';
  const options = isSupportedCountry(region) ? { defaultCountry: region as CountryCode } : {};
  const read = digits(text.slice(0, MAX_READ).normalize('NFKC')).replace(/(?<![\d+])00(?=[1-9]\d)/, '+');
  return findPhoneNumbersInText(read, options).find(({ number }) => number.isValid())?.number.number ?? null;
};

/** The first e-mail address of a text, its domain in lower case. "ada (at) example.org" is read too. */
export const emailIn = (text: string): string | null => {
  const read = text
    .slice(0, MAX_READ)
    .normalize('NFKC')
    .replace(/\s*[([{](?:at|arroba|arobase)[)\]}]\s*/gi, '@')
    .replace(/\s*[([{](?:dot|punkt|punto|point)[)\]}]\s*/gi, '.');
  const found = EMAIL.exec(read)?.[0];
  if (found === undefined) return null;
  const [name = '', domain = ''] = found.split('@');
  return `${name.replace(/^\.+/, '')}@${domain.toLowerCase()}`;
};

/** True if the text has enough digits to be meant as a telephone number. */
export const looksLikePhone = (text: string): boolean => digits(text).replace(/\D/g, '').length >= 5;
