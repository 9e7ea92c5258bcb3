import { topics } from '@warmline/contracts';
import type { Invariant } from './invariant.ts';
import { asText } from './outside-reader.ts';

/** Every message of a customer is scored once and judged once; judged without its score where that is recorded, and only there. */
export const assessments: Invariant = (_history, events) => {
  const faults: string[] = [];
  const byMessage = (topic: string, type: string) =>
    Map.groupBy(
      (events.get(topic) ?? []).filter((e) => e.type === type),
      (e) => asText(e.data.messageId),
    );
  const scores = byMessage(topics.sentiment.name, 'SentimentScored');
  const judged = byMessage(topics.escalation.name, 'EscalationAssessed');
  const missed = byMessage(topics.escalation.name, 'ScoreMissed');
  for (const e of events.get(topics.conversation.name) ?? []) {
    if (e.type !== 'MessagePosted' || e.data.role !== 'customer') continue;
    const id = asText(e.data.messageId);
    const times = [scores, judged].map((by) => by.get(id)?.length ?? 0);
    if (times[0] !== 1) faults.push(`message ${id} is scored ${times[0]} times`);
    if (times[1] !== 1) faults.push(`message ${id} is judged ${times[1]} times`);
    const without = missed.get(id)?.length ?? 0;
    if (without > 1) faults.push(`the score of ${id} is missed ${without} times`);
    const [verdict] = judged.get(id) ?? [];
    // Once handed over a message is not read for rules: it is judged `none` whatever came of its score.
    if (verdict?.data.degraded === true && without === 0)
      faults.push(`message ${id} is judged without its score, unrecorded`);
  }
  return faults;
};
