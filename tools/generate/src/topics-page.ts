import { PARTITION_COUNT, subscriptions, type TopicDefinition, topics } from '@warmline/contracts';
import { type JsonSchema, published } from './json-schema.ts';

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const anchor = (topic: TopicDefinition): string => topic.name.replaceAll('.', '');

const retention = (ms: number): string => {
  if (ms === -1) return 'unlimited';
  const days = ms / 86_400_000;
  return days === 1 ? '1 day' : `${days} days`;
};

const writerOf = (topic: TopicDefinition): string => (topic.writer === 'outside' ? 'any channel or bot' : topic.writer);

const readersOf = (topic: TopicDefinition): string[] =>
  Object.entries(subscriptions)
    .filter(([, read]) => read.some((t) => t.name === topic.name))
    .map(([service]) => service);

const range = (low: number | undefined, high: number | undefined, unit = ''): string => {
  const from = low === undefined || low <= Number.MIN_SAFE_INTEGER ? undefined : low;
  const to = high === undefined || high >= Number.MAX_SAFE_INTEGER ? undefined : high;
  if (from === undefined && to === undefined) return '';
  if (to === undefined) return ` >= ${from}${unit}`;
  if (from === undefined) return ` <= ${to}${unit}`;
  return ` ${from}..${to}${unit}`;
};

const itemsOf = (schema: JsonSchema): JsonSchema | undefined =>
  schema.items && !Array.isArray(schema.items) ? (schema.items as JsonSchema) : undefined;

/** A type in words: `string 1..128 chars`, `one of ...`, `list of ...`. */
const typeOf = (schema: JsonSchema): string => {
  if (schema.$ref) return 'any JSON';
  if (schema.const !== undefined) return `\`${String(schema.const)}\``;
  if (schema.enum) return schema.enum.map((v) => `\`${String(v)}\``).join(', ');
  const union = schema.oneOf ?? schema.anyOf;
  if (union) return [...new Set(union.map(typeOf))].join(' or ');
  if (schema.prefixItems) return `[${schema.prefixItems.map(typeOf).join(', ')}]`;
  switch (schema.type) {
    case 'array':
      return `list of ${typeOf(itemsOf(schema) ?? {})}${schema.maxItems === undefined ? '' : `, at most ${schema.maxItems}`}`;
    case 'string':
      return schema.format ?? `string${range(schema.minLength, schema.maxLength, ' chars')}`;
    case 'integer':
    case 'number':
      return schema.type + range(schema.minimum, schema.maximum);
    case 'object':
      return typeof schema.additionalProperties === 'object' ? 'map' : 'object';
    default:
      return schema.type ?? 'any JSON';
  }
};

interface Field {
  readonly path: string;
  readonly type: string;
  readonly optional: boolean;
  readonly meaning: string;
}

/** The variants of a discriminated union, each named by its literal: `notice(kind=wait).position`. */
const variants = (schema: JsonSchema): [suffix: string, variant: JsonSchema][] =>
  (schema.oneOf ?? []).flatMap((variant) => {
    const tag = Object.entries(variant.properties ?? {}).find(([, s]) => s.const !== undefined);
    return tag ? [[`(${tag[0]}=${String(tag[1].const)})`, variant] as [string, JsonSchema]] : [];
  });

/** Every field of a schema with its path; a list's own path ends in `[]`. */
export const fieldsOf = (schema: JsonSchema, at = ''): Field[] =>
  Object.entries(schema.properties ?? {}).flatMap(([name, part]) => {
    const path = at + name;
    const own: Field = {
      path,
      type: typeOf(part),
      optional: !(schema.required ?? []).includes(name),
      meaning: part.description ?? '',
    };
    const items = itemsOf(part);
    if (items?.properties) return [own, ...fieldsOf(items, `${path}[].`)];
    const nested = variants(part).flatMap(([suffix, v]) => fieldsOf(v, `${path}${suffix}.`));
    return [own, ...(part.properties ? fieldsOf(part, `${path}.`) : nested)];
  });

const eventSection = (
  type: string,
  definition: TopicDefinition['events'][string],
  origin?: TopicDefinition,
): string => {
  if (origin) return `### ${type}\n${definition.description} Fields as in [\`${origin.name}\`](#${anchor(origin)}).\n`;
  const rows = fieldsOf(published(definition, 'draft-2020-12')).map(
    (f) => `| \`${f.path}\`${f.optional ? ' ?' : ''} | ${cell(f.type)} | ${cell(f.meaning)} |`,
  );
  return `### ${type}\n${definition.description}\n\n| field | type | meaning |\n| --- | --- | --- |\n${rows.join('\n')}\n`;
};

/** An event copied from another topic uses the same definition object. */
const originOf = (topic: TopicDefinition, type: string, all: readonly TopicDefinition[]): TopicDefinition | undefined =>
  all.find((t) => t.name !== topic.name && t.key !== topic.key && t.events[type] === topic.events[type]);

const isCopy = (topic: TopicDefinition): boolean => topic.name.includes('-intake.');

const section = (topic: TopicDefinition, all: readonly TopicDefinition[]): string => {
  const events = Object.entries(topic.events).map(([type, definition]) =>
    eventSection(type, definition, isCopy(topic) ? originOf(topic, type, all) : undefined),
  );
  return `## ${topic.name}\n${topic.description} Written by ${writerOf(topic)}, keyed by \`${topic.key}\`.\n\n${events.join('\n')}`;
};

export const topicsPage = (all: readonly TopicDefinition[] = Object.values(topics)): string => {
  const rows = all.map((t) =>
    [
      `[\`${t.name}\`](#${anchor(t)})`,
      writerOf(t),
      `\`${t.key}\``,
      String(PARTITION_COUNT),
      retention(t.retentionMs),
      readersOf(t).join(', ') || 'outside readers',
      Object.keys(t.events).join(', '),
    ].join(' | '),
  );
  return `<!-- Generated from libs/contracts by \`npm run generate\`; edits are lost. -->
# Topics
CloudEvents 1.0 in Kafka binary mode: attributes are \`ce_*\` headers, the value is the data below as JSON. The key of a record is the
field named as key; it is the ordering domain. Partition counts never change; growth is a new topic version. A field with \`?\` may be absent.
Readers outside see at-least-once: drop by \`ce_id\`, or by a \`ce_sequence\` not above the last of (partition, \`ce_shard\`).
The same as files: [JSON Schema](../libs/contracts/generated/schemas), [samples](../libs/contracts/generated/samples),
[AsyncAPI](../libs/contracts/generated/asyncapi.json). Beside each topic stand \`<topic>.<group>.dlq\` (what a group could not take) and
\`<topic>.<group>.retry\` (replayed dead letters, read by that group alone).

| topic | writer | key | partitions | retention | readers | events |
| --- | --- | --- | --- | --- | --- | --- |
${rows.map((r) => `| ${r} |`).join('\n')}

${all.map((t) => section(t, all)).join('\n')}`;
};
