import { type Instant, problemBody } from '@warmline/contracts';
import type { Answer, CommandResult, Output } from '@warmline/messaging/decider';

/** A command of type `T`, as a stage receives it. */
export interface CommandOf<T extends string, D> {
  readonly type: T;
  readonly id: string;
  readonly at: Instant;
  readonly data: D;
}

export const OK: Answer = { status: 200, body: {} };

/** A state without events and rows. `evidence` is what was refused. */
export const stateOnly = <S>(state: S | null, answer: Answer, evidence?: unknown): CommandResult<S> => ({
  state,
  verdict: { is: 'emit', outputs: [] },
  answer,
  timeline: [],
  ...(evidence === undefined ? {} : { evidence }),
});

/** A row of a client stream whose sequence is in the state. */
export const withTimelineRow = <S extends { readonly seq: number }>(
  state: S,
  at: Instant,
  type: string,
  data: unknown,
  outputs: readonly Output[] = [],
  answer: Answer = OK,
): CommandResult<S> => {
  const seq = state.seq + 1;
  return { state: { ...state, seq }, verdict: { is: 'emit', outputs }, answer, timeline: [{ seq, type, at, data }] };
};

/** A problem in the format of RFC 9457. */
export const problem = (status: number, title: string, detail: string): Answer => ({
  status,
  body: problemBody(status, title, detail),
});
