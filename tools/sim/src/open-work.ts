import { subscriptions } from '@warmline/contracts';
import type { Channel } from './channel.ts';
import type { Client } from './client.ts';
import type { Cluster } from './cluster.ts';
import type { GatewayView } from './gateway-view.ts';
import type { History } from './history.ts';

/** Open work, in words; empty = quiescent. */
export const openWork = (
  cluster: Cluster,
  records: History['records'],
  { client, channel, gateway }: { readonly client: Client; readonly channel: Channel; readonly gateway: GatewayView },
): string[] => {
  const findings: string[] = [];
  const open = client.requests.filter((r) => r.answeredAt === null);
  if (open.length > 0) findings.push(`${open.length} requests without an answer`);
  if (channel.isSending) findings.push('a channel is sending');
  for (const { handoff } of gateway.conversations())
    if (handoff !== null && handoff.is !== 'closed')
      findings.push(`hand-off ${handoff.handoffId} is ${handoff.is} for its customer`);
  for (const { offers, conversations, callbacks } of gateway.desks()) {
    const has = [offers, conversations, callbacks ?? {}].flatMap((each) => Object.keys(each));
    if (has.length > 0) findings.push(`a desk has ${has.join(', ')}`);
  }
  for (const [id, row] of cluster.databaseOf('routing').memory.states)
    for (const [handoff] of row.tables.handoffs ?? [])
      findings.push(`hand-off ${handoff} is with routing (${id.split('\u0000')[1]})`);
  return [...findings, ...undrained(cluster, records)];
};

/** Records a service has not read, and commits that are not published. */
export const undrained = (cluster: Cluster, records: History['records']): string[] => {
  const findings: string[] = [];
  for (const [service, { memory }] of cluster.databases) {
    if (memory.outbox.size > 0) findings.push(`${service} has ${memory.outbox.size} outbox rows`);
    for (const { name } of subscriptions[service])
      for (const [n, log] of (records.get(name) ?? []).entries()) {
        const offset = memory.tasks.get(n)?.offsets[name] ?? 0;
        if (offset < log.length) findings.push(`${service} has read ${offset} of ${log.length} in ${name}/${n}`);
      }
  }
  return findings;
};
