import type { Commit, ExecutorStore, MemoryExecutorStore, MemoryStore, Store } from '@warmline/messaging';
import type { Applied } from './history.ts';
import type { Host } from './host.ts';

/** One service's database: it outlives every host. */
export interface Database {
  readonly memory: MemoryStore;
  /** Of the gateway only. */
  readonly executor?: MemoryExecutorStore;
  readonly applied: Applied[];
  /** What must never be seen in a commit, in words. */
  readonly faults: string[];
}

/** A tick may be folded once its instant has come by the host's clock, or before an event that is later than it. */
const tooEarly = (commit: Commit, now: number): string[] =>
  commit.happened
    .filter(({ input }) => input.type === 'Tick' && input.at > now)
    .map(({ stage, key, input }) => `${stage}/${key}: a tick due ${input.at} fired before its time`);

/** The database as one host reaches it. */
export const storeFor = (host: Host, database: Database): Store => {
  const { memory, applied, faults } = database;
  return {
    takeOver: (n) => host.ask('take-over', () => (database.executor ?? memory).takeOver(n)),
    leftovers: (n) => host.ask('leftovers', () => memory.leftovers(n)),
    load: (stage, keys, tables) => host.read('load', () => memory.load(stage, keys, tables)),
    journal: (stage, keys, limit) => host.read('journal', () => memory.journal(stage, keys, limit)),
    due: (n, upTo, limit) => host.read('due', () => memory.due(n, upTo, limit)),
    commit: (commit) => {
      faults.push(...tooEarly(commit, Math.max(host.latest, host.network.latestEvent)));
      return host.ask('commit', async () => {
        const answer = await memory.commit(commit);
        if (answer === 'committed')
          for (const { stage, key, arrived, input, outputs } of commit.happened)
            applied.push({ stage, key, arrived, input, outputs });
        host.network.trace?.(
          `${host.name} commits ${commit.tasks.map((t) => `${t.n}v${t.expected}+${t.outbox?.records.length ?? 0}`).join(' ')}: ${answer}`,
        );
        if (answer === 'committed' && commit.tasks.length > 1)
          host.network.reached(host.service, host.name, 'wide commit applied');
        return answer;
      });
    },
    drop: (ids) => host.ask('drop', () => memory.drop(ids)),
    isDataError: () => memory.isDataError(),
  };
};

/**
 * Transactions as one host runs them: a round trip between two statements, and a COMMIT that arrives, is lost or comes late whatever
 * became of who sent it.
 */
export const executorStoreFor = (host: Host, store: MemoryExecutorStore): ExecutorStore => ({
  transact: (wanted, decide) =>
    new Promise((resolve, reject) => {
      const { network } = host;
      const answer = (settle: () => void): void => void network.time.after(network.delay(), () => host.enter(settle));
      const broken = new Error('connection lost');
      const fate = network.fate('commit');
      const arrival = (): Promise<void> =>
        new Promise((land, lose) => {
          network.reached(host.service, host.name, 'commit sent');
          network.time.after(network.delay(), () => {
            if (!host.alive) {
              if (network.random.chance(0.4)) lose(broken);
              else network.late(host.service, host.name, land);
            } else if (fate === 'refused') lose(broken);
            else if (fate === 'late') {
              answer(() => reject(broken));
              network.late(host.service, host.name, land);
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
            if (outcome !== 'stale') network.reached(host.service, host.name, 'commit applied');
            answer(() => (fate === 'answer lost' ? reject(broken) : resolve(outcome)));
          },
          (error: unknown) => answer(() => reject(error)),
        );
    }),
  isDataError: (error) => store.isDataError(error),
});
