import { id } from '@warmline/contracts';
import { parseRequest } from '@warmline/service-kit';

/** A name from outside: it becomes part of keys, where control characters have no business. */
export const identifier = id.regex(/^\P{Cc}+$/u, 'may not hold control characters');

/** A name as it stands in a path; a 400 otherwise. */
export const pathParam = (value: string): string => parseRequest(identifier, value);
