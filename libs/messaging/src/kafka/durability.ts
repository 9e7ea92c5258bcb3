/** How safely records are kept. Absent: 3 and 2 on three brokers or more, as many as there are brokers and 1 otherwise. */
export interface Durability {
  readonly replicationFactor?: number | undefined;
  readonly minInsyncReplicas?: number | undefined;
}

export const MIN_INSYNC = 'min.insync.replicas';
/** Durability on a number of brokers. */
export const requiredDurability = (
  wanted: Durability,
  brokers: number,
): { readonly replicationFactor: number; readonly minInsyncReplicas: number } => ({
  replicationFactor: wanted.replicationFactor ?? Math.min(3, brokers),
  minInsyncReplicas: wanted.minInsyncReplicas ?? (brokers >= 3 ? 2 : 1),
});
