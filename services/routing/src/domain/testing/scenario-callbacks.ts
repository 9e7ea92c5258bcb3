import type { Instant } from '@warmline/contracts';
import type { CallbackState, Pool } from '../pool.ts';
import type { RoutingInput } from '../routing.ts';
import { settings } from './scenario-teams.fixtures.ts';

const WINDOW_MS = settings.callbackWindowMinutes * 60_000;
const results = ['no-answer', 'no-answer', 'reached', 'done', 'wrong-number'];

/** The start of one of the next two callback windows. */
export const windowAfter = (at: Instant, n: number): Instant =>
  Math.ceil(at / WINDOW_MS) * WINDOW_MS + (n % 2) * WINDOW_MS;

/** The ids of a callback of the pool and of its agent, if it has one. */
const callbackData = (n: number, pool: Pool | null, is: CallbackState['is'] | null = null): object | null => {
  const rows = (pool?.callbacks.values() ?? []).sort((a, b) => (a.request.handoffId < b.request.handoffId ? -1 : 1));
  const of = is === null ? rows : rows.filter((each) => each.is === is);
  const row = of[n % Math.max(1, of.length)];
  if (row === undefined) return null;
  const { handoffId, conversationId } = row.request;
  return {
    poolId: 'p',
    tenantId: 't',
    handoffId,
    conversationId,
    ...(row.is === 'assigned' ? { agentId: row.agentId } : {}),
  };
};

/** An agent reports a call, or a customer cancels one, if that is possible now. */
export const callbackInput = (
  command: { do: string; n: number },
  pool: Pool | null,
): { type: RoutingInput; data: object } | null => {
  const { n } = command;
  const data = callbackData(n, pool, command.do === 'report' ? 'assigned' : null);
  if (data === null) return null;
  return command.do === 'report'
    ? { type: 'CallbackReported', data: { ...data, outcome: results[n % results.length] } }
    : { type: 'CustomerLeft', data: { ...data, reason: n % 3 === 0 ? 'ended' : 'back-to-bot' } };
};
