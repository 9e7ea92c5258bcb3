import { hash } from 'node:crypto';

const NAMESPACE = Buffer.from('7d2a4a529a0a5c538a0c6a1f0c9b7f41', 'hex');
/** Values of the variant byte (RFC 9562 §4.1), by the two bits that come from the digest. */
const VARIANT = '89ab';

let buffer = Buffer.concat([NAMESPACE], 1_024);

/** UUID v5 (RFC 9562 §5.5) of a name: the same name always gives the same id. */
export const derivedId = (name: string): string => {
  // No UTF-16 unit takes more than three bytes of UTF-8.
  if (buffer.length < 16 + name.length * 3) buffer = Buffer.concat([NAMESPACE], 16 + name.length * 3);
  const end = 16 + buffer.write(name, 16);
  const digest = hash('sha1', buffer.subarray(0, end), 'hex');
  const variant = VARIANT[Number.parseInt(digest.charAt(16), 16) & 3];
  return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-5${digest.slice(13, 16)}-${variant}${digest.slice(17, 20)}-${digest.slice(20, 32)}`;
};

/** Ids derived from one cause. Each is computed once, because deciding and publishing an output need the same id. */
export const memoizedIds = (cause: string): ((name: string) => string) => {
  let ids: Map<string, string> | undefined;
  return (name) => {
    const known = ids?.get(name);
    if (known !== undefined) return known;
    const id = derivedId(`${cause}/${name}`);
    ids ??= new Map();
    ids.set(name, id);
    return id;
  };
};
