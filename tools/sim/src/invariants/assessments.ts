import { topics } from '@warmline/contracts';
import type { Invariant } from './invariant.ts';
import { asText } from './outside-reader.ts';

/** Every customer message is scored once and assessed once; it is assessed without its score only where that is recorded. */
export const assessments: Invariant = (_history, events) => {
  const faults: string[] = [];
  const byMessage = (topic: string, type: string) =>
    Map.groupBy(
      (events.get(topic) ?? []).filter((e) => e.type === type),
      (e) => asText(e.data.messageId),
    );
  const scores = byMessage(topics.sentiment.name, 'SentimentScored');
  const assessed = byMessage(topics.escalation.name, 'EscalationAssessed');
  const missed = byMessage(topics.escalation.name, 'ScoreMissed');
  for (const e of events.get(topics.conversation.name) ?? []) {
    if (e.type !== 'MessagePosted' || e.data.role !== 'customer') continue;
    const id = asText(e.data.messageId);
    const times = [scores, assessed].map((by) => by.get(id)?.length ?? 0);
    if (times[0] !== 1) faults.push(`message ${id} is scored ${times[0]} times`);
    if (times[1] !== 1) faults.push(`message ${id} is assessed ${times[1]} times`);
    const without = missed.get(id)?.length ?? 0;
    if (without > 1) faults.push(`the score of ${id} is recorded as missed ${without} times`);
    const [verdict] = assessed.get(id) ?? [];
    // After a hand-off no rule reads a message: it is assessed as `none` with or without its score.
    if (verdict?.data.degraded === true && without === 0)
      faults.push(`message ${id} is assessed without its score, and that is not recorded`);
  }
  return faults;
};
