import type { Instant } from '@warmline/contracts';
import { type Anything, type Context, emit, type Output, type Step, type Stepped } from './decider.ts';
import { derivedId } from './ids.ts';

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
      return pump(settings, { ...start, early: { ...start.early, [partner.seq]: partner.partner } }, event.at, null);
    }
    if (event.type === 'Tick') {
      const [first] = start.held;
      if (first === undefined && start.inner === null) return { state: null, verdict: emit() };
      if (first === undefined) return inner(settings, start, event, context);
      const expired = event.at >= first.since + settings.timeoutMs;
      return pump(settings, start, event.at, expired ? 'timeout' : null);
    }
    const held = [...start.held, { event, since: event.at }];
    return pump(settings, { ...start, held }, event.at, settings.releases(event));
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

/** Decides held events in order as far as their partners go; `release` decides them without. A time-out releases only what has waited its time. */
const pump = <S>(settings: JoinSettings<S>, start: Joined<S>, now: Instant, release: 'timeout' | 'human-request' | 'ended' | null): Stepped<Joined<S>> => {
  let state = start;
  const outputs: Output[] = [];
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
    const due = current === null ? null : settings.inner.due(current);
    if (due !== null && due <= head.event.at) {
      const ticked = settings.inner.step(current, { type: 'Tick', id: `${head.event.id}/tick`, at: due }, idsOf(`${head.event.id}/tick`));
      current = ticked.state;
      if (ticked.verdict.is === 'emit') outputs.push(...ticked.verdict.outputs);
    }
    const stepped = settings.inner.step(current, heard, idsOf(head.event.id));
    if (stepped.verdict.is === 'emit') outputs.push(...stepped.verdict.outputs);
    state = { inner: stepped.state, held: rest, early, through: seq, idleSince: null };
  }
  const idle = state.inner === null && state.held.length === 0;
  const finished = idle && Object.keys(state.early).length === 0;
  return { state: finished ? null : { ...state, idleSince: idle ? (start.idleSince ?? now) : null }, verdict: emit(...outputs) };
};

const inner = <S>(settings: JoinSettings<S>, state: Joined<S>, event: Anything, context: Context): Stepped<Joined<S>> => {
  const stepped = settings.inner.step(state.inner, event, context);
  return { state: stepped.state === null ? null : { ...state, inner: stepped.state }, verdict: stepped.verdict };
};
