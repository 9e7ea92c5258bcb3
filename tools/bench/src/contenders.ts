import { deadLetterTopic, topics } from '@warmline/contracts';
import { ECHO_TOPIC, OUTPUT_TOPIC } from './place.ts';
import { consumed, counted, logged, published } from './progress.ts';
import type { Contender } from './race.ts';
import { ECHO, NEST } from './rows.ts';

/** Stock Nest's share of the events, at most. */
const NEST_EVENTS = 4_000;

export const processor = (stage: string) => ({ script: 'processor.js', args: [stage] });
const { conversation, sentiment, ingress, escalation, desk, routing, queue } = topics;

/** The references, and the runtime with as little as possible in it: all fed the same messages. */
export const references = (events: number): Contender[] => [
  { name: ECHO, program: { script: 'reference-echo.js' }, events, watch: published(ECHO_TOPIC) },
  { name: NEST, program: { script: 'reference-nest.js' }, events: Math.min(NEST_EVENTS, events), watch: counted },
  { name: 'stateless', program: processor('stateless'), events, watch: published(OUTPUT_TOPIC) },
  { name: 'durable-state', program: processor('durable-state'), events, watch: published(OUTPUT_TOPIC) },
];

/** The processor with durable state on a log in its own database. */
export const onEmbedded = (events: number): Contender => ({
  name: 'embedded',
  program: processor('durable-state'),
  events,
  watch: logged(OUTPUT_TOPIC),
  embedded: true,
});

/** The service as it is shipped. Its rate is that of what others wrote: copies it keys anew for itself are work, not input. */
export const shipped = (service: keyof typeof inputs, events: number): Contender => ({
  name: service,
  program: { service },
  events,
  watch: consumed(
    service,
    inputs[service].map(({ name }) => name),
  ),
  deadLetters: inputs[service].map(({ name }) => deadLetterTopic(name, service)),
});
const inputs = {
  sentiment: [conversation],
  'escalation-detection': [conversation, sentiment],
  routing: [escalation, desk],
  'queue-wait-estimation': [routing, desk],
  'outcome-feedback': [conversation, escalation, routing, desk, queue],
  gateway: [ingress],
} as const;

export const inputsOf = (service: keyof typeof inputs): string[] => inputs[service].map(({ name }) => name);
