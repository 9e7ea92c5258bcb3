import { fileURLToPath } from 'node:url';
import { PARTITION_COUNT, type ServiceName, subscriptions } from '@warmline/contracts';
import { stages as escalation, loadPolicy } from '@warmline/escalation-detection/stages';
import {
  type AskBot,
  commandTargets,
  ExpectedConversations,
  type GatewayEffect,
  stages as gateway,
} from '@warmline/gateway/stages';
import {
  CommandProcessor,
  type CommittedEffect,
  derivedId,
  Executor,
  noopObserver,
  Processor,
  type Stage,
  type Transport,
} from '@warmline/messaging';
import { stages as outcome } from '@warmline/outcome-feedback/stages';
import { stages as waits } from '@warmline/queue-wait-estimation/stages';
import { stages as routing } from '@warmline/routing/stages';
import { stages as sentiment } from '@warmline/sentiment/stages';
import { loadTeams } from '@warmline/service-kit/teams-file';
import { type Database, executorStoreFor, storeFor } from './database.ts';
import type { Host } from './host.ts';

const defaults = (name: string): string => fileURLToPath(new URL(`../../../deploy/defaults/${name}`, import.meta.url));
const defaultTeams = loadTeams(defaults('teams.yaml'));
/** The default teams, with a wrap-up in one of them, so that timers free capacity too, and a first-response timeout within a run. */
const teams = {
  ...defaultTeams,
  settings: { ...defaultTeams.settings, firstResponseTimeoutSeconds: 20 },
  teamSettings: { billing_team: { wrapUpSeconds: 3 } },
};

/** An agent who may sign in. */
export interface RosterAgent {
  readonly id: string;
  readonly name: string;
  readonly teams: readonly string[];
  readonly skills: readonly { readonly name: string; readonly level: number }[];
  readonly languages: readonly string[];
}
export const roster: readonly RosterAgent[] = teams.agents;
const policy = loadPolicy(defaults('policy.yaml'));

export const BOT_TIMEOUT_MS = policy.thresholds.botAnswerSeconds * 1_000;

export type StreamService = Exclude<ServiceName, 'gateway'>;
export const STREAM_SERVICES: readonly StreamService[] = [
  'sentiment',
  'escalation-detection',
  'routing',
  'queue-wait-estimation',
  'outcome-feedback',
];
export const SERVICES: readonly ServiceName[] = ['gateway', ...STREAM_SERVICES];

const stagesOf: Readonly<Record<StreamService, () => readonly Stage[]>> = {
  sentiment,
  'escalation-detection': () => escalation(() => policy),
  routing: () => routing(() => teams),
  'queue-wait-estimation': () => waits(() => teams.settings),
  'outcome-feedback': outcome,
};
/** Deciders keep nothing but caches between two inputs, so one call gives what a separate process would have. */
export const stagesFor = (service: StreamService): readonly Stage[] => stagesOf[service]();

const log = (host: Host) => {
  const line = (level: string) => (detail: object, message: string) => {
    const { err } = detail as { err?: unknown };
    host.network.trace?.(`${host.name} ${level}: ${message}${err instanceof Error ? ` (${err.message})` : ''}`);
  };
  return { info: line('info'), warn: line('warn'), error: line('error') };
};

/** Runs the service on the host, as its process would. Only the gateway returns an executor. */
export const startServiceOn = (
  host: Host,
  service: ServiceName,
  database: Database,
  transport: Transport,
  onFault: (what: string) => void,
  askBot: (host: Host, executor: Executor, asked: AskBot) => void,
): Executor | null => {
  const wiring = {
    service,
    topics: subscriptions[service],
    transport,
    clock: host.clock,
    log: log(host),
    observer: noopObserver,
    store: storeFor(host, database),
    ready: () => {},
    fatal: (error: Error) => onFault(`${host.name} stopped with a fatal error: ${error.message}`),
  };
  const failed = (error: unknown): void => onFault(`${host.name} could not start: ${String(error)}`);
  if (service !== 'gateway') {
    new Processor({ ...wiring, stages: stagesFor(service) }).start().catch(failed);
    return null;
  }
  const { executor: store } = database;
  if (store === undefined) throw new Error('the gateway has no executor store');
  const botOf = (channel: string): string | null => (channel === 'mail' ? null : 'demo');
  // So few that expectations are often wrong.
  const expected = new ExpectedConversations(2);
  const executor: Executor = new Executor({
    service,
    stages: gateway({
      policyVersionOf: () => policy.version,
      verdictWaitMsOf: () => policy.thresholds.verdictWaitMs,
      defaultPolicyVersion: policy.version,
      botOf,
      botTimeoutMs: BOT_TIMEOUT_MS,
    }),
    store: executorStoreFor(host, store),
    clock: host.clock,
    onCommitted: (rows, _timeline, effects) => {
      processor.publishCommitted(rows);
      for (const { effect } of effects as readonly CommittedEffect<GatewayEffect>[]) {
        if (effect.type === 'ask-bot') askBot(host, executor, effect);
        else if (effect.type === 'address-found') expected.found(effect.address, effect.conversationId);
      }
    },
    onDueChanged: (at) => processor.dueChanged(at),
  });
  const processor: CommandProcessor = new CommandProcessor({
    ...wiring,
    route: commandTargets(host.clock.now, expected, () =>
      derivedId(`drawn/${host.network.random.below(2 ** 31)}/${host.network.random.below(2 ** 31)}`),
    ),
    executor,
    outboxAfter: (after) => host.read('outbox', () => store.outboxAfter(after)),
    shards: PARTITION_COUNT,
  });
  processor.start().catch(failed);
  return executor;
};
