import { subscriptions } from '@warmline/contracts';
import type { ConsumerRecord } from '@warmline/messaging';
import { UsageError } from '../errors.ts';
import { type DeadLetterTopic, deadLetterTopics } from './dead-letter-topics.ts';

/** All given conditions must hold. */
export interface Filter {
  readonly topic?: string | undefined;
  readonly group?: string | undefined;
  /** Part of the reason, ignoring case. */
  readonly reason?: string | undefined;
  readonly handler?: string | undefined;
  readonly type?: string | undefined;
  /** The key of the record or its correlation id. */
  readonly key?: string | undefined;
  readonly tenant?: string | undefined;
  /** Dead-lettered at or after, and before: milliseconds since the epoch. */
  readonly since?: number | undefined;
  readonly until?: number | undefined;
  /** Lower bound of the attempts. */
  readonly attempts?: number | undefined;
}

const NAMES = ['topic', 'group', 'reason', 'handler', 'type', 'key', 'tenant', 'since', 'until', 'attempts'] as const;

export const hasFilters = (filter: Filter): boolean => NAMES.some((name) => filter[name] !== undefined);

/** The topics that match a filter; an unknown name is an error, not an empty list. */
export const topicsFor = ({ topic, group, since, until }: Filter): readonly DeadLetterTopic[] => {
  if (since !== undefined && until !== undefined && since >= until)
    throw new UsageError(
      `--since ${new Date(since).toISOString()} is not before --until ${new Date(until).toISOString()}`,
    );
  const found = deadLetterTopics.filter(
    (o) =>
      (topic === undefined || o.source === topic || o.name === topic) && (group === undefined || o.group === group),
  );
  if (found.length > 0) return found;
  if (group !== undefined && !Object.hasOwn(subscriptions, group))
    throw new UsageError(`no group ${group}; there are ${Object.keys(subscriptions).join(', ')}`);
  throw new UsageError(
    group === undefined ? `no group reads a topic ${topic}` : `${group} does not read a topic ${topic}`,
  );
};

export const matchesFilter = (filter: Filter, { headers, key, timestamp }: ConsumerRecord): boolean => {
  const { reason, handler, type, key: wanted, tenant, since, until, attempts } = filter;
  const is = (asked: string | undefined, found: string | undefined) => asked === undefined || asked === found;
  return (
    (reason === undefined || (headers.dlq_reason ?? '').toLowerCase().includes(reason.toLowerCase())) &&
    is(handler, headers.dlq_handler) &&
    is(type, headers.ce_type) &&
    (is(wanted, key ?? undefined) || is(wanted, headers.ce_correlationid)) &&
    is(tenant, headers.ce_tenantid) &&
    (since === undefined || timestamp >= since) &&
    (until === undefined || timestamp < until) &&
    (attempts === undefined || Number(headers.dlq_attempts ?? 0) >= attempts)
  );
};
