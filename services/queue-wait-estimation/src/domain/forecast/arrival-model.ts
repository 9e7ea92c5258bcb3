import { type Random, weighted } from './random.ts';

/** When requests arrive: the rates of earlier days by subject and half-hour, scaled to today's level. */
export interface ArrivalModel {
  /** Adds `n` requests at one instant. */
  readonly learn: (t: number, subject: string, priority: number, n?: number) => void;
  readonly subjects: () => readonly string[];
  /** Requests per second by subject, in the order of `subjects`. `t` is not before the last learned request. */
  readonly ratesAt: (t: number, now: number) => readonly number[];
  readonly drawPriority: (subject: string, random: Random) => number;
}

export const DAY_SECONDS = 86_400;
/** The rate is constant within a half-hour of the day, seconds. */
export const HALF_HOUR_SECONDS = 1_800;
const HALF_HOURS = DAY_SECONDS / HALF_HOUR_SECONDS;
/** Today's requests decay with this time constant, seconds. */
const MEMORY_SECONDS = 5_400;
/** Today's level is shrunk towards that of earlier days by this many requests. */
const LEVEL_PRIOR = 30;

interface SubjectArrivals {
  /** Requests in each half-hour of whole earlier days, and of today. */
  readonly earlierDays: number[];
  readonly today: number[];
  recent: number;
  readonly priorities: number[];
}

const halfHourOf = (t: number): number =>
  Math.floor((((t % DAY_SECONDS) + DAY_SECONDS) % DAY_SECONDS) / HALF_HOUR_SECONDS);
const smoothed = (bins: readonly number[], i: number): number => {
  const at = (j: number): number => bins[(j + HALF_HOURS) % HALF_HOURS] ?? 0;
  return 0.25 * at(i - 1) + 0.5 * at(i) + 0.25 * at(i + 1);
};

export const arrivalModel = (): ArrivalModel => {
  const names: string[] = [];
  const subjects = new Map<string, SubjectArrivals>();
  let startedAt: number | null = null;
  let day = 0;
  let days = 0;
  let at = 0;
  /** Recent requests, and those expected from earlier days; both decay. */
  let recentCount = 0;
  let expectedCount = 0;

  const pastRate = (subject: SubjectArrivals, t: number): number =>
    (smoothed(subject.earlierDays, halfHourOf(t)) + 0.1) / (days * HALF_HOUR_SECONDS);
  const decayTo = (t: number): void => {
    if (t <= at) return;
    const decay = Math.exp(-(t - at) / MEMORY_SECONDS);
    recentCount *= decay;
    for (const subject of subjects.values()) subject.recent *= decay;
    if (days > 0) {
      let rate = 0;
      for (const subject of subjects.values()) rate += pastRate(subject, (at + t) / 2);
      expectedCount = expectedCount * decay + rate * MEMORY_SECONDS * (1 - decay);
    }
    at = t;
  };
  const rollOverTo = (t: number): void => {
    startedAt ??= t;
    while (Math.floor(t / DAY_SECONDS) > day) {
      day += 1;
      days += 1;
      for (const subject of subjects.values()) {
        subject.today.forEach((n, i) => {
          subject.earlierDays[i] = (subject.earlierDays[i] ?? 0) + n;
          subject.today[i] = 0;
        });
      }
      if (days === 1) expectedCount = recentCount;
    }
  };

  return {
    learn: (t, name, priority, n = 1) => {
      if (startedAt === null) {
        day = Math.floor(t / DAY_SECONDS);
        at = t;
      }
      rollOverTo(t);
      decayTo(t);
      let subject = subjects.get(name);
      if (subject === undefined) {
        const none = () => Array.from({ length: HALF_HOURS }, () => 0);
        subject = { earlierDays: none(), today: none(), recent: 0, priorities: [] };
        subjects.set(name, subject);
        names.push(name);
      }
      subject.today[halfHourOf(t)] = (subject.today[halfHourOf(t)] ?? 0) + n;
      subject.recent += n;
      while (subject.priorities.length <= priority) subject.priorities.push(0);
      subject.priorities[priority] = (subject.priorities[priority] ?? 0) + n;
      recentCount += n;
    },
    subjects: () => names,
    ratesAt: (t, now) => {
      const level = (recentCount + LEVEL_PRIOR) / (expectedCount + LEVEL_PRIOR);
      const span = MEMORY_SECONDS * (1 - Math.exp(-Math.max(60, now - (startedAt ?? now)) / MEMORY_SECONDS));
      return names.map((name) => {
        const subject = subjects.get(name);
        if (subject === undefined) return 0;
        return days === 0 ? subject.recent / span : pastRate(subject, t) * level;
      });
    },
    drawPriority: (name, random) => {
      const priorities = subjects.get(name)?.priorities ?? [];
      return weighted(
        priorities,
        priorities.reduce((a, b) => a + b, 0),
        random,
      );
    },
  };
};
