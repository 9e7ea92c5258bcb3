import type { Database } from '@warmline/persistence';
import { collectWith, type Metrics } from '@warmline/telemetry';

/** Reports the connections of a service to its database whenever the metrics are read, also while all connections are used. */
export const reportConnections = (
  database: Pick<Database, 'poolIfConnected'>,
  {
    databaseConnections,
    databaseConnectionsMax,
    databaseRequestsWaiting,
  }: Pick<Metrics, 'databaseConnections' | 'databaseConnectionsMax' | 'databaseRequestsWaiting'>,
): void => {
  collectWith(databaseConnections, () => {
    const { totalCount = 0, idleCount = 0, waitingCount = 0, options } = database.poolIfConnected ?? {};
    databaseConnections.set({ state: 'idle' }, idleCount);
    databaseConnections.set({ state: 'used' }, totalCount - idleCount);
    databaseConnectionsMax.set(options?.max ?? 0);
    databaseRequestsWaiting.set(waitingCount);
  });
};
