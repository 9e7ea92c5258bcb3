import type { Random } from './random.ts';
import type { Time } from './time.ts';

/** What can be asked over the network. */
export type Asked =
  | 'take-over'
  | 'leftovers'
  | 'load'
  | 'journal'
  | 'due'
  | 'commit'
  | 'drop'
  | 'outbox'
  | 'statement'
  | 'append'
  | 'bounds'
  | 'confirm'
  | 'http';

/** `refused`: an error, no effect. `answer lost`: effect, then an error. `late`: an error, and the effect after it. */
export type Fate = 'fine' | 'refused' | 'answer lost' | 'late';

/** Where a host can be killed or stopped, and what a late effect can wait for. A wide commit is of several tasks. */
export type Milestone = `${Asked} sent` | `${Asked} applied` | 'wide commit applied';

export interface Weather {
  /** Milliseconds a request or an answer takes, mostly. */
  readonly usual: number;
  /** Milliseconds a commit of a stream service takes beyond that, at most: meanwhile the next batch gathers, over many tasks. */
  readonly commit: number;
  /** Share of calls that take up to `longest`. */
  readonly slow: number;
  readonly longest: number;
  /** Share of calls that fail, by what is asked. */
  readonly failing: Readonly<Partial<Record<Asked, number>>>;
}

export const CALM: Weather = { usual: 2, commit: 0, slow: 0, longest: 2, failing: {} };

/** What late effects wait for: the steps of whoever took over. */
const OCCASIONS: readonly Milestone[] = [
  'take-over sent',
  'take-over applied',
  'leftovers applied',
  'commit sent',
  'commit applied',
  'append sent',
  'append applied',
];
const LATEST_MS = 12_000;

interface Waiting {
  readonly place: string;
  readonly host: string;
  skips: number;
  readonly then: (host: string) => void;
}

/** Delays, losses and late arrivals, all by the seed. */
export class Network {
  weather: Weather = CALM;
  /** The latest event time any record has. */
  latestEvent = 0;
  private waiting: Waiting[] = [];

  constructor(
    readonly time: Time,
    readonly random: Random,
    readonly trace: ((line: string) => void) | null,
  ) {}

  delay(): number {
    const { random, weather } = this;
    return random.chance(weather.slow) ? random.below(weather.longest) : random.below(weather.usual + 1);
  }

  /** How long a request is on its way, and at work. */
  delayOf(asked: Asked): number {
    const { random, weather } = this;
    return this.delay() + (asked === 'commit' && weather.commit > 0 ? random.below(weather.commit) : 0);
  }

  fate(asked: Asked): Fate {
    const share = this.weather.failing[asked] ?? 0;
    if (share === 0 || !this.random.chance(share)) return 'fine';
    return this.random.among<Fate>(['refused', 'answer lost', 'late', 'late']);
  }

  /** Whoever waits for this place goes first. */
  reached(service: string, host: string, milestone: Milestone): void {
    if (this.waiting.length === 0) return;
    const place = `${service} ${milestone}`;
    const due = this.waiting.filter((w) => w.place === place && w.host !== host && w.skips-- <= 0);
    if (due.length === 0) return;
    this.waiting = this.waiting.filter((w) => !due.includes(w));
    for (const w of due) w.then(host);
  }

  /** Once, at the given place of any host of the service but `except`. The answer gives up waiting. */
  at(service: string, milestone: Milestone, skips: number, then: (host: string) => void, except = ''): () => void {
    const waiting = { place: `${service} ${milestone}`, host: except, skips, then };
    this.waiting.push(waiting);
    return () => {
      this.waiting = this.waiting.filter((w) => w !== waiting);
    };
  }

  /** An effect that comes late: after a while, or at a step of another host of the service, then at the latest after LATEST_MS. */
  late(service: string, sender: string, land: () => void): void {
    const { random, time } = this;
    if (random.chance(0.3)) return void time.after(random.below(LATEST_MS), land);
    let landed = false;
    const once = (): void => {
      if (landed) return;
      landed = true;
      cancel();
      land();
    };
    const milestone = random.among(OCCASIONS);
    const cancel = this.at(service, milestone, random.below(3), once, random.chance(0.7) ? sender : '');
    time.after(random.between(50, LATEST_MS), once);
  }
}
