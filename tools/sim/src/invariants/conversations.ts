import { topics } from '@warmline/contracts';
import { addressOf } from '@warmline/gateway/stages';
import type { Events, Invariant } from './invariant.ts';
import { asText } from './outside-reader.ts';

/** The conversations that were started at each address. */
export const conversationsByAddress = (events: Events): ReadonlyMap<string, ReadonlySet<string>> => {
  const found = new Map<string, Set<string>>();
  for (const { type, data } of events.get(topics.conversation.name) ?? []) {
    if (type !== 'ConversationStarted') continue;
    const { tenantId, channel, externalId, conversationId } = data as Record<string, string>;
    const address = addressOf({
      tenantId: asText(tenantId),
      channel: asText(channel),
      externalId: asText(externalId),
    });
    found.set(address, (found.get(address) ?? new Set()).add(asText(conversationId)));
  }
  return found;
};

/**
 * An address has one conversation (no run is as long as a conversation is kept). A conversation is published in its own sequence without gap or repeat, in non-decreasing time, under one owner at a time; its
 * timeline equals what is published.
 */
export const conversations: Invariant = ({ services }, events) => {
  const faults: string[] = [];
  const executor = services.get('gateway')?.executor;
  for (const [address, ids] of conversationsByAddress(events))
    if (ids.size > 1) faults.push(`the address ${address} has ${ids.size} conversations: ${[...ids].join(', ')}`);
  const published = Map.groupBy(events.get(topics.conversation.name) ?? [], (e) => asText(e.data.conversationId));
  for (const [id, list] of published) {
    let epoch = 1;
    let at = 0;
    for (const [i, e] of list.entries()) {
      if (e.data.seq !== i + 1)
        faults.push(`conversation ${id}: ${e.type} has sequence ${asText(e.data.seq)}, not ${i + 1}`);
      if (e.at < at) faults.push(`conversation ${id}: time decreases at ${i + 1}`);
      at = e.at;
      if (e.type === 'OwnerChanged') {
        const { owner, previous } = e.data as { owner: { epoch: number }; previous: { epoch: number } };
        if (owner.epoch !== epoch + 1 || previous.epoch !== epoch)
          faults.push(
            `conversation ${id}: the owner changes from epoch ${previous.epoch} to ${owner.epoch} in epoch ${epoch}`,
          );
        epoch = owner.epoch;
      }
      if (e.type === 'MessagePosted' && e.data.epoch !== epoch)
        faults.push(`conversation ${id}: a message of epoch ${asText(e.data.epoch)} in epoch ${epoch}`);
    }
    const [first] = list;
    if (first?.type !== 'ConversationStarted') faults.push(`conversation ${id} begins with ${first?.type}`);
    const shown = (executor?.timeline.get(`conversation\u0000${id}`) ?? []).map((r) => [r.seq, r.type, r.at, r.data]);
    if (JSON.stringify(shown) !== JSON.stringify(list.map((e) => [e.data.seq, e.type, e.at, e.data])))
      faults.push(`conversation ${id}: its timeline (${shown.length}) is not what was published (${list.length})`);
  }
  for (const place of executor?.timeline.keys() ?? []) {
    const [stage, id = ''] = place.split('\u0000');
    if (stage === 'conversation' && !published.has(id)) faults.push(`conversation ${id} was never published`);
  }
  return faults;
};
