import { id } from '@warmline/contracts';
import { parseRequest } from '@warmline/service-kit';

/** An identifier from outside. It becomes part of keys, so it has no control characters. */
export const identifier = id.regex(/^\P{Cc}+$/u, 'may not hold control characters');

/** Checks a path parameter; a 400 if it is no identifier. */
export const pathParam = (value: string): string => parseRequest(identifier, value);
