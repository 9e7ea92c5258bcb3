import { z } from 'zod';

const hasNoCredentials = (text: string): boolean => {
  const url = URL.parse(text);
  return url === null || (url.username === '' && url.password === '');
};

/** An address to send requests to. One with credentials is refused: `fetch` does not use it and puts it into its errors, which are logged. */
export const httpUrl = z.url({ protocol: /^https?$/ }).refine(hasNoCredentials, 'may not hold a user or password');
