import { deadLetterTopic, subscriptions, topics } from '@warmline/contracts';
import { decode } from '@warmline/messaging';
import type { Invariant } from './invariant.ts';
import { asText } from './outside-reader.ts';

/** Every unreadable ingress record is a dead letter of the gateway, once; nothing else is a dead letter. A duplicate takes effect once. */
export const deadLetters: Invariant = ({ records }, events) => {
  const faults: string[] = [];
  const malformed = new Set<string>();
  const messageIds = new Map<string, string>();
  for (const log of records.get(topics.ingress.name) ?? [])
    for (const record of log) {
      const decoded = decode(record, topics.ingress);
      const data = decoded.is === 'event' ? (decoded.event.data as { text: string; externalMessageId: string }) : null;
      if (data === null || data.text.trim() === '')
        malformed.add(`${record.topic}/${record.partition}/${record.offset}`);
      else if (decoded.is === 'event') messageIds.set(decoded.event.id, data.externalMessageId);
    }
  for (const [group, read] of Object.entries(subscriptions))
    for (const { name } of read)
      for (const { headers } of events.get(deadLetterTopic(name, group)) ?? []) {
        const source = headers.dlq_source ?? '';
        if (group !== 'gateway' || !malformed.delete(source))
          faults.push(`${group} has a dead letter of ${source} (${headers.ce_type}): ${headers.dlq_reason}`);
      }
  for (const source of malformed) faults.push(`${source} cannot be read and is not a dead letter`);

  const caused = Map.groupBy(
    (events.get(topics.conversation.name) ?? []).filter((e) => messageIds.has(e.headers.ce_causationid ?? '')),
    (e) => messageIds.get(e.headers.ce_causationid ?? '') ?? '',
  );
  for (const [message, list] of caused) {
    const causes = new Set(list.map((e) => e.headers.ce_causationid));
    if (causes.size > 1)
      faults.push(
        `message ${message} was delivered more than once, and took effect ${causes.size} times: ${list.map((e) => asText(e.type)).join(', ')}`,
      );
  }
  return faults;
};
