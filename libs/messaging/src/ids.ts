import { v5 } from 'uuid';

const NAMESPACE = '7d2a4a52-9a0a-5c53-8a0c-6a1f0c9b7f41';

/** UUID v5 (RFC 9562 §5.5) of a name: the same name gives the same id for ever. */
export const derivedId = (name: string): string => v5(name, NAMESPACE);
