import { expect } from '@jest/globals';
import type { EventType, Instant } from '@warmline/contracts';
import {
  type Anything,
  type Context,
  type Decider,
  decided,
  emit,
  outputId,
  type Step,
  type Verdict,
} from '@warmline/messaging/decider';

/** An event of a story: id and time are filled in where a test does not care (one second after the last). */
export interface Line {
  readonly type: string;
  readonly data?: unknown;
  readonly id?: string;
  readonly at?: Instant;
  readonly [extra: string]: unknown;
}

const START = 1_760_000_000_000;

/**
 * given(past).when(event).then(expected): the business rule as a test. Expected outputs are matched in order, each as a subset
 * (`expect.objectContaining` all the way down). `tick(at)` wakes the decider. `state()` shows where it stands.
 */
export const story = <S>(subject: Step<S>) => {
  const tell = (lines: readonly Line[]) => {
    let state = null as S | null;
    let at = START;
    let outputs: { type: string; data: unknown }[] = [];
    let verdict = emit() as Verdict;
    lines.forEach((line, n) => {
      at = line.at ?? at + 1_000;
      const event: Anything = { ...line, id: line.id ?? `e-${n}`, at };
      const context: Context = { id: (name) => `${event.id}/${name}` };
      const stepped = subject.step(state, event, context);
      state = stepped.state;
      verdict = stepped.verdict;
      outputs =
        verdict.is === 'emit'
          ? verdict.outputs.map((o, i) => ({ type: o.type, data: o.data, id: outputId(context, o.type, i) }))
          : [];
    });
    return { state, outputs, verdict };
  };
  const given = (...past: readonly Line[]) => ({
    when: (event: Line) => {
      const told = tell([...past, event]);
      return {
        // biome-ignore lint/suspicious/noThenProperty: given, when, then; what stands here is never awaited
        then: (...expected: readonly Line[]) => {
          expect(told.outputs.map((o) => o.type)).toEqual(expected.map((e) => e.type));
          expected.forEach((e, i) => {
            if (e.data !== undefined) expect(told.outputs[i]?.data).toMatchObject(e.data as object);
          });
        },
        thenNothing: () => expect(told.outputs).toEqual([]),
        thenRejected: (reason: RegExp) => {
          expect(told.verdict.is).toBe('reject');
          expect(told.verdict.is === 'reject' ? told.verdict.reason : '').toMatch(reason);
        },
        outputs: told.outputs,
        state: told.state,
      };
    },
    state: () => tell(past).state,
    due: () => {
      const { state } = tell(past);
      return state === null ? null : subject.due(state);
    },
  });
  return given;
};

/** A story over a decider's pure functions. */
export const storyOf = <S, I extends EventType, O extends EventType, X>(decider: Decider<S, I, O, X>) =>
  story(decided(decider));

export const tick = (at: Instant): Line => ({ type: 'Tick', at });
