import { deadLetterTopic, topics } from '@warmline/contracts';
import { ECHO_TOPIC, OUTPUT_TOPIC } from './bench-settings.ts';
import { committedInputs, embeddedRecords, nestCounts, publishedRecords } from './progress.ts';
import type { Contender } from './run-contender.ts';
import { ECHO, NEST } from './throughput-table.ts';

/** Upper bound of the share of events that stock Nest gets. */
const NEST_EVENTS = 4_000;

export const processor = (stage: string) => ({ script: 'processor.js', args: [stage] });
const { conversation, sentiment, ingress, escalation, desk, routing } = topics;

/** The references, and the runtime with a minimal decider; all get the same messages. */
export const referenceContenders = (events: number): Contender[] => [
  { name: ECHO, program: { script: 'reference-echo.js' }, events, openProgress: publishedRecords(ECHO_TOPIC) },
  {
    name: NEST,
    program: { script: 'reference-nest.js' },
    events: Math.min(NEST_EVENTS, events),
    openProgress: nestCounts,
  },
  { name: 'stateless', program: processor('stateless'), events, openProgress: publishedRecords(OUTPUT_TOPIC) },
  { name: 'durable-state', program: processor('durable-state'), events, openProgress: publishedRecords(OUTPUT_TOPIC) },
];

/** The processor with durable state, on a log in its own database. */
export const embeddedContender = (events: number): Contender => ({
  name: 'embedded',
  program: processor('durable-state'),
  events,
  openProgress: embeddedRecords(OUTPUT_TOPIC),
  embedded: true,
});

/**
 * The production build of a service. Its rate counts events of other services; the re-keyed copies it writes for itself are work,
 * not input.
 */
export const serviceContender = (service: keyof typeof INPUT_TOPICS, events: number): Contender => ({
  name: service,
  program: { service },
  events,
  openProgress: committedInputs(
    service,
    INPUT_TOPICS[service].map(({ name }) => name),
  ),
  deadLetters: INPUT_TOPICS[service].map(({ name }) => deadLetterTopic(name, service)),
});
const INPUT_TOPICS = {
  sentiment: [conversation],
  'escalation-detection': [conversation, sentiment],
  routing: [escalation, desk],
  'queue-wait-estimation': [routing, desk],
  'outcome-feedback': [conversation, escalation, routing],
  gateway: [ingress],
} as const;

export const inputTopics = (service: keyof typeof INPUT_TOPICS): string[] =>
  INPUT_TOPICS[service].map(({ name }) => name);
