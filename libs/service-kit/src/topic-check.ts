import { PARTITION_COUNT, type ServiceName } from '@warmline/contracts';
import { type Transport, topicUse } from '@warmline/messaging';

/** Before a service starts: every topic it uses exists, is allowed, and is as safe as required. The error names all faults. */
export const topicCheck = (service: ServiceName, transport: Transport) => ({
  start: async (): Promise<void> => {
    const { reads, tails, writes } = topicUse(service);
    const names = [...new Set([...reads, ...tails, ...writes])];
    await transport.checkTopics?.(names.map((name) => ({ name, partitions: PARTITION_COUNT })));
  },
  stop: async (): Promise<void> => {},
});
