import { topics } from '@warmline/contracts';
import { positionOf, type Violation, violation } from '@warmline/testing/history-violation';
import type { ObservedRecord } from '../observation/observed-record.ts';

/** Every malformed record becomes one dead letter, and nothing else does. */
export const checkDeadLetters = (applied: readonly ObservedRecord[]): Violation[] => {
  const found: Violation[] = [];
  const letters = Map.groupBy(
    applied.filter((record) => record.letter !== undefined),
    (record) => record.letter?.source ?? '',
  );
  const malformed = new Map(
    applied.filter((r) => r.topic === topics.ingress.name && r.malformed !== undefined).map((r) => [positionOf(r), r]),
  );
  for (const [place, record] of malformed) {
    const own = letters.get(place) ?? [];
    const what = `malformed (${record.malformed}) ${place}: ${own.length} dead letters`;
    if (own.length === 0) found.push(violation('lost', 'dead-letter', what));
    if (own.length > 1) found.push(violation('doubled', 'dead-letter', what, own.map(positionOf)));
  }
  for (const [source, own] of letters) {
    if (malformed.has(source)) continue;
    const [first] = own;
    const what = `${first?.type} ${first?.id} of ${source} is a dead letter: ${first?.letter?.reason}`;
    found.push(violation('lost', 'dead-letter', what, own.map(positionOf)));
  }
  return found;
};

/** Dead letters by reason, without numbers, so that equal reasons are counted together. */
export const deadLettersByReason = (applied: readonly ObservedRecord[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { letter } of applied) {
    if (letter === undefined) continue;
    const reason = letter.reason.replaceAll(/\d+/g, 'N').slice(0, 60);
    counts[reason] = (counts[reason] ?? 0) + 1;
  }
  return counts;
};
