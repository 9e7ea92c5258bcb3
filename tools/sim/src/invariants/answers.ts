import { topics } from '@warmline/contracts';
import { derivedId, joinedName } from '@warmline/messaging';
import { conversationsByAddress } from './conversations.ts';
import type { Invariant } from './invariant.ts';
import { asText, type ReadEvent } from './outside-reader.ts';

/** The event that each accepted request publishes, once. */
const EVENT_OF_COMMAND: Readonly<Record<string, string>> = {
  Choose: 'ChoiceMade',
  RequestHuman: 'HumanRequested',
  AnswerSurvey: 'SurveyAnswered',
  Resolve: 'HandoffResolved',
  Transfer: 'TransferRequested',
  SetPresence: 'AgentPresenceChanged',
};
const isAccepted = (status: number): boolean => status >= 200 && status < 300;

/** Every attempt of a request got the same answer; an accepted request took effect once, a refused one never. */
export const answers: Invariant = ({ requests, deliveries }, events) => {
  const faults: string[] = [];
  for (const request of requests) {
    const different = new Set(request.answers.filter(({ status }) => status !== 404).map((a) => JSON.stringify(a)));
    if (different.size > 1)
      faults.push(
        `request ${request.n} (${request.type}) was answered in ${different.size} ways: ${[...different].join(' and ')}`,
      );
  }

  const postedByText = Map.groupBy(
    (events.get(topics.conversation.name) ?? []).filter((e) => e.type === 'MessagePosted'),
    (e) => asText(e.data.text),
  );
  const expectedPosts = new Map<string, { key: string; times: number; messageId: string | undefined; what: string }>();
  for (const { n, key, type, data, answers: received } of requests) {
    // 404 is not a refusal: the conversation may exist when the next attempt arrives.
    const answer = received.find(({ status }) => status !== 404);
    if (type !== 'Post' || answer === undefined) continue;
    const { messageId } = (answer.body ?? {}) as { messageId?: string };
    const { text } = data as { text: string };
    expectedPosts.set(text, {
      key,
      times: isAccepted(answer.status) ? 1 : 0,
      messageId,
      what: `the post of request ${n}`,
    });
  }
  const conversationIds = conversationsByAddress(events);
  for (const { address, text } of deliveries) {
    const messageId = expectedPosts.get(text)?.messageId;
    const [key = ''] = conversationIds.get(address) ?? [];
    expectedPosts.set(text, { key, times: 1, messageId, what: `the delivery ${text}` });
  }
  for (const [text, { key, times, messageId, what }] of expectedPosts) {
    const found = postedByText.get(text) ?? [];
    if (found.length !== times) faults.push(`${what} was published ${found.length} times, not ${times}`);
    for (const { data } of found) {
      if (data.conversationId !== key) faults.push(`${what} is in another conversation`);
      if (messageId !== undefined && data.messageId !== messageId)
        faults.push(`${what} has another id than its answer says`);
    }
  }

  // A lost connection of a desk, and its return, change the presence without a request.
  const presenceRequests = new Set(
    requests
      .filter(({ type }) => type === 'SetPresence')
      .map(({ stage, key, type, idempotencyKey }) => derivedId(joinedName(stage, key, type, idempotencyKey))),
  );
  const isRequested = ({ type, headers }: ReadEvent): boolean =>
    type !== 'AgentPresenceChanged' || presenceRequests.has(headers.ce_causationid ?? '');
  const all = [...(events.get(topics.conversation.name) ?? []), ...(events.get(topics.desk.name) ?? [])];
  for (const [type, eventType] of Object.entries(EVENT_OF_COMMAND)) {
    const eventsByKey = Map.groupBy(
      all.filter((e) => e.type === eventType && isRequested(e)),
      (e) => asText(type === 'SetPresence' ? e.data.agentId : e.data.conversationId),
    );
    const acceptedByKey = Map.groupBy(
      requests.filter((r) => r.type === type && r.answers.some(({ status }) => isAccepted(status))),
      (r) => r.key,
    );
    for (const key of new Set([...eventsByKey.keys(), ...acceptedByKey.keys()])) {
      const [times, effects] = [acceptedByKey.get(key)?.length ?? 0, eventsByKey.get(key)?.length ?? 0];
      if (times !== effects) faults.push(`${key}: ${type} was accepted ${times} times and published ${effects} times`);
    }
  }
  return faults;
};
