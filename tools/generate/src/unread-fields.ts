const joined = (at: string, key: string): string => `${at}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;

const isContainer = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/**
 * Runs a compiled schema over a document and returns the paths it never read. A compiled schema reads every property it
 * knows by name and every entry of a map or list, so an unread path is an unknown field. The Kubernetes schemas themselves
 * do not forbid unknown fields, so this finds misspelt ones.
 */
export const unreadFields = (document: object, run: (document: object) => void): string[] => {
  const seen = new Set<string>();
  const watch = (value: object, at: string): object =>
    new Proxy(value, {
      get: (target, key) => {
        const part: unknown = Reflect.get(target, key);
        if (typeof key !== 'string') return part;
        const path = joined(at, key);
        seen.add(path);
        return isContainer(part) ? watch(part, path) : part;
      },
    });
  run(watch(document, ''));
  const unread = (value: Record<string, unknown>, at: string): string[] =>
    Object.keys(value).flatMap((key) => {
      const path = joined(at, key);
      if (!seen.has(path)) return [path];
      const part = value[key];
      return isContainer(part) ? unread(part, path) : [];
    });
  return unread(document as Record<string, unknown>, '');
};
