import type { ApiClient, EventStream } from './api.ts';

/**
 * Opens a stream of an agent's desk whose heartbeats are answered, as the console does. `answerTo`: the gateway that gets the answers,
 * the same one by default.
 */
export const openDeskTab = async (
  agentId: string,
  gateway: ApiClient,
  answerTo: ApiClient = gateway,
): Promise<EventStream> => {
  const path = `/v1/desk/agents/${agentId}`;
  const stream = await gateway.openStream(`${path}/events?heartbeat=true`);
  let answered = 0;
  const timer = setInterval(() => {
    const heartbeats = stream.received.filter(({ event }) => event === 'heartbeat');
    for (const { data } of heartbeats.slice(answered))
      void answerTo.post(`${path}/streams/${data.streamId}/heartbeat`, {}).catch(() => undefined);
    answered = heartbeats.length;
  }, 50);
  return {
    received: stream.received,
    close: () => {
      clearInterval(timer);
      stream.close();
    },
  };
};
