import { expect } from '@jest/globals';
import type { EventType, Instant } from '@warmline/contracts';
import {
  type AnyEvent,
  type Context,
  type Decider,
  deciderStep,
  emit,
  outputId,
  type Step,
  type Verdict,
} from '@warmline/messaging/decider';

/** An event of a story. A missing id or time is filled in; each event is one second after the one before. */
export interface StoryEvent {
  readonly type: string;
  readonly data?: unknown;
  readonly id?: string;
  readonly at?: Instant;
  readonly [extra: string]: unknown;
}

const START = 1_760_000_000_000;

/**
 * given(past).when(event).then(expected): a test of a decider. Expected outputs are matched in order, each as a subset of its data.
 * `tick(at)` wakes the decider.
 */
export const story = <S>(decider: Step<S>) => {
  const run = (lines: readonly StoryEvent[]) => {
    let state = null as S | null;
    let at = START;
    let outputs: { type: string; data: unknown }[] = [];
    let verdict = emit() as Verdict;
    lines.forEach((line, n) => {
      at = line.at ?? at + 1_000;
      const event: AnyEvent = { ...line, id: line.id ?? `e-${n}`, at };
      const context: Context = { id: (name) => `${event.id}/${name}` };
      const stepped = decider.step(state, event, context);
      state = stepped.state;
      verdict = stepped.verdict;
      outputs =
        verdict.is === 'emit'
          ? verdict.outputs.map((o, i) => ({ type: o.type, data: o.data, id: outputId(context, o.type, i) }))
          : [];
    });
    return { state, outputs, verdict };
  };
  const given = (...past: readonly StoryEvent[]) => ({
    when: (event: StoryEvent) => {
      const storyResult = run([...past, event]);
      return {
        // biome-ignore lint/suspicious/noThenProperty: given, when, then; the object is never awaited
        then: (...expected: readonly StoryEvent[]) => {
          expect(storyResult.outputs.map((o) => o.type)).toEqual(expected.map((e) => e.type));
          expected.forEach((e, i) => {
            if (e.data !== undefined) expect(storyResult.outputs[i]?.data).toMatchObject(e.data as object);
          });
        },
        thenNothing: () => expect(storyResult.outputs).toEqual([]),
        thenRejected: (reason: RegExp) => {
          expect(storyResult.verdict.is).toBe('reject');
          expect(storyResult.verdict.is === 'reject' ? storyResult.verdict.reason : '').toMatch(reason);
        },
        outputs: storyResult.outputs,
        state: storyResult.state,
      };
    },
    state: () => run(past).state,
    due: () => {
      const { state } = run(past);
      return state === null ? null : decider.due(state);
    },
  });
  return given;
};

/** A story of a decider's pure functions. */
export const storyOf = <S, I extends EventType, O extends EventType, X>(decider: Decider<S, I, O, X>) =>
  story(deciderStep(decider));

export const tick = (at: Instant): StoryEvent => ({ type: 'Tick', at });
