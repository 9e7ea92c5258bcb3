/** The value stored under `key`; undefined if there is none or storage is disabled. */
export const readStorage = (storage: () => Storage, key: string): unknown => {
  try {
    return JSON.parse(storage().getItem(key) ?? 'null') ?? undefined;
  } catch {
    return undefined;
  }
};

/** Best effort: without storage the page works, but forgets the value on reload. */
export const writeStorage = (storage: () => Storage, key: string, value: unknown): void => {
  try {
    storage().setItem(key, JSON.stringify(value));
  } catch {
    // Storage is full or disabled.
  }
};
