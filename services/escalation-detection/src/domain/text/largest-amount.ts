import { type Amount, amountsIn, barePaidIn, bareRefundsIn } from './amounts.ts';
import type { ParsedText } from './parsed-text.ts';

/** No figure and no number in words, no sum. */
const ANY_NUMBER = /\d|hundred|thousand|grand|dollar|euro|pound|quid|buck|rupee|franc|yen/i;

/** Only beside such a word is a number without a currency a sum. */
const MONEY_BACK = /refund|reimburs|money|back|return|paid|deposit/i;

export interface ExchangeRates {
  readonly currency: string;
  readonly rates: Readonly<Record<string, number>>;
}

/** Worth in the tenant's currency; a currency without a rate counts at its face value. */
export const convert = (amount: Amount, money: ExchangeRates): number =>
  amount.currency === null || amount.currency === money.currency
    ? amount.value
    : amount.value * (money.rates[amount.currency] ?? 1);

/** The largest sum of the message, in the tenant's currency; a bare number counts only beside the word refund. */
export const largestAmount = (
  parsed: ParsedText,
  money: ExchangeRates,
): { value: number; span: readonly [number, number] } | null => {
  let largest: { value: number; span: readonly [number, number] } | null = null;
  if (!ANY_NUMBER.test(parsed.raw)) return null;
  const bare = MONEY_BACK.test(parsed.raw) ? [...bareRefundsIn(parsed.raw), ...barePaidIn(parsed.raw)] : [];
  const withCurrency = amountsIn(parsed.raw);
  // A number beside the word refund may be one whose currency is named: that one says what it is worth.
  const withoutCurrency = bare.filter(({ span }) =>
    withCurrency.every((one) => one.span[1] <= span[0] || span[1] <= one.span[0]),
  );
  for (const amount of [...withCurrency, ...withoutCurrency]) {
    const value = convert(amount, money);
    if (largest === null || value > largest.value) largest = { value, span: amount.span };
  }
  return largest;
};
