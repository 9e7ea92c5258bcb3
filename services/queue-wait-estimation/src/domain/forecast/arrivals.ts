import { type Random, weighted } from './random.ts';

/** Who comes when: by subject and half-hour of the day as on earlier days, scaled to what today is like. */
export interface Arrivals {
  /** `n` requests at once. */
  readonly learn: (t: number, subject: string, priority: number, n?: number) => void;
  readonly subjects: () => readonly string[];
  /** Requests a second, subject by subject in the order of `subjects`, at an instant not before the last one learnt. */
  readonly ratesAt: (t: number, now: number) => readonly number[];
  readonly drawPriority: (subject: string, random: Random) => number;
}

export const DAY = 86_400;
/** Rates are one for each half-hour of the day, seconds. */
export const BIN = 1_800;
const BINS = DAY / BIN;
/** What is seen of today is forgotten at this pace, seconds. */
const MEMORY = 5_400;
/** Today is as earlier days until it differs in more than so many requests. */
const LEVEL_WEIGHT = 30;

interface Subject {
  /** Requests of whole earlier days, and of today, in each half-hour. */
  readonly past: number[];
  readonly today: number[];
  recent: number;
  readonly priorities: number[];
}

const binOf = (t: number): number => Math.floor((((t % DAY) + DAY) % DAY) / BIN);
const around = (bins: readonly number[], i: number): number => {
  const at = (j: number): number => bins[(j + BINS) % BINS] ?? 0;
  return 0.25 * at(i - 1) + 0.5 * at(i) + 0.25 * at(i + 1);
};

export const arrivals = (): Arrivals => {
  const names: string[] = [];
  const subjects = new Map<string, Subject>();
  let began: number | null = null;
  let day = 0;
  let days = 0;
  let at = 0;
  /** Requests lately, against those expected, both fading. */
  let seen = 0;
  let expected = 0;

  const pastRate = (subject: Subject, t: number): number => (around(subject.past, binOf(t)) + 0.1) / (days * BIN);
  const fadeTo = (t: number): void => {
    if (t <= at) return;
    const kept = Math.exp(-(t - at) / MEMORY);
    seen *= kept;
    for (const subject of subjects.values()) subject.recent *= kept;
    if (days > 0) {
      let rate = 0;
      for (const subject of subjects.values()) rate += pastRate(subject, (at + t) / 2);
      expected = expected * kept + rate * MEMORY * (1 - kept);
    }
    at = t;
  };
  const turnTo = (t: number): void => {
    began ??= t;
    while (Math.floor(t / DAY) > day) {
      day += 1;
      days += 1;
      for (const subject of subjects.values()) {
        subject.today.forEach((n, i) => {
          subject.past[i] = (subject.past[i] ?? 0) + n;
          subject.today[i] = 0;
        });
      }
      if (days === 1) expected = seen;
    }
  };

  return {
    learn: (t, name, priority, n = 1) => {
      if (began === null) {
        day = Math.floor(t / DAY);
        at = t;
      }
      turnTo(t);
      fadeTo(t);
      let subject = subjects.get(name);
      if (subject === undefined) {
        const none = () => Array.from({ length: BINS }, () => 0);
        subject = { past: none(), today: none(), recent: 0, priorities: [] };
        subjects.set(name, subject);
        names.push(name);
      }
      subject.today[binOf(t)] = (subject.today[binOf(t)] ?? 0) + n;
      subject.recent += n;
      while (subject.priorities.length <= priority) subject.priorities.push(0);
      subject.priorities[priority] = (subject.priorities[priority] ?? 0) + n;
      seen += n;
    },
    subjects: () => names,
    ratesAt: (t, now) => {
      const level = (seen + LEVEL_WEIGHT) / (expected + LEVEL_WEIGHT);
      const span = MEMORY * (1 - Math.exp(-Math.max(60, now - (began ?? now)) / MEMORY));
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
