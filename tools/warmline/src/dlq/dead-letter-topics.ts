import { deadLetterTopic, retryTopic, subscriptions } from '@warmline/contracts';

/** A dead-letter topic: what a group could not take of a topic. */
export interface DeadLetterTopic {
  readonly name: string;
  readonly source: string;
  readonly group: string;
  /** Where its letters are replayed. */
  readonly retry: string;
}

export const deadLetterTopics: readonly DeadLetterTopic[] = Object.entries(subscriptions).flatMap(([group, read]) =>
  read.map(({ name }) => ({
    name: deadLetterTopic(name, group),
    source: name,
    group,
    retry: retryTopic(name, group),
  })),
);
