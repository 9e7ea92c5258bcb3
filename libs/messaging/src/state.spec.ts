import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { StateCache } from './state.ts';

const entry = (state: unknown) => ({ state, due: null });

test('given any order of use, then what is found is what was set last, half of the limit is always there, and never more than the limit', () => {
  const use = fc.record({ id: fc.nat(30).map(String), is: fc.constantFrom('get', 'set', 'end') });
  fc.assert(
    fc.property(fc.array(use, { maxLength: 300 }), (uses) => {
      const cache = new StateCache(20);
      const truth = new Map<string, unknown>();
      const recent: string[] = [];
      let n = 0;
      for (const { id, is } of uses) {
        if (is === 'get') {
          const found = cache.get(id);
          if (found !== undefined) expect(found.state).toBe(truth.get(id));
          else expect(recent.slice(-10)).not.toContain(id);
          if (found === undefined) continue;
        } else {
          const state = is === 'set' ? ++n : null;
          cache.set(id, entry(state));
          truth.set(id, state ?? undefined);
        }
        expect(cache.size).toBeLessThanOrEqual(20);
        const at = recent.indexOf(id);
        if (at >= 0) recent.splice(at, 1);
        if (truth.get(id) !== undefined) recent.push(id);
      }
    }),
  );
});
