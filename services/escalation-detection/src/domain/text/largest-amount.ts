import { ownValue } from '@warmline/contracts';
import { type Amount, amountsIn, barePaidIn, bareRefundsIn } from './amounts.ts';
import { withPlainDigits } from './digits.ts';
import type { ParsedText } from './parsed-text.ts';

/** A message without any of these has no amount. */
const ANY_NUMBER = /\p{Nd}|hundred|thousand|grand|dollar|euro|pound|quid|buck|rupee|franc|yen|million/iu;

/** A number without a currency is an amount only in a message with one of these words. */
const MONEY_BACK = /refund|reimburs|money|back|return|paid|deposit/i;

export interface ExchangeRates {
  readonly currency: string;
  readonly rates: Readonly<Record<string, number>>;
}

/** Value in the tenant's currency; a currency without a rate counts one to one. */
export const convert = (amount: Amount, money: ExchangeRates): number =>
  amount.currency === null || amount.currency === money.currency
    ? amount.value
    : amount.value * (ownValue(money.rates, amount.currency) ?? 1);

/** The largest amount of the message, in the tenant's currency. */
export const largestAmount = (
  parsed: ParsedText,
  money: ExchangeRates,
): { value: number; span: readonly [number, number] } | null => {
  let largest: { value: number; span: readonly [number, number] } | null = null;
  if (!ANY_NUMBER.test(parsed.raw)) return null;
  const text = withPlainDigits(parsed.raw);
  const bare = MONEY_BACK.test(text) ? [...bareRefundsIn(text), ...barePaidIn(text)] : [];
  const withCurrency = amountsIn(text);
  // Where both matches cover the same number, the one with a currency counts.
  const withoutCurrency = bare.filter(({ span }) =>
    withCurrency.every((one) => one.span[1] <= span[0] || span[1] <= one.span[0]),
  );
  for (const amount of [...withCurrency, ...withoutCurrency]) {
    const value = convert(amount, money);
    if (largest === null || value > largest.value) largest = { value, span: amount.span };
  }
  return largest;
};
