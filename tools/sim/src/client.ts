import { addressOf, commandOf, ExpectedConversations, startCommand } from '@warmline/gateway/stages';
import { type Answer, derivedId } from '@warmline/messaging';
import type { Cluster } from './cluster.ts';
import type { Request } from './history.ts';

const RETRY_WITHIN_MS = 2_000;

/**
 * A client of the HTTP API: sends a request to any replica and repeats it, perhaps to another one, under the same idempotency key until
 * an answer comes. An abandoned attempt may still be carried out.
 */
export class Client {
  readonly requests: Request[] = [];

  constructor(private readonly cluster: Cluster) {}

  get hasPending(): boolean {
    return this.requests.some((request) => request.answeredAt === null);
  }

  /** Starts the conversation of an address, as `POST /v1/conversations` does. */
  start(origin: Parameters<typeof startCommand>[0]): Promise<Answer> {
    return this.request('conversation-address', addressOf(origin), 'Start', origin);
  }

  /** Resolves to the first answer. `idempotencyKey`: by default one of its own. */
  request(stage: string, key: string, type: string, data: unknown, idempotencyKey?: string): Promise<Answer> {
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
        // A client whose answer is late or lost sends the request once more.
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
        const freshId = () => derivedId(`fresh/${request.n}/${request.attempts}`);
        const from = { at: host.clock.now(), freshId, traceparent: undefined, idempotencyKey };
        const command =
          stage === 'conversation-address'
            ? startCommand(data as Parameters<typeof startCommand>[0], new ExpectedConversations(), from)
            : commandOf({ stage, key, body: { type, data }, ...from });
        executor.execute(command).then(
          (answer) => {
            if (fate !== 'answer-lost') network.time.after(network.delay(), () => answered(answer));
          },
          (error: unknown) => network.trace?.(`${host.name} answers 503: ${String(error)}`),
        );
      });
    });
  }
}
