import { createRequire } from 'node:module';

/** The version of Warmline. */
export const VERSION = (createRequire(import.meta.url)('../package.json') as { readonly version: string }).version;
