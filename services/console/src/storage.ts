/** What was stored under `key`, or undefined; storage may be switched off in the browser. */
export const readStorage = (storage: () => Storage, key: string): unknown => {
  try {
    return JSON.parse(storage().getItem(key) ?? 'null') ?? undefined;
  } catch {
    return undefined;
  }
};

/** Best effort: without storage the page works, it only forgets at a reload. */
export const writeStorage = (storage: () => Storage, key: string, value: unknown): void => {
  try {
    storage().setItem(key, JSON.stringify(value));
  } catch {
    // Full or switched off.
  }
};
