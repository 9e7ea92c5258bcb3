import { topics } from '@warmline/contracts';
import type { ProducerRecord, Transport } from '@warmline/messaging';
import { deskAgents, handoffRequests } from './handoff-load.ts';

/** Open hand-offs at a time, over all pools. */
const CONCURRENT_HANDOFFS = 1_500;

/**
 * The agents of all pools serve `count` hand-offs, a fixed number open at a time: they answer each offer and close each assignment
 * as soon as they read it, and each close starts the next request. These events depend on one another, so they cannot be loaded
 * beforehand; this runs in parallel with routing.
 */
export const startAgentTraffic = async (transport: Transport, count: number): Promise<{ close(): Promise<void> }> => {
  const { signInAll, respond } = deskAgents();
  const requests = handoffRequests(count);
  const declined = new Set<string>();
  let pending: ProducerRecord[] = [];
  let next = 0;
  let sending: Promise<void> | undefined;
  let failure: unknown;

  const admit = (batch: number): void => {
    for (const request of requests.slice(next, next + batch)) pending.push(request);
    next += batch;
  };
  const send = async (): Promise<void> => {
    await Promise.resolve(); // everything read in one batch is sent in one batch
    try {
      while (pending.length > 0) {
        const batch = pending;
        pending = [];
        await transport.append(batch);
      }
    } catch (error) {
      failure ??= error;
    }
    sending = undefined;
  };

  await transport.append(signInAll());
  const stopTail = await transport.tail([topics.routing.name], (record) => {
    const response = respond(record, declined);
    if (response === 'closed') admit(1);
    else if (response !== null) pending.push(response);
    if (pending.length > 0) sending ??= send();
  });
  admit(CONCURRENT_HANDOFFS);
  sending ??= send();
  return {
    close: async () => {
      await stopTail();
      await sending;
      if (failure !== undefined) throw failure;
    },
  };
};
