/**
 * The value an object holds under a name that comes from outside. `undefined` also for the names every object inherits, such as
 * `constructor` and `__proto__`.
 */
export const ownValue = <T>(record: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(record, name) ? record[name] : undefined;
