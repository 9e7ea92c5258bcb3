import { isRetriable } from './consumer.ts';

/** An error as kafkajs 2.2.4 throws it: its class is in `name`, its own opinion in `retriable`. */
const thrown = (name: string, own: boolean, cause?: Error): Error =>
  Object.assign(new Error(name, { cause }), { name, retriable: own });

test.each([
  ['a starting broker knows no coordinator', thrown('KafkaJSGroupCoordinatorNotFound', false)],
  ['exhausted retries', thrown('KafkaJSNumberOfRetriesExceeded', false, new Error('closed'))],
  ['a time-out', thrown('KafkaJSTimeout', false)],
  ['a lost connection', thrown('KafkaJSConnectionError', true)],
  ['a retriable error wrapped in another', thrown('KafkaJSNonRetriableError', false, thrown('KafkaJSTimeout', false))],
])('a consumer restarts after %s', (_, error) => expect(isRetriable(error)).toBe(true));

test.each([
  ['a rejected login', thrown('KafkaJSSASLAuthenticationError', false)],
  ['an error kafkajs does not know', thrown('KafkaJSNotImplemented', false)],
  ['an error of our own', new Error('bug')],
])('a consumer does not restart after %s', (_, error) => expect(isRetriable(error)).toBe(false));
