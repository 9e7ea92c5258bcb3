import { topics } from '@warmline/contracts';
import type { Outgoing, Transport } from '@warmline/messaging';
import { desks, handoffRequests } from './handoffs.ts';

/** Hand-offs under way at a time, over all pools. */
const UNDER_WAY = 1_500;

/**
 * The agents of all pools at work on `count` hand-offs, some under way at any time: each offer is answered and each assignment closed as
 * soon as it is read, and each close lets the next request in. Answers to one another cannot be loaded beforehand, so this runs beside routing.
 */
export const openFloor = async (transport: Transport, count: number): Promise<{ close(): Promise<void> }> => {
  const { onDuty, answer } = desks();
  const requests = handoffRequests(count);
  const declined = new Set<string>();
  let waiting: Outgoing[] = [];
  let next = 0;
  let sending: Promise<void> | undefined;
  let failure: unknown;

  const admit = (some: number): void => {
    for (const request of requests.slice(next, next + some)) waiting.push(request);
    next += some;
  };
  const send = async (): Promise<void> => {
    await Promise.resolve(); // what is read in one go is sent in one go
    try {
      while (waiting.length > 0) {
        const some = waiting;
        waiting = [];
        await transport.append(some);
      }
    } catch (error) {
      failure ??= error;
    }
    sending = undefined;
  };

  await transport.append(onDuty());
  const leave = await transport.tail([topics.routing.name], (record) => {
    const answered = answer(record, declined);
    if (answered === 'closed') admit(1);
    else if (answered !== null) waiting.push(answered);
    if (waiting.length > 0) sending ??= send();
  });
  admit(UNDER_WAY);
  sending ??= send();
  return {
    close: async () => {
      await leave();
      await sending;
      if (failure !== undefined) throw failure;
    },
  };
};
