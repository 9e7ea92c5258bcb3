import type { Instant } from '@warmline/contracts';
import { threw } from './dead-letter.ts';
import { type Anything, type Context, emit, type Output, type Step, type Stepped } from './decider.ts';
import { derivedId } from './ids.ts';
import { NotYet } from './not-yet.ts';

/** Inputs held until the partner of their first is there (delivery A9). Held events live in state: the offset moves on. */
export interface Joined<S> {
  readonly inner: S | null;
  readonly held: readonly Held[];
  /** Partners that came before their event, by its sequence. */
  readonly early: Readonly<Record<string, unknown>>;
  /** The last sequence decided: what comes for it or below is late and ignored. */
  readonly through: number;
  /** Since when nothing but early partners is here: of a conversation that ended, or has not begun. */
  readonly idleSince: Instant | null;
}
interface Held {
  readonly event: Anything;
  /** max(event time, hold start): the time-out counts from here. */
  readonly since: Instant;
}

export interface JoinSettings<S> {
  readonly inner: Step<S>;
  /** Sequence of an event in its key's order; every event of the leading topic has one. */
  readonly seqOf: (event: Anything) => number;
  /** Waits for a partner. */
  readonly needsPartner: (event: Anything) => boolean;
  /** An event that releases all before it, and itself, at once. */
  readonly releases: (event: Anything) => 'human-request' | 'ended' | null;
  /** The partner, with the sequence of the event it belongs to; null for events of the leading topic. */
  readonly partnerOf: (event: Anything) => { readonly seq: number; readonly partner: unknown } | null;
  /** The event as the inner step hears it; `null` = decided without its partner. */
  readonly joined: (event: Anything, partner: unknown | null) => Anything;
  readonly missed: (event: Anything, cause: 'timeout' | 'human-request' | 'ended') => Output;
  readonly timeoutMs: number;
}

/**
 * Joins two topics by sequence, never by arrival. The inner step hears the leading topic's events in its order, each with its
 * partner or with none; the latter is recorded, so that sequence order and the set of records replay every decision.
 * Ticks of the inner step come before inner events with a later time, whatever was held in between.
 */
export const joinBySequence = <S>(settings: JoinSettings<S>): Step<Joined<S>> => ({
  step: (before, event, context) => {
    const start: Joined<S> = before ?? { inner: null, held: [], early: {}, through: 0, idleSince: null };
    const partner = settings.partnerOf(event);
    if (partner !== null) {
      if (partner.seq <= start.through) return { state: before, verdict: emit() };
      return pump(
        settings,
        { ...start, early: { ...start.early, [partner.seq]: partner.partner } },
        event.at,
        null,
        context,
      );
    }
    if (event.type === 'Tick') {
      const [first] = start.held;
      if (first === undefined && start.inner === null) return { state: null, verdict: emit() };
      if (first === undefined) return inner(settings, start, event, context);
      const expired = event.at >= first.since + settings.timeoutMs;
      return pump(settings, start, event.at, expired ? 'timeout' : null, context);
    }
    const held = [...start.held, { event, since: Math.max(event.at, context.arrived ?? event.at) }];
    return pump(settings, { ...start, held }, event.at, settings.releases(event), context);
  },
  due: (state) => {
    const [first] = state.held;
    if (first !== undefined) return first.since + settings.timeoutMs;
    if (state.inner === null) return state.idleSince === null ? null : state.idleSince + IDLE_MS;
    return settings.inner.due(state.inner);
  },
});

/** Ids of what an event leads to hang on that event alone, whatever released it. */
const idsOf = (id: string): Context => ({ id: (name) => derivedId(`${id}/${name}`) });

/** Early partners whose event never comes are forgotten after this long. */
const IDLE_MS = 60 * 60 * 1000;

/** Ticks of the inner step before one event, at most: a jump of the clock makes no storm. */
const TICKS = 1_000;

type Release = 'timeout' | 'human-request' | 'ended' | null;

/** One event after another through the inner step. One it rejects or fails on is given back, and the state stays as it was. */
const telling = <S>(step: Step<S>, context: Context) => {
  const outputs: Output[] = [];
  const refused: { readonly event: Anything; readonly reason: string }[] = [];
  const tell = (state: S | null, event: Anything): S | null => {
    const give = (reason: string): S | null => {
      refused.push({ event, reason });
      return state;
    };
    const known = context.refused?.(event.id);
    if (known !== undefined) return give(known);
    try {
      const stepped = step.step(state, event, idsOf(event.id));
      if (stepped.verdict.is === 'reject') return give(stepped.verdict.reason);
      if (stepped.verdict.is === 'emit') outputs.push(...stepped.verdict.outputs.map((o) => ({ ...o, of: event.id })));
      return stepped.state;
    } catch (error) {
      if (error instanceof NotYet) throw error;
      return give(threw(error));
    }
  };
  return { outputs, refused, tell };
};

/** Decides held events in order as far as their partners go; `release` decides them without. A time-out releases only what has waited its time. */
const pump = <S>(
  settings: JoinSettings<S>,
  start: Joined<S>,
  now: Instant,
  release: Release,
  context: Context,
): Stepped<Joined<S>> => {
  let state = start;
  const { outputs, refused, tell } = telling(settings.inner, context);
  for (;;) {
    const [head, ...rest] = state.held;
    if (head === undefined) break;
    const seq = settings.seqOf(head.event);
    const partner = state.early[seq];
    const needs = settings.needsPartner(head.event);
    if (needs && partner === undefined) {
      const cause = release === 'timeout' && now < head.since + settings.timeoutMs ? null : release;
      if (cause === null) break;
      outputs.push(settings.missed(head.event, cause));
    }
    const { [seq]: _, ...early } = state.early;
    const heard = settings.joined(head.event, needs ? (partner ?? null) : null);
    let current = state.inner;
    for (let ticks = 0, after = 0; current !== null && ticks < TICKS; ticks++) {
      const asked = settings.inner.due(current);
      const due = asked === null ? null : Math.max(asked, after);
      if (due === null || due > head.event.at) break;
      const before: S = current;
      current = tell(before, { type: 'Tick', id: `${head.event.id}/tick${ticks === 0 ? '' : ticks}`, at: due });
      if (current === before) break;
      after = due + 1;
    }
    const inner = tell(current, heard);
    state = { inner, held: rest, early, through: Math.max(state.through, seq), idleSince: null };
  }
  const idle = state.inner === null && state.held.length === 0;
  const finished = idle && Object.keys(state.early).length === 0;
  const next = finished ? null : { ...state, idleSince: idle ? (start.idleSince ?? now) : null };
  return { state: next, verdict: emit(...outputs), ...(refused.length === 0 ? {} : { refused }) };
};

const inner = <S>(
  settings: JoinSettings<S>,
  state: Joined<S>,
  event: Anything,
  context: Context,
): Stepped<Joined<S>> => {
  const stepped = settings.inner.step(state.inner, event, context);
  return { state: stepped.state === null ? null : { ...state, inner: stepped.state }, verdict: stepped.verdict };
};
