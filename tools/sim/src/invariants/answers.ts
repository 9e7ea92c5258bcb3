import { topics } from '@warmline/contracts';
import type { Invariant } from './invariant.ts';
import { asText } from './outside-reader.ts';

/** What an accepted request tells, once. */
const EVENT_OF_COMMAND: Readonly<Record<string, string>> = {
  Choose: 'ChoiceMade',
  AskHuman: 'HumanRequested',
  AnswerSurvey: 'SurveyAnswered',
  Resolve: 'HandoffResolved',
  Transfer: 'TransferRequested',
  SetPresence: 'AgentPresenceChanged',
};
const isAccepted = (status: number): boolean => status >= 200 && status < 300;

/** Every attempt of a request got the same answer, and what was accepted took effect once; what was refused, never. */
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
  for (const { n, key, type, data, answers: got } of requests) {
    // Not there yet is no refusal: another attempt may come when it is.
    const answer = got.find(({ status }) => status !== 404);
    if (type !== 'Post' || answer === undefined) continue;
    const { messageId } = (answer.body ?? {}) as { messageId?: string };
    const { text: words } = data as { text: string };
    expectedPosts.set(words, {
      key,
      times: isAccepted(answer.status) ? 1 : 0,
      messageId,
      what: `the post of request ${n}`,
    });
  }
  for (const { conversationId, text: words } of deliveries) {
    const known = expectedPosts.get(words);
    const messageId = known?.messageId;
    expectedPosts.set(words, { key: conversationId, times: 1, messageId, what: `the delivery ${words}` });
  }
  for (const [words, { key, times, messageId, what }] of expectedPosts) {
    const found = postedByText.get(words) ?? [];
    if (found.length !== times) faults.push(`${what} is in the topic ${found.length} times, not ${times}`);
    for (const { data } of found) {
      if (data.conversationId !== key) faults.push(`${what} is in another conversation`);
      if (messageId !== undefined && data.messageId !== messageId)
        faults.push(`${what} has another id than its answer says`);
    }
  }

  const all = [...(events.get(topics.conversation.name) ?? []), ...(events.get(topics.desk.name) ?? [])];
  for (const [type, eventType] of Object.entries(EVENT_OF_COMMAND)) {
    const of = (key: unknown): string => asText(key);
    const eventsByKey = Map.groupBy(
      all.filter((e) => e.type === eventType),
      (e) => of(type === 'SetPresence' ? e.data.agentId : e.data.conversationId),
    );
    const acceptedByKey = Map.groupBy(
      requests.filter((r) => r.type === type && r.answers.some(({ status }) => isAccepted(status))),
      (r) => r.key,
    );
    for (const key of new Set([...eventsByKey.keys(), ...acceptedByKey.keys()])) {
      const [times, effects] = [acceptedByKey.get(key)?.length ?? 0, eventsByKey.get(key)?.length ?? 0];
      if (times !== effects) faults.push(`${key}: ${type} was accepted ${times} times and told ${effects} times`);
    }
  }
  return faults;
};
