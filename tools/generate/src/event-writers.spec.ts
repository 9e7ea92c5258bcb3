import { resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { type TopicDefinition, topics } from '@warmline/contracts';
import { codeOf, isSpec, sources } from './sources.ts';

const all = sources(resolve(import.meta.dirname, '../../..'));
const declared: readonly TopicDefinition[] = Object.values(topics);

/** An intake topic declares copies of events of other topics; its writer does not name them. */
const isCopy = (topic: TopicDefinition, type: string): boolean =>
  declared.some((other) => other.key !== topic.key && other.events[type] === topic.events[type]);

const eventsOfServices = declared
  .filter(({ writer }) => writer !== 'outside')
  .flatMap((topic) =>
    Object.keys(topic.events)
      .filter((type) => !topic.name.includes('-intake.') || !isCopy(topic, type))
      .map((type) => ({ type, writer: topic.writer })),
  );

test.each(eventsOfServices)('$writer writes the event $type that its topic declares', ({ type, writer }) => {
  const written = new RegExp(`type: '${type}'|\\bemit\\w*\\(\\s*'${type}'`);
  const code = all.filter((source) => source.path.startsWith(`services/${writer}/src/`) && !isSpec(source));
  const writers = code.filter((source) => written.test(codeOf(source)));
  expect(writers.map(({ path }) => path)).not.toEqual([]);
});
