import type { Instant } from '@warmline/contracts';
import { thrownReason } from './dead-letters/dead-letter.ts';
import { type AnyEvent, type Context, emit, type Output, type Step, type StepResult } from './decider.ts';
import { derivedId } from './ids.ts';
import { NotReadyError } from './not-ready.ts';

/** Inputs held until the partner of their first is there (delivery A9). Held events live in state: the offset moves on. */
export interface JoinState<S> {
  readonly inner: S | null;
  readonly held: readonly HeldEvent[];
  /** Partners that came before their event, by its sequence. */
  readonly earlyPartners: Readonly<Record<string, unknown>>;
  /** The last sequence decided: what comes for it or below is late and ignored. */
  readonly lastDecidedSeq: number;
  /** Since when nothing but early partners is here: of a conversation that ended, or has not begun. */
  readonly idleSince: Instant | null;
}
interface HeldEvent {
  readonly event: AnyEvent;
  /** max(event time, hold start): the time-out counts from here. */
  readonly since: Instant;
}

export interface JoinSettings<S> {
  readonly inner: Step<S>;
  /** Sequence of an event in its key's order; every event of the leading topic has one. */
  readonly sequenceOf: (event: AnyEvent) => number;
  /** Waits for a partner. */
  readonly needsPartner: (event: AnyEvent) => boolean;
  /** An event that releases all before it, and itself, at once. */
  readonly releaseCause: (event: AnyEvent) => 'human-request' | 'ended' | null;
  /** The partner, with the sequence of the event it belongs to; null for events of the leading topic. */
  readonly partnerOf: (event: AnyEvent) => { readonly seq: number; readonly partner: unknown } | null;
  /** The event as the inner step hears it; `null` = decided without its partner. */
  readonly withPartner: (event: AnyEvent, partner: unknown | null) => AnyEvent;
  readonly missingPartnerOutput: (event: AnyEvent, cause: 'timeout' | 'human-request' | 'ended') => Output;
  readonly timeoutMs: number;
}

/**
 * Joins two topics by sequence, never by arrival. The inner step hears the leading topic's events in its order, each with its
 * partner or with none; the latter is recorded, so that sequence order and the set of records replay every decision.
 * Ticks of the inner step come before inner events with a later time, whatever was held in between.
 */
export const joinBySequence = <S>(settings: JoinSettings<S>): Step<JoinState<S>> => ({
  step: (before, event, context) => {
    const start: JoinState<S> = before ?? {
      inner: null,
      held: [],
      earlyPartners: {},
      lastDecidedSeq: 0,
      idleSince: null,
    };
    const partner = settings.partnerOf(event);
    if (partner !== null) {
      if (partner.seq <= start.lastDecidedSeq) return { state: before, verdict: emit() };
      return decideHeldEvents(
        settings,
        { ...start, earlyPartners: { ...start.earlyPartners, [partner.seq]: partner.partner } },
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
      return decideHeldEvents(settings, start, event.at, expired ? 'timeout' : null, context);
    }
    const held = [...start.held, { event, since: Math.max(event.at, context.receivedAt ?? event.at) }];
    return decideHeldEvents(settings, { ...start, held }, event.at, settings.releaseCause(event), context);
  },
  due: (state) => {
    const [first] = state.held;
    if (first !== undefined) return first.since + settings.timeoutMs;
    if (state.inner === null) return state.idleSince === null ? null : state.idleSince + EARLY_PARTNER_TTL_MS;
    return settings.inner.due(state.inner);
  },
});

/** Ids of what an event leads to hang on that event alone, whatever released it. */
const outputIds = (id: string): Context => ({ id: (name) => derivedId(`${id}/${name}`) });

/** Early partners whose event never comes are forgotten after this long. */
const EARLY_PARTNER_TTL_MS = 60 * 60 * 1000;

/** Ticks of the inner step before one event, at most: a jump of the clock makes no storm. */
const MAX_TICKS_PER_EVENT = 1_000;

type Release = 'timeout' | 'human-request' | 'ended' | null;

/** One event after another through the inner step. One it rejects or fails on is given back, and the state stays as it was. */
const eventRunner = <S>(step: Step<S>, context: Context) => {
  const outputs: Output[] = [];
  const rejectedEvents: { readonly event: AnyEvent; readonly reason: string }[] = [];
  const run = (state: S | null, event: AnyEvent): S | null => {
    const rejectEvent = (reason: string): S | null => {
      rejectedEvents.push({ event, reason });
      return state;
    };
    const knownReason = context.rejectionReason?.(event.id);
    if (knownReason !== undefined) return rejectEvent(knownReason);
    try {
      const result = step.step(state, event, outputIds(event.id));
      if (result.verdict.is === 'reject') return rejectEvent(result.verdict.reason);
      if (result.verdict.is === 'emit')
        outputs.push(...result.verdict.outputs.map((o) => ({ ...o, causedBy: event.id })));
      return result.state;
    } catch (error) {
      if (error instanceof NotReadyError) throw error;
      return rejectEvent(thrownReason(error));
    }
  };
  return { outputs, refused: rejectedEvents, tell: run };
};

/** Decides held events in order as far as their partners go; `release` decides them without. A time-out releases only what has waited its time. */
const decideHeldEvents = <S>(
  settings: JoinSettings<S>,
  start: JoinState<S>,
  now: Instant,
  release: Release,
  context: Context,
): StepResult<JoinState<S>> => {
  let state = start;
  const { outputs, refused: rejectedEvents, tell: run } = eventRunner(settings.inner, context);
  for (;;) {
    const [head, ...rest] = state.held;
    if (head === undefined) break;
    const seq = settings.sequenceOf(head.event);
    const partner = state.earlyPartners[seq];
    const needsPartner = settings.needsPartner(head.event);
    if (needsPartner && partner === undefined) {
      const cause = release === 'timeout' && now < head.since + settings.timeoutMs ? null : release;
      if (cause === null) break;
      outputs.push(settings.missingPartnerOutput(head.event, cause));
    }
    const { [seq]: _, ...early } = state.earlyPartners;
    const event = settings.withPartner(head.event, needsPartner ? (partner ?? null) : null);
    let current = state.inner;
    for (let ticks = 0, after = 0; current !== null && ticks < MAX_TICKS_PER_EVENT; ticks++) {
      const innerDue = settings.inner.due(current);
      const due = innerDue === null ? null : Math.max(innerDue, after);
      if (due === null || due > head.event.at) break;
      const before: S = current;
      current = run(before, { type: 'Tick', id: `${head.event.id}/tick${ticks === 0 ? '' : ticks}`, at: due });
      if (current === before) break;
      after = due + 1;
    }
    const inner = run(current, event);
    state = {
      inner,
      held: rest,
      earlyPartners: early,
      lastDecidedSeq: Math.max(state.lastDecidedSeq, seq),
      idleSince: null,
    };
  }
  const idle = state.inner === null && state.held.length === 0;
  const finished = idle && Object.keys(state.earlyPartners).length === 0;
  const next = finished ? null : { ...state, idleSince: idle ? (start.idleSince ?? now) : null };
  return { state: next, verdict: emit(...outputs), ...(rejectedEvents.length === 0 ? {} : { rejectedEvents }) };
};

const inner = <S>(
  settings: JoinSettings<S>,
  state: JoinState<S>,
  event: AnyEvent,
  context: Context,
): StepResult<JoinState<S>> => {
  const stepped = settings.inner.step(state.inner, event, context);
  return { state: stepped.state === null ? null : { ...state, inner: stepped.state }, verdict: stepped.verdict };
};
