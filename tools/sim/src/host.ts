import type { Clock } from '@warmline/messaging';
import type { Network, Operation } from './network.ts';

const connectionLost = (what: string): Error => new Error(`${what}: connection lost`);

/**
 * One process of a service. Everything it does starts with a timer of its clock or an answer from the network, and both pass through
 * here: a dead host gets neither, a frozen one (SIGSTOP) gets them when it resumes. What it sent may still arrive.
 */
export class Host {
  isAlive = true;
  /** Milliseconds by which its clock is ahead of the true time. */
  clockSkew = 0;
  /** The latest instant its clock has shown. */
  latestTime = 0;
  private frozen: (() => void)[] | null = null;
  private readonly transactions = new Set<(error: Error) => void>();

  constructor(
    readonly name: string,
    readonly service: string,
    readonly network: Network,
  ) {}

  readonly clock: Clock = {
    now: () => {
      const now = this.network.time.now + this.clockSkew;
      this.latestTime = Math.max(this.latestTime, now);
      return now;
    },
    after: (ms, call) => {
      let isActive = true;
      const cancel = this.network.time.after(ms, () => this.runInProcess(() => isActive && call()));
      return () => {
        isActive = false;
        cancel();
      };
    },
  };

  get isFrozen(): boolean {
    return this.frozen !== null;
  }

  /** Runs `what` in this process: now, on resume, or never. */
  runInProcess(what: () => void): void {
    if (!this.isAlive) return;
    if (this.frozen === null) what();
    else this.frozen.push(what);
  }

  kill(): void {
    if (!this.isAlive) return;
    this.isAlive = false;
    this.network.trace?.(`${this.name} is killed`);
    for (const reject of this.transactions) reject(connectionLost('a transaction'));
    this.transactions.clear();
  }

  freeze(): void {
    this.frozen ??= [];
  }
  resume(): void {
    const due = this.frozen ?? [];
    this.frozen = null;
    for (const what of due) this.network.time.after(0, () => this.runInProcess(what));
  }

  /** Sends a request to a server; `effect` is what the server does. */
  request<T>(operation: Operation, effect: () => Promise<T>): Promise<T> {
    const { network } = this;
    return new Promise((resolve, reject) => {
      const callOutcome = network.callOutcome(operation);
      const answer = (settle: () => void): void =>
        void network.time.after(network.delay(), () => this.runInProcess(settle));
      const land = (then: (value: T) => void): void => {
        effect().then(
          (value) => {
            network.stepReached(this.service, this.name, `${operation} applied`);
            then(value);
          },
          (error: unknown) => answer(() => reject(error)),
        );
      };
      network.stepReached(this.service, this.name, `${operation} sent`);
      network.time.after(network.delayOf(operation), () => {
        if (!this.isAlive) return this.settleOrphan(() => land(() => {}));
        if (callOutcome !== 'ok') network.trace?.(`${this.name} ${operation}: ${callOutcome}`);
        if (callOutcome === 'ok') return land((value) => answer(() => resolve(value)));
        if (callOutcome === 'answer-lost') return land(() => answer(() => reject(connectionLost(operation))));
        answer(() => reject(connectionLost(operation)));
        if (callOutcome === 'late') network.applyLate(this.service, this.name, () => land(() => {}));
      });
    });
  }

  /** A read; four of five take one simulated step instead of two. */
  read<T>(operation: Operation, effect: () => Promise<T>): Promise<T> {
    const { network } = this;
    if (network.random.chance(0.2)) return this.request(operation, effect);
    return new Promise((resolve, reject) => {
      const callOutcome = network.callOutcome(operation);
      network.time.after(network.delay(), () => {
        if (!this.isAlive) return;
        if (callOutcome !== 'ok') return this.runInProcess(() => reject(connectionLost(operation)));
        effect().then(
          (value) => {
            network.stepReached(this.service, this.name, `${operation} applied`);
            this.runInProcess(() => resolve(value));
          },
          (error: unknown) => this.runInProcess(() => reject(error)),
        );
      });
    });
  }

  /** The round trip to the next statement of an open transaction; rejects when the connection is lost or the host is dead. */
  statement(): Promise<void> {
    const { network } = this;
    return new Promise((resolve, reject) => {
      if (!this.isAlive) return reject(connectionLost('statement'));
      this.transactions.add(reject);
      const callOutcome = network.callOutcome('statement');
      network.time.after(network.delay(), () =>
        this.runInProcess(() => {
          this.transactions.delete(reject);
          if (callOutcome === 'ok') resolve();
          else reject(connectionLost('statement'));
        }),
      );
    });
  }

  /** A request of a dead host is lost, arrives now, or arrives late. */
  settleOrphan(land: () => void): void {
    const chance = this.network.random.next();
    if (chance < 0.3) this.network.trace?.(`what ${this.name} sent is lost`);
    else if (chance < 0.45) land();
    else this.network.applyLate(this.service, this.name, land);
  }
}
