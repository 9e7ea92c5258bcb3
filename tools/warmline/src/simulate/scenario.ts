import { z } from 'zod';
import { parseWith, readJson } from '../json-file.ts';

const seconds = z.number().min(0);
const share = z.number().min(0).max(1);
const positive = z.number().positive();

/** A positive quantity by its mean, seconds. */
const distribution = z.discriminatedUnion('dist', [
  z.object({ dist: z.literal('exp'), mean: positive }),
  z.object({ dist: z.literal('lognormal'), mean: positive, cv: positive }),
  z.object({ dist: z.literal('weibull'), mean: positive, shape: positive }),
]);
export type Distribution = z.output<typeof distribution>;

const days = z.array(z.int().min(1).max(7)).min(1);
const everyDay = [1, 2, 3, 4, 5, 6, 7];
const hour = z.number().min(0).max(48);
const isValidShift = ({ from, to }: { readonly from: number; readonly to: number }): boolean =>
  from < to && to - from <= 24;
const INVALID_SHIFT = 'a shift ends after it began, within a day';
/** [from, to, number of agents], hours of the day, then the days, 1 = Monday. An end beyond 24 is on the next day. */
const shift = z
  .union([z.tuple([hour, hour, z.int().min(0)]), z.tuple([hour, hour, z.int().min(0), days])])
  .transform(([from, to, agents, on = everyDay]) => ({ from, to, agents, days: on }))
  .refine(isValidShift, INVALID_SHIFT);
const duty = z
  .union([z.tuple([hour, hour]), z.tuple([hour, hour, days])])
  .transform(([from, to, on = everyDay]) => ({ from, to, days: on }))
  .refine(isValidShift, INVALID_SHIFT);

const subject = z
  .object({
    groups: z.array(z.string().min(1)).min(1),
    fallback_after_s: z.array(seconds),
    handle: distribution,
    patience: distribution,
    /** By hour of the day. */
    rate_per_hour: z.array(z.number().min(0)).length(24, 'a rate for each of 24 hours'),
    /** By day of the week, Monday first. */
    weekday_factor: z.array(z.number().min(0)).length(7, 'a factor for each of 7 days').default([1, 1, 1, 1, 1, 1, 1]),
  })
  .refine((t) => t.groups.length === t.fallback_after_s.length, {
    path: ['fallback_after_s'],
    message: 'a delay for each group',
  });

const scenarioSchema = z
  .object({
    name: z.string().default('scenario'),
    seed: z.int().min(0).default(1),
    days: z.int().min(1).max(366).default(1),
    /** Days at the beginning that no figure counts. */
    warmup_days: z.int().min(0).default(0),
    /** Seconds of waiting that a level of priority is worth. */
    credit_s: seconds.default(300),
    capacity: z.int().min(1).max(50).default(3),
    /** An agent's n-th concurrent conversation takes 1 + this x (n - 1) times as long. */
    concurrency_slowdown: share.default(0),
    /** Of the log-normal pace of agents, of mean 1. */
    agent_speed_cv: z.number().min(0).default(0),
    breaks: z.object({ every_s: positive, length_s: positive }).optional(),
    wrap_up_s: seconds.default(0),
    answer: z
      .object({ mean_s: seconds.default(0), declined: share.default(0), back_s: positive.default(60) })
      .prefault({}),
    subjects: z.record(z.string().min(1), subject),
    /** By subject, the shares of the levels of priority, lowest first; absent = all of the lowest. */
    priority_probs: z.record(z.string(), z.array(z.number().min(0)).min(1).max(4)).default({}),
    shifts: z.record(z.string().min(1), z.array(shift)).default({}),
    /** Agents with several teams, or with their own shifts, in addition to those of `shifts`. */
    agents: z
      .array(
        z.object({
          id: z.string().min(1),
          teams: z.array(z.string().min(1)).min(1),
          capacity: z.int().min(1).max(50).optional(),
          shifts: z.array(duty).min(1),
        }),
      )
      .default([]),
  })
  .refine(({ subjects }) => Object.keys(subjects).length > 0, { path: ['subjects'], message: 'at least one subject' })
  .refine((s) => s.warmup_days < s.days, { path: ['warmup_days'], message: 'fewer than the days' })
  .superRefine(({ subjects, priority_probs }, context) => {
    for (const name of Object.keys(priority_probs))
      if (subjects[name] === undefined)
        context.addIssue({ code: 'custom', path: ['priority_probs', name], message: 'no such subject' });
  });
export type Scenario = z.output<typeof scenarioSchema>;

/** Paths of the input that have no effect, except below arrays. */
const ignoredPaths = (raw: unknown, read: unknown, path: readonly string[] = []): string[] => {
  if (raw === null || typeof raw !== 'object' || Array.isArray(raw)) return [];
  const known = (typeof read === 'object' && read !== null ? read : {}) as Record<string, unknown>;
  return Object.entries(raw).flatMap(([key, value]) =>
    key in known ? ignoredPaths(value, known[key], [...path, key]) : [[...path, key].join('.')],
  );
};

export interface ParsedScenario {
  readonly scenario: Scenario;
  /** Fields of the file that are ignored. */
  readonly ignoredPaths: readonly string[];
}

const withIgnoredPaths = (scenario: Scenario, raw: unknown): ParsedScenario => ({
  scenario,
  ignoredPaths: ignoredPaths(raw, scenario),
});

export const parseScenario = (raw: unknown, file: string): ParsedScenario =>
  withIgnoredPaths(parseWith(file, raw, scenarioSchema), raw);

export const readScenario = (file: string): ParsedScenario => {
  const { data, raw } = readJson(file, scenarioSchema);
  return withIgnoredPaths(data, raw);
};
