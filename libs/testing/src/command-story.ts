import { expect } from '@jest/globals';
import { type Instant, type TopicDefinition, topics } from '@warmline/contracts';
import { type Anything, type Commanded, type Context, outputId } from '@warmline/messaging/decider';
import type { Line } from './story.ts';

/** A stage that commands are put to. */
export interface CommandSubject<S> {
  readonly step: (state: S | null, event: Anything, context: Context) => Commanded<S>;
  readonly due?: (state: S) => Instant | null;
}

const START = 1_760_000_000_000;

export interface ToldEvent {
  readonly type: string;
  readonly data: unknown;
  readonly id: string;
}
interface Told<S> {
  readonly commanded: Commanded<S>;
  readonly outputs: readonly ToldEvent[];
}

const published = (type: string) =>
  Object.values<TopicDefinition>(topics).find((topic) => type in topic.events)?.events[type]?.schema;

/** As a database gives it back. */
const stored = <S>(state: S | null): S | null => JSON.parse(JSON.stringify(state)) as S | null;

const matching = (told: readonly { type: string; data: unknown }[], expected: readonly (string | Line)[]): void => {
  const lines = expected.map((line) => (typeof line === 'string' ? { type: line } : line));
  expect(told.map(({ type }) => type)).toEqual(lines.map(({ type }) => type));
  lines.forEach((line, i) => {
    if ('data' in line && line.data !== undefined) expect(told[i]?.data).toMatchObject(line.data as object);
  });
};

/**
 * given(past).when(command).thenAnswers(status).thenTells(events).thenShows(rows): the story of a decider that many writers command.
 * Ids and times are filled in where a test does not care (one second after the last). Events and rows are matched in order, each
 * by its type or as a subset of its data; every event must fit its published schema. `thenKeeps` is about what was refused and kept
 * as evidence, `thenAsks` about what the service should do after the commit.
 */
export const commandStory = <S>(subject: CommandSubject<S>) => {
  const tell = (lines: readonly Line[]): Told<S> | null => {
    let told: Told<S> | null = null;
    let at = START;
    lines.forEach((line, n) => {
      at = line.at ?? at + 1_000;
      const event: Anything = { ...line, id: line.id ?? `e-${n}`, at };
      const context: Context = { id: (name) => `${event.id}/${name}` };
      const commanded = subject.step(stored(told?.commanded.state ?? null), event, context);
      const { verdict } = commanded;
      const outputs = (verdict.is === 'emit' ? verdict.outputs : []).map(({ type, data }, i) => ({
        type,
        data,
        id: outputId(context, type, i),
      }));
      for (const { type, data } of outputs) published(type)?.parse(data);
      told = { commanded, outputs };
    });
    return told;
  };
  const given = (...past: readonly Line[]) => ({
    when: (event: Line) => {
      const told = tell([...past, event]);
      if (told === null) throw new Error('nothing was asked');
      const { commanded, outputs } = told;
      const result = {
        thenAnswers: (status: number, body?: object) => {
          expect(commanded.answer.status).toBe(status);
          if (body !== undefined) expect(commanded.answer.body).toMatchObject(body);
          return result;
        },
        thenTells: (...expected: readonly (string | Line)[]) => {
          matching(outputs, expected);
          return result;
        },
        thenShows: (...expected: readonly (string | Line)[]) => {
          matching(commanded.timeline, expected);
          return result;
        },
        thenNothing: () => result.thenTells().thenShows(),
        thenKeeps: (evidence: object) => {
          expect(commanded.evidence).toMatchObject(evidence);
          return result;
        },
        thenAsks: (...effects: readonly object[]) => {
          expect(commanded.effects ?? []).toMatchObject(effects);
          return result;
        },
        ...commanded,
        outputs,
      };
      return result;
    },
    state: (): S | null => tell(past)?.commanded.state ?? null,
    due: (): Instant | null => {
      const state = tell(past)?.commanded.state ?? null;
      return state === null ? null : (subject.due?.(state) ?? null);
    },
  });
  return given;
};
