import { topics } from '@warmline/contracts';
import type { ProducerRecord, Transport } from '@warmline/messaging';
import { deskAgents, handoffRequests } from './handoff-load.ts';

/** Hand-offs under way at a time, over all pools. */
const CONCURRENT_HANDOFFS = 1_500;

/**
 * The agents of all pools at work on `count` hand-offs, some under way at any time: each offer is answered and each assignment closed as
 * soon as it is read, and each close lets the next request in. Answers to one another cannot be loaded beforehand, so this runs beside routing.
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
    await Promise.resolve(); // what is read in one go is sent in one go
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
