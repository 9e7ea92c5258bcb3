import type { ServiceName } from '@warmline/contracts';
import { serviceNames } from '@warmline/testing/system';

/** The schema of a service, as the persistence library names it. */
export const schemaOf = (service: ServiceName): string => `wl_${service.replaceAll('-', '_')}`;

/** A task row, or a counter of the gateway's shards (which has no version and no offsets). */
export interface ProgressRow {
  readonly service: ServiceName;
  readonly is: 'task' | 'shard';
  readonly n: number;
  readonly incarnation: string;
  readonly version: number;
  readonly seq: number;
  readonly offsets: Readonly<Record<string, number>>;
}

/** The progress of every service, in one snapshot. */
export const PROGRESS_QUERY = [
  ...serviceNames.map(
    (service) =>
      `SELECT '${service}' AS service, 'task' AS is, n, incarnation, version, seq, offsets FROM ${schemaOf(service)}.task`,
  ),
  `SELECT 'gateway', 'shard', n, incarnation, 0, seq, '{}'::json FROM ${schemaOf('gateway')}.shard`,
].join(' UNION ALL ');

export const progressRow = (raw: Record<string, unknown>): ProgressRow => ({
  service: raw.service as ServiceName,
  is: raw.is as ProgressRow['is'],
  n: Number(raw.n),
  incarnation: String(raw.incarnation),
  version: Number(raw.version),
  seq: Number(raw.seq),
  offsets: raw.offsets as ProgressRow['offsets'],
});

/** True for the row that assigns sequences: a shard row of the gateway, a task row elsewhere. */
export const assignsSequences = ({ service, is }: ProgressRow): boolean =>
  service === 'gateway' ? is === 'shard' : is === 'task';
