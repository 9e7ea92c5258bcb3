import { deadLetterTopic, retryTopic, subscriptions } from '@warmline/contracts';

/** A dead-letter topic: the records of a topic that a group could not process. */
export interface DeadLetterTopic {
  readonly name: string;
  readonly source: string;
  readonly group: string;
  /** The topic its dead letters are replayed on. */
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
