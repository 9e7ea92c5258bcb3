import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { StateCache } from './state.ts';

const entry = (state: unknown) => ({ state, due: null });

test('the cache returns the last value set, keeps the last half-limit of used states and never exceeds its limit', () => {
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
