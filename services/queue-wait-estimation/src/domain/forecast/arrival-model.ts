import { type Random, weighted } from './random.ts';

/** Who comes when: by subject and half-hour of the day as on earlier days, scaled to what today is like. */
export interface ArrivalModel {
  /** `n` requests at once. */
  readonly learn: (t: number, subject: string, priority: number, n?: number) => void;
  readonly subjects: () => readonly string[];
  /** Requests a second, subject by subject in the order of `subjects`, at an instant not before the last one learnt. */
  readonly ratesAt: (t: number, now: number) => readonly number[];
  readonly drawPriority: (subject: string, random: Random) => number;
}

export const DAY_SECONDS = 86_400;
/** Rates are one for each half-hour of the day, seconds. */
export const HALF_HOUR_SECONDS = 1_800;
const HALF_HOURS = DAY_SECONDS / HALF_HOUR_SECONDS;
/** What is seen of today is forgotten at this pace, seconds. */
const MEMORY_SECONDS = 5_400;
/** Today is as earlier days until it differs in more than so many requests. */
const LEVEL_PRIOR = 30;

interface Subject {
  /** Requests of whole earlier days, and of today, in each half-hour. */
  readonly past: number[];
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
  const subjects = new Map<string, Subject>();
  let startedAt: number | null = null;
  let day = 0;
  let days = 0;
  let at = 0;
  /** Requests lately, against those expected, both fading. */
  let recentCount = 0;
  let expectedCount = 0;

  const pastRate = (subject: Subject, t: number): number =>
    (smoothed(subject.past, halfHourOf(t)) + 0.1) / (days * HALF_HOUR_SECONDS);
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
          subject.past[i] = (subject.past[i] ?? 0) + n;
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
        subject = { past: none(), today: none(), recent: 0, priorities: [] };
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
