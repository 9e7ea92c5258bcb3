import { InvalidArgumentError } from 'commander';

/** Parses an option as an integer of at least 1. */
export const positiveInteger = (text: string): number => {
  const n = Number(text);
  if (!Number.isInteger(n) || n < 1) throw new InvalidArgumentError('must be a whole number from 1 up.');
  return n;
};
