import { isDeepStrictEqual } from 'node:util';
import type { EventDefinition, TopicDefinition } from '@warmline/contracts';

/** A CloudEvent in structured form. In a Kafka record its attributes are `ce_*` headers and its data is the value. */
export interface Sample {
  readonly attributes: Record<string, string>;
  readonly data: Record<string, unknown>;
}

const serviceOf = (topic: TopicDefinition): string => (topic.writer === 'outside' ? 'channels' : topic.writer);

export const sampleOf = (topic: TopicDefinition, type: string, definition: EventDefinition): Sample => {
  const data = definition.sample as Record<string, unknown>;
  const key = String(data[topic.key]);
  const sequenced: Record<string, string> =
    topic.writer === 'outside'
      ? {}
      : {
          causationid: 'the-id-of-its-cause',
          shard: `${topic.writer}/0@1c7e0c55-6f5c-4b0e-9a39-6c4f1b1f0d42`,
          sequence: '1',
        };
  return {
    attributes: {
      specversion: '1.0',
      id: `sample-${topic.name}-${type}`,
      type,
      source: `/warmline/${serviceOf(topic)}`,
      time: '2025-10-09T08:53:20.000Z',
      datacontenttype: 'application/json',
      tenantid: String(data.tenantId),
      correlationid: String(data.conversationId ?? key),
      ...sequenced,
    },
    data,
  };
};

/** `HandoffQueued.json`, then `HandoffQueued.2.json`, …: a changed example is published beside the earlier ones. */
export const sampleName = (type: string, edition: number): string =>
  edition === 1 ? `${type}.json` : `${type}.${edition}.json`;

/** The file name of the current example, given the published editions; null if it is one of them. */
export const nextEdition = (sample: Sample, publishedSamples: readonly unknown[]): number | null =>
  publishedSamples.some((p) => isDeepStrictEqual(p, sample)) ? null : publishedSamples.length + 1;
