import { expect } from '@jest/globals';
import { type Instant, type TopicDefinition, topics } from '@warmline/contracts';
import { type AnyEvent, type CommandResult, type Context, outputId } from '@warmline/messaging/decider';
import type { StoryEvent } from './story.ts';

/** A stage that handles commands. */
export interface CommandDecider<S> {
  readonly step: (state: S | null, event: AnyEvent, context: Context) => CommandResult<S>;
  readonly due?: (state: S) => Instant | null;
}

const START = 1_760_000_000_000;

export interface EmittedEvent {
  readonly type: string;
  readonly data: unknown;
  readonly id: string;
}
interface StoryResult<S> {
  readonly commandResult: CommandResult<S>;
  readonly outputs: readonly EmittedEvent[];
}

const publishedSchema = (type: string) =>
  Object.values<TopicDefinition>(topics).find((topic) => type in topic.events)?.events[type]?.schema;

/** A copy of the state as a database returns it. */
const asStored = <S>(state: S | null): S | null => JSON.parse(JSON.stringify(state)) as S | null;

const expectMatching = (
  actual: readonly { type: string; data: unknown }[],
  expected: readonly (string | StoryEvent)[],
): void => {
  const lines = expected.map((line) => (typeof line === 'string' ? { type: line } : line));
  expect(actual.map(({ type }) => type)).toEqual(lines.map(({ type }) => type));
  lines.forEach((line, i) => {
    if ('data' in line && line.data !== undefined) expect(actual[i]?.data).toMatchObject(line.data as object);
  });
};

/**
 * given(past).when(command).thenResponds(status).thenEmits(events).thenAddsToTimeline(rows): a test of a decider that handles commands.
 * Missing ids and times are filled in; each event is one second after the one before. Events and rows are matched in order, by type
 * or by a subset of their data, and every event has to match its published schema. `thenRecordsEvidence` checks what a refused
 * command leaves behind, `thenRequestsEffects` what the service does after the commit.
 */
export const commandStory = <S>(decider: CommandDecider<S>) => {
  const run = (lines: readonly StoryEvent[]): StoryResult<S> | null => {
    let storyResult: StoryResult<S> | null = null;
    let at = START;
    lines.forEach((line, n) => {
      at = line.at ?? at + 1_000;
      const event: AnyEvent = { ...line, id: line.id ?? `e-${n}`, at };
      const context: Context = { id: (name) => `${event.id}/${name}` };
      const commandResult = decider.step(asStored(storyResult?.commandResult.state ?? null), event, context);
      const { verdict } = commandResult;
      const outputs = (verdict.is === 'emit' ? verdict.outputs : []).map(({ type, data }, i) => ({
        type,
        data,
        id: outputId(context, type, i),
      }));
      for (const { type, data } of outputs) publishedSchema(type)?.parse(data);
      storyResult = { commandResult, outputs };
    });
    return storyResult;
  };
  const given = (...past: readonly StoryEvent[]) => ({
    when: (event: StoryEvent) => {
      const storyResult = run([...past, event]);
      if (storyResult === null) throw new Error('the story has no events');
      const { commandResult, outputs } = storyResult;
      const result = {
        thenResponds: (status: number, body?: object) => {
          expect(commandResult.answer.status).toBe(status);
          if (body !== undefined) expect(commandResult.answer.body).toMatchObject(body);
          return result;
        },
        thenEmits: (...expected: readonly (string | StoryEvent)[]) => {
          expectMatching(outputs, expected);
          return result;
        },
        thenAddsToTimeline: (...expected: readonly (string | StoryEvent)[]) => {
          expectMatching(commandResult.timeline, expected);
          return result;
        },
        thenNothing: () => result.thenEmits().thenAddsToTimeline(),
        thenRecordsEvidence: (evidence: object) => {
          expect(commandResult.evidence).toMatchObject(evidence);
          return result;
        },
        thenRequestsEffects: (...effects: readonly object[]) => {
          expect(commandResult.effects ?? []).toMatchObject(effects);
          return result;
        },
        thenForwards: (
          ...expected: readonly { readonly stage: string; readonly key: string; readonly event: object }[]
        ) => {
          expect(commandResult.forwards ?? []).toMatchObject(expected);
          expect(commandResult.forwards ?? []).toHaveLength(expected.length);
          return result;
        },
        ...commandResult,
        outputs,
      };
      return result;
    },
    state: (): S | null => run(past)?.commandResult.state ?? null,
    due: (): Instant | null => {
      const state = run(past)?.commandResult.state ?? null;
      return state === null ? null : (decider.due?.(state) ?? null);
    },
  });
  return given;
};
