import { id, isTimeZone } from '@warmline/contracts';

export { id as identifier } from '@warmline/contracts';

import { parseRequest } from '@warmline/service-kit';
import { z } from 'zod';

/** Checks a path parameter; a 400 if it is no identifier. */
export const pathParam = (value: string): string => parseRequest(id, value);

/** IANA name of a time zone. */
export const timeZone = z
  .string()
  .max(60)
  .refine(isTimeZone, 'unknown time zone; give an IANA name such as Europe/Berlin');
