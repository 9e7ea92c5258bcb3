import type { Instant } from '@warmline/contracts';
import { thrownReason } from './dead-letters/dead-letter.ts';
import { type AnyEvent, type Context, emit, type Output, type Step, type StepResult } from './decider.ts';
import { memoizedIds } from './ids.ts';
import { NotReadyError } from './not-ready.ts';
import type { Input } from './stage.ts';

/**
 * Events held until the first of them has its partner (docs/delivery.md, 18). They are part of the state, so offsets advance. What changes
 * most often comes first: Postgres logs an updated row up to its last change.
 */
export interface JoinState<S> {
  readonly held: readonly HeldEvent[];
  /** Partners that arrived before their event, by its sequence. */
  readonly earlyPartners: Readonly<Record<string, unknown>>;
  /** Highest sequence decided. Partners for it or a lower one are late and ignored. */
  readonly lastDecidedSeq: number;
  /** Since when the state holds only early partners: the conversation ended, or has not started. */
  readonly idleSince: Instant | null;
  readonly inner: S | null;
}
interface HeldEvent {
  readonly event: AnyEvent;
  /** max(event time, hold start): start of the time-out. */
  readonly since: Instant;
}

export interface JoinSettings<S> {
  readonly inner: Step<S>;
  /** Sequence of an event within its key. Every event of the leading topic has one. */
  readonly sequenceOf: (event: AnyEvent) => number;
  /** True if the event waits for a partner. */
  readonly needsPartner: (event: AnyEvent) => boolean;
  /** Not null for an event that releases itself and all events before it at once. */
  readonly releaseCause: (event: AnyEvent) => 'human-request' | 'ended' | null;
  /** The partner and the sequence of the event it belongs to; null for events of the leading topic. */
  readonly partnerOf: (event: AnyEvent) => { readonly seq: number; readonly partner: unknown } | null;
  /** The event as passed to the inner step; `null` = without its partner. */
  readonly withPartner: (event: AnyEvent, partner: unknown | null) => AnyEvent;
  readonly missingPartnerOutput: (event: AnyEvent, cause: 'timeout' | 'human-request' | 'ended') => Output;
  readonly timeoutMs: number;
  /**
   * What happens instead when the inner step rejects an event, throws on it, or its outputs cannot be published; the event goes to the
   * dead letters in any case. Null: nothing. Called once an event: what cannot be published of it is left out.
   */
  readonly fallback?: (state: S | null, event: AnyEvent, reason: string, context: Context) => StepResult<S> | null;
}

/**
 * Joins two topics by sequence, never by arrival. The inner step receives the events of the leading topic in order, each with its
 * partner or without one. Every missing partner is recorded, so sequence order and these records replay every decision.
 * Ticks of the inner step precede events with a later time, even if events were held in between.
 */
export const joinBySequence = <S>(settings: JoinSettings<S>): Step<JoinState<S>> => ({
  step: (before, event, context) => {
    const start: JoinState<S> = before ?? {
      lastDecidedSeq: 0,
      held: [],
      earlyPartners: {},
      idleSince: null,
      inner: null,
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

/** Early partners whose event never arrives are deleted after this time. */
const EARLY_PARTNER_TTL_MS = 60 * 60 * 1000;

/** Most ticks of the inner step before one event, so a clock jump causes no tick storm. */
const MAX_TICKS_PER_EVENT = 1_000;

type Release = 'timeout' | 'human-request' | 'ended' | null;

/** The cause of the outputs of a fallback: they are refused apart from those of the event itself. */
const fallbackOf = (event: AnyEvent): string => `${event.id}/fallback`;

/**
 * Runs events through the inner step, one by one. An event it rejects or throws on is collected; the state stays as it is, or becomes
 * that of the fallback.
 */
const eventRunner = <S>({ inner: step, fallback }: JoinSettings<S>, context: Context) => {
  const outputs: Output[] = [];
  const rejectedEvents: { readonly event: AnyEvent; readonly reason: string }[] = [];
  const fallbackFor = (state: S | null, event: AnyEvent, reason: string): StepResult<S> | null => {
    try {
      return fallback?.(state, event, reason, { id: memoizedIds(event.id) }) ?? null;
    } catch (error) {
      if (error instanceof NotReadyError) throw error;
      return null;
    }
  };
  const run = (state: S | null, event: AnyEvent & Partial<Input>): S | null => {
    const { traceparent } = event;
    const rejectEvent = (reason: string): S | null => {
      rejectedEvents.push({ event, reason });
      const cause = fallbackOf(event);
      const instead = context.rejectionReason?.(cause) === undefined ? fallbackFor(state, event, reason) : null;
      if (instead?.verdict.is !== 'emit') return state;
      outputs.push(...instead.verdict.outputs.map((o) => ({ ...o, causedBy: cause, traceparent })));
      return instead.state;
    };
    const knownReason = context.rejectionReason?.(event.id);
    if (knownReason !== undefined) return rejectEvent(knownReason);
    try {
      // Ids of outputs depend on their event alone, not on the event that released it.
      const result = step.step(state, event, { id: memoizedIds(event.id) });
      if (result.verdict.is === 'reject') return rejectEvent(result.verdict.reason);
      if (result.verdict.is === 'emit')
        outputs.push(...result.verdict.outputs.map((o) => ({ ...o, causedBy: event.id, traceparent })));
      return result.state;
    } catch (error) {
      if (error instanceof NotReadyError) throw error;
      return rejectEvent(thrownReason(error));
    }
  };
  return { outputs, rejectedEvents, run };
};

/** Decides held events in order, as long as each has its partner. `release` decides them without; a time-out releases only events that have timed out. */
const decideHeldEvents = <S>(
  settings: JoinSettings<S>,
  start: JoinState<S>,
  now: Instant,
  release: Release,
  context: Context,
): StepResult<JoinState<S>> => {
  let state = start;
  const { outputs, rejectedEvents, run } = eventRunner(settings, context);
  for (;;) {
    const [head, ...rest] = state.held;
    if (head === undefined) break;
    const seq = settings.sequenceOf(head.event);
    const partner = state.earlyPartners[seq];
    const needsPartner = settings.needsPartner(head.event);
    if (needsPartner && partner === undefined) {
      const cause = release === 'timeout' && now < head.since + settings.timeoutMs ? null : release;
      if (cause === null) break;
      const { traceparent }: Partial<Input> = head.event;
      outputs.push({ ...settings.missingPartnerOutput(head.event, cause), traceparent });
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
      lastDecidedSeq: Math.max(state.lastDecidedSeq, seq),
      held: rest,
      earlyPartners: early,
      idleSince: null,
      inner,
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
