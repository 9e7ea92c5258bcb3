import { id } from '@warmline/contracts';

export { id as identifier } from '@warmline/contracts';

import { parseRequest } from '@warmline/service-kit';

/** Checks a path parameter; a 400 if it is no identifier. */
export const pathParam = (value: string): string => parseRequest(id, value);
