import { commandOf } from '@warmline/gateway/stages';
import { type Answer, derivedId } from '@warmline/messaging';
import type { Cluster } from './cluster.ts';
import type { Request } from './history.ts';

const RETRY_WITHIN_MS = 2_000;

/**
 * Whoever uses the HTTP API: asks any replica, and where no answer comes asks again, another one perhaps, under the same idempotency
 * key, until there is one. An attempt given up may still be carried out.
 */
export class Client {
  readonly requests: Request[] = [];

  constructor(private readonly cluster: Cluster) {}

  get waiting(): boolean {
    return this.requests.some((request) => request.answeredAt === null);
  }

  /** Resolves to the first answer. `key`: under what it is known, where not its own. */
  ask(stage: string, key: string, type: string, data: unknown, idempotencyKey?: string): Promise<Answer> {
    const { time, random } = this.cluster.network;
    const n = this.requests.length;
    const request: Request = {
      n,
      stage,
      key,
      type,
      data,
      idempotencyKey: idempotencyKey ?? `r-${n}`,
      askedAt: time.now,
      attempts: 0,
      answeredAt: null,
      answers: [],
    };
    this.requests.push(request);
    return new Promise((resolve) => {
      const answered = (answer: Answer): void => {
        request.answers.push(answer);
        if (request.answeredAt !== null) return;
        request.answeredAt = time.now;
        resolve(answer);
        // Who heard an answer too late, or lost it, asks once more.
        if (random.chance(0.1)) time.after(random.below(20_000), () => this.attempt(request, answered));
      };
      const retry = (): void => {
        if (request.answeredAt !== null) return;
        this.attempt(request, answered);
        time.after(random.between(200, RETRY_WITHIN_MS), retry);
      };
      retry();
    });
  }

  private attempt(request: Request, answered: (answer: Answer) => void): void {
    const { network } = this.cluster;
    const { stage, key, type, data, idempotencyKey } = request;
    const replica = network.random.pick(this.cluster.replicasOf('gateway'));
    request.attempts++;
    const fate = network.callOutcome('http');
    if (fate === 'refused') return;
    network.time.after(network.delay() + (fate === 'late' ? network.random.below(8_000) : 0), () => {
      const { host, executor } = replica;
      if (executor === null) return;
      host.runInProcess(() => {
        const command = commandOf({
          stage,
          key,
          body: { type, data },
          at: host.clock.now(),
          freshId: () => derivedId(`fresh/${request.n}/${request.attempts}`),
          traceparent: undefined,
          idempotencyKey,
        });
        executor.execute(command).then(
          (answer) => {
            if (fate !== 'answer lost') network.time.after(network.delay(), () => answered(answer));
          },
          (error: unknown) => network.trace?.(`${host.name} answers 503: ${String(error)}`),
        );
      });
    });
  }
}
