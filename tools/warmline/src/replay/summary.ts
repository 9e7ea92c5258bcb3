import type { Assessment } from './conversation.ts';
import type { Row } from './replay-rows.ts';

/** A line of the output. */
export type ResultLine =
  | ({ readonly id: Row['id']; readonly missed?: readonly number[] } & Pick<
      Assessment,
      'verdict' | 'reasons' | 'rules'
    >)
  | { readonly id: Row['id']; readonly verdict: null; readonly error: string };

/** The number of each verdict, hand-offs and offers by their leading reason, and the duration. */
export const summaryText = (lines: readonly ResultLine[], seconds: number): string => {
  const count = (verdict: ResultLine['verdict']): number => lines.filter((l) => l.verdict === verdict).length;
  const [handed, offered, none, failed] = [count('immediate'), count('offer'), count('none'), count(null)];
  const missed = lines.filter((l) => l.verdict !== null && l.missed !== undefined).length;
  const rate = seconds > 0 ? ` (${(lines.length / seconds).toFixed(1)}/s)` : '';
  return [
    `${lines.length} conversations in ${seconds.toFixed(1)} s${rate}: ${handed} handed over, ${offered} offered, ${none} neither`,
    ...byReason('hand-offs', lines, 'immediate'),
    ...byReason('offers', lines, 'offer'),
    ...(missed > 0 ? [`${missed} with a message assessed without its score`] : []),
    ...(failed > 0 ? [`${failed} without a verdict`] : []),
  ].join('\n');
};

const byReason = (title: string, lines: readonly ResultLine[], verdict: 'immediate' | 'offer'): string[] => {
  const counts = new Map<string, number>();
  for (const line of lines) {
    if (line.verdict !== verdict) continue;
    const reason = line.reasons[0] ?? 'none given';
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  if (counts.size === 0) return [];
  const sorted = [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  return [`${title} by reason:`, ...sorted.map(([reason, n]) => `  ${String(n).padStart(6)}  ${reason}`)];
};
