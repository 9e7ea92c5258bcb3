import { topics } from '@warmline/contracts';
import { handoffLifecycles, isFinalEvent } from '@warmline/testing/handoff-lifecycle';
import { positionOf, type Violation, violation } from '@warmline/testing/history-violation';
import type { History } from '../history.ts';
import { AGENT_CAPACITY, MAX_CALLBACK_ATTEMPTS } from '../limits.ts';
import type { ObservedRecord } from '../observation/observed-record.ts';

const byHandoff = (
  applied: readonly ObservedRecord[],
  filter: (record: ObservedRecord) => boolean,
): Map<string, ObservedRecord[]> => Map.groupBy(applied.filter(filter), (record) => record.data.handoffId ?? '');

/**
 * A hand-off is requested once, received once, queued, ended once, and its outcome is recorded once; its events form a legal lifecycle,
 * and there are none without a request.
 */
export const checkHandoffs = (
  applied: readonly ObservedRecord[],
  { outcomes }: Pick<History, 'outcomes'>,
): Violation[] => {
  const routingEvents = applied.filter((record) => record.topic === topics.routing.name);
  const limits = { capacityOf: () => AGENT_CAPACITY, callbackAttempts: MAX_CALLBACK_ATTEMPTS };
  const found = [...handoffLifecycles(routingEvents, limits).violations];
  const requests = byHandoff(applied, (r) => r.type === 'HandoffRequested');
  const received = byHandoff(applied, (r) => r.type === 'HandoffReceived');
  const lifecycles = byHandoff(routingEvents, (r) => r.data.handoffId !== undefined);
  const recorded = byHandoff(applied, (r) => r.type === 'OutcomeRecorded');
  for (const [handoffId, [request, ...repeats]] of requests) {
    if (request === undefined) continue;
    const name = `hand-off ${handoffId} of ${request.data.conversationId}, requested at ${positionOf(request)}`;
    const expectOnce = (records: readonly ObservedRecord[], what: string): void => {
      if (records.length === 0) found.push(violation('lost', 'handoff', `${name}: no ${what}`));
      if (records.length > 1)
        found.push(
          violation('doubled', 'handoff', `${name}: ${what} ${records.length} times`, records.map(positionOf)),
        );
    };
    if (repeats.length > 0)
      found.push(violation('doubled', 'handoff', `${name}: requested again`, repeats.map(positionOf)));
    expectOnce(received.get(handoffId) ?? [], 'HandoffReceived');
    const lifecycle = lifecycles.get(handoffId) ?? [];
    if (!lifecycle.some((event) => event.type === 'HandoffQueued'))
      found.push(violation('lost', 'handoff', `${name}: no HandoffQueued`));
    const end = lifecycle.find(isFinalEvent);
    if (end === undefined) {
      const last = lifecycle.at(-1);
      const lastSeen =
        last === undefined
          ? 'no event follows'
          : `the last event is ${last.type} (${last.data.agentId ?? 'no agent'}) at ${positionOf(last)}`;
      found.push(violation('withoutEnd', 'handoff', `${name}: ${lastSeen}`));
      continue;
    }
    // No outcome is recorded for a callback or a ticket.
    if (end.type !== 'HandoffClosed' && end.type !== 'HandoffAbandoned') continue;
    expectOnce(recorded.get(handoffId) ?? [], 'OutcomeRecorded');
    if ((outcomes.get(handoffId) ?? null) === null)
      found.push(violation('lost', 'outcome-row', `${name}: ended as ${end.type}, and its row has no end`));
  }
  for (const [handoffId, lifecycle] of lifecycles)
    if (!requests.has(handoffId))
      found.push(
        violation('doubled', 'handoff', `hand-off ${handoffId} was never requested`, lifecycle.map(positionOf)),
      );
  return found;
};

/** A customer who asks for a person is handed over; a conversation is handed over again only after it went back to its bot. */
export const checkHumanRequests = (applied: readonly ObservedRecord[], expected: ReadonlySet<string>): Violation[] => {
  const found: Violation[] = [];
  const requests = new Map<string, ObservedRecord[]>();
  const returnsToBot = new Map<string, number>();
  const requested = new Set<string>();
  for (const record of applied) {
    const { conversationId = '', owner } = record.data;
    if (record.type === 'HandoffRequested')
      requests.set(conversationId, [...(requests.get(conversationId) ?? []), record]);
    if (record.type === 'HumanRequested') requested.add(conversationId);
    if ((record.type === 'OwnerChanged' && owner?.kind === 'bot') || record.type === 'ConversationStarted')
      returnsToBot.set(conversationId, (returnsToBot.get(conversationId) ?? 0) + 1);
  }
  for (const id of expected)
    if (requested.has(id) && !requests.has(id))
      found.push(
        violation('lost', 'human-request', `conversation ${id} asked for a person, and there is no HandoffRequested`),
      );
  for (const [id, all] of requests)
    if (all.length > (returnsToBot.get(id) ?? 0))
      found.push(
        violation(
          'doubled',
          'human-request',
          `conversation ${id}: ${all.length} hand-offs, ${returnsToBot.get(id) ?? 0} times with a bot`,
          all.map(positionOf),
        ),
      );
  return found;
};
