import { PARTITION_COUNT } from '@warmline/contracts';
import { partitionOf } from '@warmline/messaging/partition';
import { end, post, start, type WaitForPartition, waitForAssessment } from './conversation.ts';
import type { Gateway } from './gateway.ts';

const TRIES = 500;

/**
 * A bot message is assessed only if it fires a rule, so its absence proves nothing. A marker does: a message of another conversation
 * on the same partition is decided afterwards, and its verdict arrives after anything the bot message caused.
 */
export const partitionMarkers = (
  gateway: Gateway,
  run: string,
): { readonly waitForPartition: WaitForPartition; readonly close: () => Promise<void> } => {
  const spare = new Map<number, string[]>();
  let createdCount = 0;

  const make = async (): Promise<string> => {
    createdCount += 1;
    const externalId = `${run}/marker/${createdCount}`;
    const marker = { tenantId: 'replay-marker', channel: 'replay', externalId };
    return (await start(gateway, marker, externalId)).conversationId;
  };
  const markerOn = async (partition: number): Promise<string> => {
    for (let i = 0; i < TRIES; i++) {
      const id = spare.get(partition)?.pop() ?? (await make());
      const its = partitionOf(id, PARTITION_COUNT);
      if (its === partition) return id;
      spare.set(its, [...(spare.get(its) ?? []), id]);
    }
    throw new Error(`no marker on partition ${partition}`);
  };

  return {
    waitForPartition: async (conversationId) => {
      const id = await markerOn(partitionOf(conversationId, PARTITION_COUNT));
      const seq = await post(gateway, id, { role: 'customer', text: 'Thank you.' }, `${run}/${id}/post`);
      await waitForAssessment(gateway, id, seq ?? 0);
      await end(gateway, id, `${run}/${id}/end`);
    },
    close: async () => {
      for (const id of [...spare.values()].flat()) await end(gateway, id, `${run}/${id}/end`);
    },
  };
};
