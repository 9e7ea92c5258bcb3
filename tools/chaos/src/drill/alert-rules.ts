import { parse, stringify } from 'yaml';

interface AlertRule {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly annotations: { readonly runbook: string };
}
interface RuleFile {
  readonly groups: readonly { readonly name: string; readonly rules: readonly AlertRule[] }[];
}

const UNIT_SECONDS = new Map([
  ['s', 1],
  ['m', 60],
  ['h', 3_600],
]);
const secondsOf = (duration: string): number => {
  const [, count = '', unit = ''] = /^(\d+)([smh])$/.exec(duration) ?? [];
  const seconds = Number(count) * (UNIT_SECONDS.get(unit) ?? Number.NaN);
  if (!Number.isFinite(seconds)) throw new Error(`"${duration}" is not a duration such as 5m`);
  return seconds;
};

/** A window needs this many scrapes for a rate. */
const SCRAPES_IN_WINDOW = 5;

/**
 * The rules with all times divided by `speed`: `for`, windows, and limits of ages in seconds; at 1 they are as they were. Limits of counts and rates stay. No window
 * is shorter than five scrapes.
 */
export const speedUp = (rules: string, speed: number, scrapeSeconds: number): string => {
  if (speed === 1) return rules;
  const divide = (duration: string, atLeast: number): string =>
    `${Math.max(atLeast, Math.round(secondsOf(duration) / speed))}s`;
  const { groups } = parse(rules) as RuleFile;
  return stringify({
    groups: groups.map((group) => ({
      ...group,
      interval: `${scrapeSeconds}s`,
      rules: group.rules.map((rule) => ({
        ...rule,
        expr: rule.expr
          .replace(/\[(\d+[smh])\]/g, (_, window: string) => `[${divide(window, SCRAPES_IN_WINDOW * scrapeSeconds)}]`)
          .replace(/(_age_seconds\)?\s*>\s*)(\d+)/g, (_, head: string, age: string) => `${head}${Number(age) / speed}`),
        ...(rule.for === undefined ? {} : { for: divide(rule.for, scrapeSeconds) }),
      })),
    })),
  });
};

/** Every alert with the heading of its runbook entry. */
export const alertsIn = (rules: string): ReadonlyMap<string, string> =>
  new Map(
    (parse(rules) as RuleFile).groups.flatMap(({ rules: all }) =>
      all.map(({ alert, annotations }) => [alert, annotations.runbook] as const),
    ),
  );
