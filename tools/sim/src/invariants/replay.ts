import { type Context, derivedId, type Output, type Stage, Table } from '@warmline/messaging';
import type { AppliedInput, ServiceData } from '../history.ts';
import { STREAM_SERVICES, stagesFor } from '../instance.ts';
import type { Invariant } from './invariant.ts';

/** A state as it is stored: its tables apart, row by row. */
const stateText = (stage: Stage, state: unknown): string => {
  const root: Record<string, unknown> = { ...(state as object) };
  const tables = (stage.tables ?? []).map((name) => {
    const table = root[name];
    delete root[name];
    const rows = table instanceof Table ? table.ids().map((id) => [id, table.get(id)]) : [];
    return [name, rows.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1))];
  });
  return JSON.stringify([root, tables]);
};

const storedStateText = ({ memory }: ServiceData, stage: Stage, key: string): string => {
  const row = memory.states.get(`${stage.name}\u0000${key}`);
  if (row === undefined) return 'none';
  const tables = (stage.tables ?? []).map((name) => [
    name,
    [...(row.tables[name] ?? [])].sort(([a], [b]) => (a < b ? -1 : 1)),
  ]);
  return JSON.stringify([row.data, tables]);
};

/** Outputs completed from the journal after the fold are compared by type only. */
const outputsText = (
  outputs: readonly { readonly type: string; readonly data: unknown }[],
  late: readonly boolean[],
): string => JSON.stringify(outputs.map(({ type, data }, i) => (late[i] === true ? [type] : [type, data])));

const refold = (stage: Stage, inputs: readonly AppliedInput[], fault: (what: string) => void): string => {
  let state: unknown = null;
  for (const { input, key, arrived, outputs } of inputs) {
    const id = (name: string) => derivedId(`${input.id}/${name}`);
    const context: Context = arrived === undefined ? { id } : { id, receivedAt: arrived };
    const stepped = stage.step.step(state, input, context);
    state = stepped.state;
    const now: readonly Output[] = stepped.verdict.is === 'emit' ? stepped.verdict.outputs : [];
    const late = now.map((output) => output.withJournal !== undefined);
    if (outputsText(now, late) !== outputsText(outputs, late))
      fault(`${stage.name}/${key}: ${input.type} ${input.id} gave other outputs than its inputs give`);
  }
  return state === null ? 'none' : stateText(stage, state);
};

/**
 * The state of every key is the fold of its committed inputs in their order, and each input gave the outputs that were committed with
 * it: no update is lost to a stale cache. The fold gets the recorded times of receipt. Joins are left out.
 */
export const replay: Invariant = ({ services }) => {
  const faults: string[] = [];
  for (const service of STREAM_SERVICES) {
    const database = services.get(service);
    if (database === undefined) continue;
    for (const stage of stagesFor(service)) {
      if (stage.stateless || stage.ordersTicks) continue;
      const stageInputs = database.appliedInputs.filter((a) => a.stage === stage.name);
      for (const [key, inputs] of Map.groupBy(stageInputs, (a) => a.key)) {
        const before = faults.length;
        const state = refold(stage, inputs, (what) => {
          if (faults.length === before) faults.push(`${service} ${what}`);
        });
        const found = storedStateText(database, stage, key);
        if (faults.length === before && state !== found)
          faults.push(
            `${service} ${stage.name}/${key}: the state is ${found.slice(0, 200)}, its inputs give ${state.slice(0, 200)}`,
          );
      }
    }
  }
  return faults;
};
