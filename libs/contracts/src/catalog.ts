import type { z } from 'zod';
import type { Instant } from './envelope.ts';
import type { ServiceName, TopicDefinition } from './topic-definition.ts';
import { conversation } from './topics/conversation.ts';
import { desk } from './topics/desk.ts';
import { escalation } from './topics/escalation.ts';
import { escalationIntake } from './topics/escalation-intake.ts';
import { ingress } from './topics/ingress.ts';
import { outcome } from './topics/outcome.ts';
import { outcomeIntake } from './topics/outcome-intake.ts';
import { policy } from './topics/policy.ts';
import { queue } from './topics/queue.ts';
import { routing } from './topics/routing.ts';
import { routingIntake } from './topics/routing-intake.ts';
import { sentiment } from './topics/sentiment.ts';

/** Every topic of the system. */
export const topics = {
  ingress,
  conversation,
  sentiment,
  escalation,
  escalationIntake,
  desk,
  routing,
  queue,
  outcome,
  policy,
  routingIntake,
  outcomeIntake,
};
type AnyTopic = (typeof topics)[keyof typeof topics];
export type TopicName = AnyTopic['name'];

type EventDefinitionsOf<T extends AnyTopic> = T extends unknown ? T['events'] : never;
type DefinitionByType = UnionToIntersection<EventDefinitionsOf<AnyTopic>>;
type UnionToIntersection<U> = (U extends unknown ? (x: U) => void : never) extends (x: infer I) => void ? I : never;

export type EventType = keyof DefinitionByType & string;
/** The data of an event type, parsed. */
export type DataOf<T extends EventType> = DefinitionByType[T] extends { schema: infer S extends z.ZodType }
  ? z.output<S>
  : never;

/** An event as deciders receive it. `at` is event time: the clock of the gateway when the cause of the event was committed. */
export type EventOf<T extends EventType = EventType> = T extends EventType
  ? { readonly type: T; readonly id: string; readonly at: Instant; readonly data: DataOf<T> }
  : never;
/** An event as deciders return it. */
export type NewEvent<T extends EventType = EventType> = T extends EventType
  ? { readonly type: T; readonly data: DataOf<T> }
  : never;

/** Wakes a state at the time it asked for. `at` is the time it was due, not the time it ran. */
export interface Tick {
  readonly type: 'Tick';
  readonly id: string;
  readonly at: Instant;
}

/** The topics each service reads. The consumer group has the name of the service and never changes; dead-letter and retry topics are named after it. */
export const subscriptions = {
  gateway: [topics.ingress, topics.escalation, topics.routing, topics.queue],
  sentiment: [topics.conversation],
  'escalation-detection': [topics.conversation, topics.sentiment, topics.escalationIntake],
  routing: [topics.escalation, topics.routingIntake, topics.desk],
  'queue-wait-estimation': [topics.routing, topics.desk],
  'outcome-feedback': [topics.conversation, topics.escalation, topics.routing, topics.outcomeIntake],
} as const satisfies Record<ServiceName, readonly TopicDefinition[]>;

/** The topics each service reads outside its group: policies and teams from their beginning, commits of other replicas from the end. */
export const tailedTopics = {
  gateway: [topics.conversation, topics.routing],
  sentiment: [topics.policy],
  'escalation-detection': [topics.policy],
  routing: [topics.policy],
  'queue-wait-estimation': [topics.policy],
  'outcome-feedback': [],
} as const satisfies Record<ServiceName, readonly TopicDefinition[]>;

export const deadLetterTopic = (topic: string, group: string): string => `${topic}.${group}.dlq`;
/** The topic of replayed dead letters; only that group reads it. */
export const retryTopic = (topic: string, group: string): string => `${topic}.${group}.retry`;

/** The pool that serves a tenant. By default all teams of a tenant share agents. */
export const poolOf = (tenantId: string): string => tenantId;

export const topicByName = (name: string): TopicDefinition | undefined =>
  Object.values(topics).find((t) => t.name === name);
