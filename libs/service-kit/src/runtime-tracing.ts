import {
  type ConsumerRecord,
  conversationIn,
  type ProducerRecord,
  type Span,
  type Subject,
  type Tracing,
  type Transport,
} from '@warmline/messaging';
import { tracerFor } from '@warmline/telemetry';

type Attributes = Readonly<Record<string, string | number>>;

/** The attributes of a span that say what it is about. */
export const subjectAttributes = ({ conversationId, tenantId }: Subject): Attributes => ({
  ...(conversationId === undefined ? {} : { 'warmline.conversation.id': conversationId }),
  ...(tenantId === undefined ? {} : { 'warmline.tenant.id': tenantId }),
});

/**
 * The runtime's spans, with the names of the semantic conventions 1.45 of OpenTelemetry: messaging (in development), database and
 * error (stable). Undefined while tracing is off.
 */
export const runtimeTracing = (service: string, log: Transport['kind']): Tracing | undefined => {
  const tracer = tracerFor(`warmline/${service}`);
  if (tracer === undefined) return undefined;
  const start = (...options: Parameters<typeof tracer.start>): Span => {
    const span = tracer.start(...options);
    return { ...span, about: (subject) => span.set(subjectAttributes(subject)) };
  };
  const message = (
    operation: 'send' | 'process',
    { topic, partition, value, headers }: ProducerRecord | ConsumerRecord,
  ): Attributes => ({
    'messaging.system.name': log,
    'messaging.operation.name': operation,
    'messaging.operation.type': operation,
    'messaging.destination.name': topic,
    'messaging.destination.partition.id': String(partition),
    ...(headers.ce_id === undefined ? {} : { 'messaging.message.id': headers.ce_id }),
    ...(headers.ce_correlationid === undefined
      ? {}
      : { 'messaging.message.conversation_id': headers.ce_correlationid }),
    ...(headers.ce_type === undefined ? {} : { 'warmline.event.type': headers.ce_type }),
    ...subjectAttributes({ conversationId: conversationIn(value), tenantId: headers.ce_tenantid }),
  });
  return {
    process: (record, since) =>
      start(`process ${record.topic}`, {
        parent: record.headers.traceparent,
        kind: 'CONSUMER',
        since,
        attributes: {
          ...message('process', record),
          'kafka.offset': record.offset,
          'messaging.consumer.group.name': service,
        },
      }),
    tick: (stage, since) => start(`tick ${stage}`, { since }),
    commit: (parent, subject, inputs) =>
      start(`COMMIT ${service}`, {
        parent,
        kind: 'CLIENT',
        attributes: {
          'db.system.name': 'postgresql',
          'db.operation.name': 'COMMIT',
          'db.namespace': `wl_${service.replaceAll('-', '_')}`,
          ...(inputs > 1 ? { 'db.operation.batch.size': inputs } : {}),
          ...subjectAttributes(subject),
        },
      }),
    send: (event) =>
      start(`send ${event.topic}`, {
        parent: event.headers.traceparent,
        kind: 'PRODUCER',
        attributes: message('send', event),
      }),
  };
};
