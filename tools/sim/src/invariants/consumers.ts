import { subscriptions } from '@warmline/contracts';
import type { Invariant } from './invariant.ts';

/** Every service folds every event of its topics once, in partition order, and no tick twice. */
export const consumers: Invariant = ({ services }, events) => {
  const faults: string[] = [];
  for (const [service, { appliedInputs: applied }] of services) {
    if (service === 'gateway') continue;
    const ticks = new Set<string>();
    const placeOf = new Map<string, string>();
    const expected = new Map<string, string[]>();
    for (const { name } of subscriptions[service])
      for (const [place, list] of Map.groupBy(events.get(name) ?? [], (e) => `${e.topic}/${e.partition}`)) {
        const ids = list.map((e) => e.id);
        expected.set(place, ids);
        for (const id of ids) placeOf.set(id, place);
      }
    const folded = new Map<string, string[]>();
    for (const { stage, key, input } of applied) {
      if (input.type === 'Tick') {
        if (ticks.has(input.id)) faults.push(`${service} ${stage}/${key}: the tick due ${input.at} fired twice`);
        ticks.add(input.id);
        continue;
      }
      const place = placeOf.get(input.id) ?? 'nowhere';
      const ids = folded.get(place);
      if (ids === undefined) folded.set(place, [input.id]);
      else ids.push(input.id);
    }
    for (const id of folded.get('nowhere') ?? []) faults.push(`${service} folded ${id}, which no reader has`);
    for (const [place, ids] of expected) {
      const done = folded.get(place) ?? [];
      const first = ids.findIndex((id, i) => done[i] !== id);
      if (first >= 0) faults.push(`${service} folded ${done[first] ?? 'nothing'} where ${place} has ${ids[first]}`);
      else if (done.length > ids.length) faults.push(`${service} folded ${done[ids.length]} of ${place} again`);
    }
  }
  return faults;
};
