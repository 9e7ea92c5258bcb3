import {
  cloudEventAttributes,
  PARTITION_COUNT,
  type ServiceName,
  subscriptions,
  type TopicDefinition,
  topics,
} from '@warmline/contracts';
import { z } from 'zod';
import { type JsonSchema, published } from './json-schema.ts';

/** Kafka bindings 0.5.0: https://github.com/asyncapi/bindings/tree/master/kafka */
const bindingVersion = '0.5.0';
const ref = (path: string) => ({ $ref: `#/${path}` });

type Named = readonly [id: string, topic: TopicDefinition];
const channels: readonly Named[] = Object.entries(topics);
const channelOf = (topic: TopicDefinition): string =>
  channels.find(([, t]) => t.name === topic.name)?.[0] ?? topic.name;

/** Schemas that a payload references move to `components`; an inline schema cannot contain its own references. */
const hoist = (prefix: string, schema: JsonSchema, into: Record<string, unknown>): JsonSchema => {
  const { $schema, definitions, ...rest } = schema;
  const text = (part: unknown) =>
    JSON.parse(JSON.stringify(part).replaceAll('"#/definitions/', `"#/components/schemas/${prefix}`));
  for (const [name, part] of Object.entries((definitions ?? {}) as Record<string, unknown>)) {
    into[prefix + name] = text(part);
  }
  return text(rest);
};

const headers = (): JsonSchema => {
  const { properties = {}, required = [] } = z.toJSONSchema(cloudEventAttributes, {
    io: 'input',
    target: 'draft-7',
  }) as JsonSchema;
  const renamed = Object.entries(properties).filter(([name]) => name !== 'datacontenttype');
  return {
    type: 'object',
    properties: {
      'content-type': { type: 'string', const: 'application/json' },
      traceparent: { type: 'string', description: 'W3C Trace Context' },
      ...Object.fromEntries(renamed.map(([name, schema]) => [`ce_${name}`, schema])),
    },
    required: required.map((name) => `ce_${name}`),
  };
};

const channel = ([id, topic]: Named, schemas: Record<string, unknown>) => ({
  address: topic.name,
  title: topic.name,
  description: topic.description,
  servers: [ref('servers/kafka')],
  messages: Object.fromEntries(
    Object.entries(topic.events).map(([type, definition]) => [
      type,
      {
        name: type,
        title: type,
        summary: definition.description,
        traits: [ref('components/messageTraits/cloudEvent')],
        payload: hoist(`${id}-${type}-`, published(definition, 'draft-7'), schemas),
        bindings: {
          kafka: { key: { type: 'string', description: `data.${topic.key}: the ordering domain` }, bindingVersion },
        },
        examples: [{ name: type, payload: definition.sample }],
      },
    ]),
  ),
  bindings: {
    kafka: {
      topic: topic.name,
      partitions: PARTITION_COUNT,
      topicConfiguration: { 'cleanup.policy': ['delete'], 'retention.ms': topic.retentionMs },
      bindingVersion,
    },
  },
});

const operation = (action: 'send' | 'receive', service: string, topic: TopicDefinition) => {
  const id = channelOf(topic);
  const group = { groupId: { type: 'string', const: service }, bindingVersion };
  return {
    action,
    title: `${service} ${action === 'send' ? 'writes' : 'reads'} ${topic.name}`,
    channel: ref(`channels/${id}`),
    messages: Object.keys(topic.events).map((type) => ref(`channels/${id}/messages/${type}`)),
    tags: [{ name: service }],
    ...(action === 'receive' ? { bindings: { kafka: group } } : {}),
  };
};

const operations = () => {
  const all: Record<string, unknown> = {};
  for (const [id, topic] of channels) all[`${topic.writer}.send.${id}`] = operation('send', topic.writer, topic);
  for (const service of Object.keys(subscriptions) as ServiceName[]) {
    for (const topic of subscriptions[service]) {
      all[`${service}.receive.${channelOf(topic)}`] = operation('receive', service, topic);
    }
  }
  return all;
};

/** The whole system as one AsyncAPI 3.0 document; payloads use draft 7, which every AsyncAPI tool supports. */
export const asyncApi = () => {
  const schemas: Record<string, unknown> = {};
  const described = Object.fromEntries(channels.map((named) => [named[0], channel(named, schemas)]));
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Warmline',
      version: '1.0.0',
      description:
        'CloudEvents 1.0 in Kafka binary mode. Readers outside see at-least-once with a stable ce_id: drop by ce_id, or by a ce_sequence not above the last of (partition, ce_shard).',
      license: { name: 'Apache-2.0' },
    },
    defaultContentType: 'application/json',
    servers: { kafka: { host: 'localhost:9092', protocol: 'kafka', description: 'KAFKA_BROKERS' } },
    channels: described,
    operations: operations(),
    components: {
      messageTraits: {
        cloudEvent: {
          contentType: 'application/json',
          headers: headers(),
          externalDocs: {
            url: 'https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/kafka-protocol-binding.md',
          },
        },
      },
      schemas,
    },
  };
};
