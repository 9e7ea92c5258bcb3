/** @jest-environment-options {"customExportConditions": ["warmline-source", "node", "default"]} */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Parser } from '@asyncapi/parser';
import { describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import {
  cloudEventAttributes,
  fromKafkaHeaders,
  type TopicDefinition,
  toKafkaHeaders,
  topicByName,
  topics,
} from './index.ts';

const generated = join(import.meta.dirname, '../generated');
const readGenerated = (...path: string[]) => JSON.parse(readFileSync(join(generated, ...path), 'utf8'));
const allTopics: TopicDefinition[] = Object.values(topics);
const events = allTopics.flatMap((topic) =>
  Object.entries(topic.events).map(([type, definition]) => ({
    topic,
    type,
    definition,
    name: `${topic.name} ${type}`,
  })),
);
const samples = readdirSync(join(generated, 'samples')).flatMap((topic) =>
  readdirSync(join(generated, 'samples', topic)).map((file) => ({
    topic,
    type: file.replace(/(\.\d+)?\.json$/, ''),
    file: `${topic}/${file}`,
    sample: readGenerated('samples', topic, file),
  })),
);
const ajv = new Ajv2020({ allErrors: true, strict: true, strictTuples: false, strictTypes: false });
addFormats.default(ajv);

describe('topics', () => {
  test('given the catalog, then every topic has a name, and so a writer, of its own', () => {
    expect(new Set(allTopics.map((t) => t.name)).size).toBe(allTopics.length);
  });

  test('given the catalog, then an event type belongs to one topic, unless an intake topic copies the definition itself', () => {
    const definitionOfType = new Map<string, unknown>();
    for (const { topic, type, definition } of events.filter((e) => !e.topic.name.includes('-intake.'))) {
      expect([topic.name, definitionOfType.has(type)]).toEqual([topic.name, false]);
      definitionOfType.set(type, definition);
    }
    for (const { type, definition } of events.filter((e) => e.topic.name.includes('-intake.'))) {
      if (definitionOfType.has(type)) expect(definitionOfType.get(type)).toBe(definition);
    }
  });

  test.each(events)('given an event of $name, then its data names the key and the tenant', ({ topic, definition }) => {
    const without = (field: string) => {
      const { [field]: _, ...rest } = definition.sample as Record<string, unknown>;
      return definition.schema.safeParse(rest).success;
    };
    expect([without(topic.key), without('tenantId')]).toEqual([false, false]);
  });
});

describe('published samples', () => {
  test('given every event type, then a sample of it is published', () => {
    const missing = events.filter(({ topic, type }) => !samples.some((s) => s.topic === topic.name && s.type === type));
    expect(missing.map((e) => e.name)).toEqual([]);
  });

  test.each(samples)(
    'given the committed sample $file, when it is read today, then nothing of it is refused or lost',
    ({ topic, type, sample }) => {
      const definition = topicByName(topic)?.events[type];
      expect(definition?.schema.parse(sample.data)).toEqual(sample.data);
      expect(cloudEventAttributes.parse(sample.attributes)).toEqual(sample.attributes);
    },
  );

  test.each(samples)(
    'given the committed sample $file, when its attributes travel as Kafka headers, then they come back',
    ({ sample }) => {
      const { datacontenttype, ...sent } = sample.attributes;
      const headers = toKafkaHeaders(cloudEventAttributes.parse(sample.attributes));
      expect(headers['content-type']).toBe(datacontenttype);
      expect(fromKafkaHeaders(headers)).toEqual(sent);
    },
  );
});

describe('committed JSON Schemas', () => {
  test.each(samples)(
    'given the committed schema of $type, then $file is valid by it and an empty body is not',
    ({ topic, type, sample }) => {
      const schema = readGenerated('schemas', topic, `${type}.json`);
      const validate = ajv.getSchema(schema.$id) ?? ajv.compile(schema);
      expect([validate(sample.data), validate.errors]).toEqual([true, null]);
      expect(validate({})).toBe(false);
    },
  );

  test.each(events)(
    'given $name, when a writer adds a field, then zod and the schema both still take it',
    ({ topic, type, definition }) => {
      const data = { ...(definition.sample as object), addedLater: 1 };
      const schema = readGenerated('schemas', topic.name, `${type}.json`);
      const validate = ajv.getSchema(schema.$id) ?? ajv.compile(schema);
      expect([definition.schema.safeParse(data).success, validate(data)]).toEqual([true, true]);
    },
  );
});

describe('the AsyncAPI document', () => {
  const parser = new Parser();
  const source = readGenerated('asyncapi.json');

  test('given the committed document, when the official parser reads it, then it finds every topic and no error', async () => {
    const { document, diagnostics } = await parser.parse(source);
    expect(diagnostics.filter((d) => d.severity === 0).map((d) => `${d.path.join('.')}: ${d.message}`)).toEqual([]);
    expect(
      document
        ?.channels()
        .all()
        .map((c) => c.address())
        .sort(),
    ).toEqual(allTopics.map((t) => t.name).sort());
  });

  test('given an operation on a channel that is not there, when the parser reads it, then it is an error', async () => {
    const { asyncapi, info, operations } = source;
    const operation = structuredClone(operations['routing.send.routing']);
    operation.channel.$ref = '#/channels/nowhere';
    const broken = { asyncapi, info, channels: {}, operations: { operation: { ...operation, messages: [] } } };
    const { diagnostics } = await parser.parse(broken);
    expect(diagnostics.some((d) => d.severity === 0 && d.message.includes('#/channels/nowhere'))).toBe(true);
  });
});
