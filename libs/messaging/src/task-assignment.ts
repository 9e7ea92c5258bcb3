/**
 * Assigns tasks 0 to count - 1 to the members of a group, given the tasks each has now. Balanced to within one task. A member keeps
 * its tasks up to its quota, so few tasks move. The order of the map does not matter.
 */
export const assignTasks = (members: ReadonlyMap<string, readonly number[]>, count: number): Map<string, number[]> => {
  const ids = [...members.keys()].sort();
  const held = new Map(ids.map((id) => [id, (members.get(id) ?? []).filter((task) => task >= 0 && task < count)]));
  const heldBy = (id: string): readonly number[] => held.get(id) ?? [];
  // The members with most tasks get the larger quota, or a task would move without need.
  const byLoad = [...ids].sort((a, b) => heldBy(b).length - heldBy(a).length || (a < b ? -1 : 1));
  const least = Math.floor(count / ids.length);
  const quotas = new Map(byLoad.map((id, place) => [id, least + (place < count % ids.length ? 1 : 0)]));

  const taken = new Set<number>();
  const assignment = new Map<string, number[]>();
  for (const id of ids) {
    const stillHeld = [...new Set(heldBy(id))].filter((task) => !taken.has(task)).sort((a, b) => a - b);
    const own = stillHeld.slice(0, quotas.get(id));
    for (const task of own) taken.add(task);
    assignment.set(id, own);
  }
  const free = Array.from({ length: count }, (_, task) => task).filter((task) => !taken.has(task));
  for (const id of ids) {
    const own = assignment.get(id) ?? [];
    own.push(...free.splice(0, (quotas.get(id) ?? 0) - own.length));
    own.sort((a, b) => a - b);
  }
  return assignment;
};
