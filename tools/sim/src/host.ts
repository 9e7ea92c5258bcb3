import type { Clock } from '@warmline/messaging';
import type { Asked, Network } from './network.ts';

const lost = (what: string): Error => new Error(`${what}: connection lost`);

/**
 * One process of a service. All it does begins with a timer of its clock or an answer from the network, and both pass here: a dead
 * host gets neither, a stopped one (SIGSTOP) gets them when it goes on. What it sent may still arrive.
 */
export class Host {
  alive = true;
  /** Milliseconds its clock is ahead of the true time. */
  skew = 0;
  /** The latest its clock ever showed. */
  latest = 0;
  private frozen: (() => void)[] | null = null;
  private readonly transactions = new Set<(error: Error) => void>();

  constructor(
    readonly name: string,
    readonly service: string,
    readonly network: Network,
  ) {}

  readonly clock: Clock = {
    now: () => {
      const now = this.network.time.now + this.skew;
      this.latest = Math.max(this.latest, now);
      return now;
    },
    after: (ms, call) => {
      let wanted = true;
      const cancel = this.network.time.after(ms, () => this.enter(() => wanted && call()));
      return () => {
        wanted = false;
        cancel();
      };
    },
  };

  get stopped(): boolean {
    return this.frozen !== null;
  }

  /** Lets something happen in this process. */
  enter(what: () => void): void {
    if (!this.alive) return;
    if (this.frozen === null) what();
    else this.frozen.push(what);
  }

  kill(): void {
    if (!this.alive) return;
    this.alive = false;
    this.network.trace?.(`${this.name} is killed`);
    for (const reject of this.transactions) reject(lost('a transaction'));
    this.transactions.clear();
  }

  stop(): void {
    this.frozen ??= [];
  }
  goOn(): void {
    const due = this.frozen ?? [];
    this.frozen = null;
    for (const what of due) this.network.time.after(0, () => this.enter(what));
  }

  /** Asks something of a server; `effect` takes place there. */
  ask<T>(asked: Asked, effect: () => Promise<T>): Promise<T> {
    const { network } = this;
    return new Promise((resolve, reject) => {
      const fate = network.fate(asked);
      const answer = (settle: () => void): void => void network.time.after(network.delay(), () => this.enter(settle));
      const land = (then: (value: T) => void): void => {
        effect().then(
          (value) => {
            network.reached(this.service, this.name, `${asked} applied`);
            then(value);
          },
          (error: unknown) => answer(() => reject(error)),
        );
      };
      network.reached(this.service, this.name, `${asked} sent`);
      network.time.after(network.delayOf(asked), () => {
        if (!this.alive) return this.orphaned(() => land(() => {}));
        if (fate !== 'fine') network.trace?.(`${this.name} ${asked}: ${fate}`);
        if (fate === 'fine') return land((value) => answer(() => resolve(value)));
        if (fate === 'answer lost') return land(() => answer(() => reject(lost(asked))));
        answer(() => reject(lost(asked)));
        if (fate === 'late') network.late(this.service, this.name, () => land(() => {}));
      });
    });
  }

  /** Reads without a step of their own on the way back, mostly. */
  read<T>(asked: Asked, effect: () => Promise<T>): Promise<T> {
    const { network } = this;
    if (network.random.chance(0.2)) return this.ask(asked, effect);
    return new Promise((resolve, reject) => {
      const fate = network.fate(asked);
      network.time.after(network.delay(), () => {
        if (!this.alive) return;
        if (fate !== 'fine') return this.enter(() => reject(lost(asked)));
        effect().then(
          (value) => {
            network.reached(this.service, this.name, `${asked} applied`);
            this.enter(() => resolve(value));
          },
          (error: unknown) => this.enter(() => reject(error)),
        );
      });
    });
  }

  /** The way to the next statement of an open transaction; rejects where the connection is lost, and always once we are dead. */
  statement(): Promise<void> {
    const { network } = this;
    return new Promise((resolve, reject) => {
      if (!this.alive) return reject(lost('statement'));
      this.transactions.add(reject);
      const fate = network.fate('statement');
      network.time.after(network.delay(), () =>
        this.enter(() => {
          this.transactions.delete(reject);
          if (fate === 'fine') resolve();
          else reject(lost('statement'));
        }),
      );
    });
  }

  /** What a dead host sent is lost, arrives now, or late. */
  orphaned(land: () => void): void {
    const chance = this.network.random.next();
    if (chance < 0.3) this.network.trace?.(`what ${this.name} sent is lost`);
    else if (chance < 0.45) land();
    else this.network.late(this.service, this.name, land);
  }
}
