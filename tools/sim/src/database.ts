import type { Commit, ExecutorStore, MemoryExecutorStore, MemoryStore, Store } from '@warmline/messaging';
import type { AppliedInput } from './history.ts';
import type { Host } from './host.ts';

/** The database of one service; it outlives every host. */
export interface Database {
  readonly memory: MemoryStore;
  /** The gateway's only. */
  readonly executor?: MemoryExecutorStore;
  readonly appliedInputs: AppliedInput[];
  /** Violations seen in commits, in words. */
  readonly violations: string[];
}

/** Ticks folded before their instant, by the host's clock or by the latest event, whichever is later. */
const prematureTicks = (commit: Commit, now: number): string[] =>
  commit.processed
    .filter(({ input }) => input.type === 'Tick' && input.at > now)
    .map(({ stage, key, input }) => `${stage}/${key}: a tick due ${input.at} fired before its time`);

/** The database as one host reaches it over the network. */
export const storeFor = (host: Host, database: Database): Store => {
  const { memory, appliedInputs: applied, violations: faults } = database;
  return {
    takeOver: (n) => host.request('take-over', () => (database.executor ?? memory).takeOver(n)),
    unpublishedRows: (n) => host.request('leftovers', () => memory.unpublishedRows(n)),
    load: (stage, keys, tables) => host.read('load', () => memory.load(stage, keys, tables)),
    journal: (stage, keys, limit) => host.read('journal', () => memory.journal(stage, keys, limit)),
    dueKeys: (n, upTo, limit) => host.read('due', () => memory.dueKeys(n, upTo, limit)),
    commit: (commit) => {
      faults.push(...prematureTicks(commit, Math.max(host.latestTime, host.network.latestEvent)));
      return host.request('commit', async () => {
        const answer = await memory.commit(commit);
        if (answer === 'committed')
          for (const { stage, key, receivedAt: arrived, input, outputs } of commit.processed)
            applied.push({ stage, key, arrived, input, outputs });
        host.network.trace?.(
          `${host.name} commits ${commit.tasks.map((t) => `${t.n}v${t.expected}+${t.outbox?.records.length ?? 0}`).join(' ')}: ${answer}`,
        );
        if (answer === 'committed' && commit.tasks.length > 1)
          host.network.stepReached(host.service, host.name, 'wide-commit applied');
        return answer;
      });
    },
    deleteOutboxRows: (ids) => host.request('drop', () => memory.deleteOutboxRows(ids)),
    isDataError: () => memory.isDataError(),
  };
};

/**
 * Transactions as one host runs them: a round trip between two statements, and a COMMIT that arrives, is lost or arrives late, whether
 * or not its sender is still alive.
 */
export const executorStoreFor = (host: Host, store: MemoryExecutorStore): ExecutorStore => ({
  transact: (wanted, decide) =>
    new Promise((resolve, reject) => {
      const { network } = host;
      const answer = (settle: () => void): void =>
        void network.time.after(network.delay(), () => host.runInProcess(settle));
      const broken = new Error('connection lost');
      const callOutcome = network.callOutcome('commit');
      const arrival = (): Promise<void> =>
        new Promise((land, lose) => {
          network.stepReached(host.service, host.name, 'commit sent');
          network.time.after(network.delay(), () => {
            if (!host.isAlive) {
              if (network.random.chance(0.4)) lose(broken);
              else network.applyLate(host.service, host.name, land);
            } else if (callOutcome === 'refused') lose(broken);
            else if (callOutcome === 'late') {
              answer(() => reject(broken));
              network.applyLate(host.service, host.name, land);
            } else land();
          });
        });
      store
        .transact(wanted, decide, (statement) => (statement === 'commit' ? arrival() : host.statement()))
        .then(
          (outcome) => {
            network.trace?.(
              `${host.name} ${outcome === 'stale' ? 'is refused' : 'commits'}: ${wanted.guards.length === 0 ? 'http' : wanted.guards.map((g) => `task ${g.n}v${g.expected}`).join(', ')}`,
            );
            if (outcome !== 'stale') network.stepReached(host.service, host.name, 'commit applied');
            answer(() => (callOutcome === 'answer-lost' ? reject(broken) : resolve(outcome)));
          },
          (error: unknown) => answer(() => reject(error)),
        );
    }),
  isDataError: (error) => store.isDataError(error),
});
