import type { DataOf, EventType, Instant, Subject } from '@warmline/contracts';
import type { AnyEvent, Output, Step } from '@warmline/messaging/decider';
import { stages as waitStages } from '@warmline/queue-wait-estimation/stages';
import { stages as routingStages } from '@warmline/routing/stages';
import { loadTeams } from '@warmline/service-kit/teams-file';
import type { Scenario } from './scenario.ts';

/** Event times are instants; the first day of a simulation is a Monday. */
const START: Instant = Date.UTC(2026, 0, 5);
export const instantOf = (t: number): Instant => START + Math.round(t * 1000);
export const secondsOf = (at: Instant): number => (at - START) / 1000;

const DEFAULT_TEAMS = new URL('../../../../deploy/defaults/teams.yaml', import.meta.url).pathname;
const POOL = { poolId: 'simulated', tenantId: 'simulated' };

/** The default settings with the scenario's routing rules. Routes are looked up by the name of the subject, so any name works. */
const teamsOf = ({ subjects, credit_s, wrap_up_s }: Scenario) => {
  const defaults = loadTeams(DEFAULT_TEAMS);
  const routes = Object.fromEntries(
    Object.entries(subjects).map(([name, { groups, fallback_after_s }]) => [
      name,
      groups.map((team, i) => ({ team, afterSeconds: fallback_after_s[i] ?? 0 })),
    ]),
  ) as Record<Subject, { team: string; afterSeconds: number }[]>;
  const overrides = { creditSecondsPerLevel: credit_s, wrapUpSeconds: wrap_up_s, firstResponseTimeoutSeconds: 0 };
  const settings = { ...defaults.settings, ...overrides, channelWeights: {}, reserve: [] };
  return { ...defaults, routes, hours: {}, teamSettings: {}, settings };
};

/** Priority below the first level. */
const ORDINARY = 50;

/** Events between two commits of a service; a commit clears the record of changed rows. */
const BATCH = 300;

/** One stage over one key, as the runtime folds it. */
const stageRunner = ({ step, due }: Step) => {
  let state: unknown = null;
  let count = 0;
  return {
    feed: (event: AnyEvent): readonly Output[] => {
      const stepped = step(state, event, { id: (name) => `${event.id}/${name}` });
      state = stepped.state;
      count += 1;
      if (count % BATCH === 0) state = savedState(state);
      const { verdict } = stepped;
      if (verdict.is === 'reject') throw new Error(`${event.type}: ${verdict.reason}`);
      return verdict.is === 'emit' ? verdict.outputs : [];
    },
    due: (): Instant | null => (state === null ? null : due(state)),
  };
};

interface Saves {
  readonly saved: () => unknown;
}
const savedState = (state: unknown): unknown => {
  if (typeof state !== 'object' || state === null) return state;
  const rows = Object.entries(state).filter(([, value]) => typeof (value as Saves | null)?.saved === 'function');
  return { ...state, ...Object.fromEntries(rows.map(([name, table]) => [name, (table as Saves).saved()])) };
};

const poolStage = (stages: ReturnType<typeof waitStages>): Step => {
  const found = stages.find(({ name }) => name === 'pool');
  if (found === undefined) throw new Error('no stage is named pool');
  return found.step;
};

/** Times are seconds since the beginning. */
export interface Deciders {
  /** The next instant at which a decider is due; null = never. */
  readonly due: () => Instant | null;
  readonly send: <T extends EventType>(type: T, data: Omit<DataOf<T>, 'poolId' | 'tenantId'>, t: number) => Output[];
  /** Advances time to an instant at which a decider is due. */
  readonly tick: (t: number) => Output[];
  /** The priority at which a level begins. */
  readonly priorityOf: (level: number) => number;
}

/** Routing and, if selected, wait estimation after it: their decisions at each event, in order. */
export const deciders = (scenario: Scenario, withEstimates: boolean): Deciders => {
  const teams = teamsOf(scenario);
  const routing = stageRunner(poolStage(routingStages(() => teams)));
  const wait = withEstimates ? stageRunner(poolStage(waitStages(() => teams.settings))) : null;
  const dueOf = (stage: typeof routing | null): Instant => stage?.due() ?? Number.POSITIVE_INFINITY;
  let n = 0;

  const forward = (event: AnyEvent, outputs: readonly Output[]): Output[] => {
    if (wait === null) return [...outputs];
    const desk = event.type === 'HandoffReceived' || event.type === 'Tick' ? [] : [event];
    const decided = outputs.map(
      ({ type, data }, i) => ({ type, data, id: `${event.id}/${i}`, at: event.at }) as AnyEvent,
    );
    return [...outputs, ...[...desk, ...decided].flatMap((each) => wait.feed(each))];
  };
  return {
    due: () => {
      const due = Math.min(dueOf(routing), dueOf(wait));
      return Number.isFinite(due) ? due : null;
    },
    priorityOf: (level) => teams.settings.priorityLevels[level - 1] ?? ORDINARY,
    send: (type, data, t) => {
      const event = { type, data: { ...POOL, ...data }, id: `e${n++}`, at: instantOf(t) } as unknown as AnyEvent;
      return forward(event, routing.feed(event));
    },
    tick: (t) => {
      const at = instantOf(t);
      const tick = (): AnyEvent => ({ type: 'Tick', id: `t${n++}`, at });
      const outputs: Output[] = [];
      if (dueOf(routing) <= at) {
        const event = tick();
        outputs.push(...forward(event, routing.feed(event)));
      }
      if (dueOf(wait) <= at) outputs.push(...(wait?.feed(tick()) ?? []));
      return outputs;
    },
  };
};
