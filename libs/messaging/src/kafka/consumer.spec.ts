import { isRetriable } from './consumer.ts';

/** An error as kafkajs 2.2.4 throws it: its class is in `name`, its own opinion in `retriable`. */
const thrown = (name: string, own: boolean, cause?: Error): Error =>
  Object.assign(new Error(name, { cause }), { name, retriable: own });

test.each([
  ['a broker that is starting and knows no coordinator yet', thrown('KafkaJSGroupCoordinatorNotFound', false)],
  ['retries that ran out', thrown('KafkaJSNumberOfRetriesExceeded', false, new Error('closed'))],
  ['a wait that took too long', thrown('KafkaJSTimeout', false)],
  ['a lost connection', thrown('KafkaJSConnectionError', true)],
  ['one of these behind another', thrown('KafkaJSNonRetriableError', false, thrown('KafkaJSTimeout', false))],
])('a consumer starts again after %s', (_, error) => expect(isRetriable(error)).toBe(true));

test.each([
  ['a refused log-in', thrown('KafkaJSSASLAuthenticationError', false)],
  ['what kafkajs does not know', thrown('KafkaJSNotImplemented', false)],
  ['an error of our own', new Error('bug')],
])('a consumer does not start again after %s', (_, error) => expect(isRetriable(error)).toBe(false));
