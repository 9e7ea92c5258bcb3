import { describe, expect, test } from '@jest/globals';
import { type AnyEvent, emit, type Output, reject, type Step } from './decider.ts';
import { type JoinState, joinBySequence } from './join.ts';

/** Two negative messages hand over, and so does asking for a person: once. `wake` is an inner due. */
interface Watch {
  readonly negatives: number;
  readonly done: boolean;
  readonly wake: number | null;
}
const told = (type: string, data: object): Output => ({ type, data }) as unknown as Output;
const heard: string[] = [];
const watching: Step<Watch> = {
  step: (before, event) => {
    const state = before ?? { negatives: 0, done: false, wake: null };
    const { score, wake } = (event.data ?? {}) as { score?: string | null; wake?: number };
    heard.push(`${event.type === 'Tick' ? `tick@${event.at}` : event.id}${score === null ? '?' : ''}`);
    if (event.type === 'Break') throw new Error('a bug');
    if (event.type === 'Refuse') return { state: before, verdict: reject('not wanted') };
    if (event.type === 'End') return { state: null, verdict: emit() };
    if (event.type === 'Tick') {
      const again = event.at % 1_000 === 0 ? event.at + 500 : null;
      return { state: { ...state, wake: again }, verdict: emit(told('Woken', { at: event.at })) };
    }
    if (state.done) return { state, verdict: emit() };
    if (event.type === 'Human')
      return { state: { ...state, done: true }, verdict: emit(told('HandedOver', { by: event.id, why: 'asked' })) };
    const negatives = state.negatives + (score === 'negative' ? 1 : 0);
    const next = { negatives, done: negatives === 2, wake: wake ?? state.wake };
    const over = next.done ? [told('HandedOver', { by: event.id, why: 'negative' })] : [];
    return { state: next, verdict: emit(...over) };
  },
  due: (state) => state.wake,
};

const seqOf = (event: AnyEvent) => (event.data as { seq: number }).seq;
const joined = joinBySequence<Watch>({
  inner: watching,
  sequenceOf: seqOf,
  needsPartner: (event) => event.type === 'Message' || event.type === 'Break',
  releaseCause: (event) => (event.type === 'Human' ? 'human-request' : event.type === 'End' ? 'ended' : null),
  partnerOf: (event) => (event.type === 'Score' ? { seq: seqOf(event), partner: 'negative' } : null),
  withPartner: (event, partner) =>
    event.type === 'Message' ? { ...event, data: { ...(event.data as object), score: partner } } : event,
  missingPartnerOutput: (event, cause) => told('ScoreMissed', { of: event.id, cause }),
  timeoutMs: 2_000,
});

const at = (seq: number) => 10_000 + seq * 100;
const message = (seq: number, more: object = {}): AnyEvent => ({
  type: 'Message',
  id: `m${seq}`,
  at: at(seq),
  data: { seq, ...more },
});
const human = (seq: number): AnyEvent => ({ type: 'Human', id: `h${seq}`, at: at(seq), data: { seq } });
const end = (seq: number): AnyEvent => ({ type: 'End', id: `e${seq}`, at: at(seq), data: { seq } });
const score = (seq: number): AnyEvent => ({ type: 'Score', id: `s${seq}`, at: at(seq), data: { seq } });
const tick = (instant: number): AnyEvent => ({ type: 'Tick', id: `t${instant}`, at: instant });

interface Told {
  readonly type: string;
  readonly data: Record<string, unknown>;
}
/** A key's join, told event by event. */
const conversation = () => {
  let state: JoinState<Watch> | null = null;
  const all: Told[] = [];
  heard.length = 0;
  const hearAt = (receivedAt: number | undefined, events: readonly AnyEvent[]): Told[] => {
    const now: Told[] = [];
    for (const event of events) {
      const context = {
        id: (name: string) => `${event.id}/${name}`,
        ...(receivedAt === undefined ? {} : { receivedAt }),
      };
      const stepped = joined.step(state, event, context);
      state = stepped.state;
      if (stepped.verdict.is === 'emit')
        now.push(...stepped.verdict.outputs.map((o) => ({ type: o.type as string, data: o.data as Told['data'] })));
    }
    all.push(...now);
    return now;
  };
  const hear = (...events: readonly AnyEvent[]) => hearAt(undefined, events);
  return {
    hear,
    hearAt,
    /** The instant it wants to be woken at, and the waking. */
    due: () => (state === null ? null : joined.due(state)),
    wake: () => hear(tick(state === null ? 0 : (joined.due(state) ?? 0))),
    holds: () => state?.held.map((h) => h.event.id) ?? [],
    state: () => state,
    all,
  };
};
const verdicts = (all: readonly Told[]) => all.filter((o) => o.type === 'HandedOver').map((o) => o.data);
const missed = (all: readonly Told[]) => all.filter((o) => o.type === 'ScoreMissed').map((o) => o.data.of);

/** Every order in which three events of a conversation, their two scores and two time-outs can come: the events keep theirs. */
const interleavings = (): string[][] => {
  const orders: string[][] = [];
  const choose = (left: string[], order: string[]): void => {
    if (left.length === 0) orders.push(order);
    for (const one of new Set(left)) choose(left.toSpliced(left.indexOf(one), 1), [...order, one]);
  };
  choose(['c', 'c', 'c', 's1', 's2', 't1', 't2'], []);
  return orders;
};

const live = (order: readonly string[]) => {
  const told = conversation();
  const coming = [message(1), message(2), human(3)];
  for (const one of order) {
    if (one === 'c') told.hear(...coming.splice(0, 1));
    else if (one === 's1' || one === 's2') told.hear(score(Number(one[1])));
    else if (told.holds()[0] === `m${one[1]}`) told.wake();
  }
  while (told.holds().length > 0) told.wake();
  return told;
};

/** From the topic and the record of what was missed alone: in sequence, each message with its score or, if missed, without. */
const replayed = (without: readonly unknown[]) => {
  const told = conversation();
  for (const event of [message(1), message(2), human(3)]) {
    if (event.type === 'Message' && !without.includes(event.id)) told.hear(score(seqOf(event)));
    told.hear(event);
    while (told.holds().length > 0) told.wake();
  }
  return told;
};

describe('a join by sequence', () => {
  test('replays every verdict from sequence order and the recorded misses, however the topics interleave (840 of 840)', () => {
    const orders = interleavings();
    expect(orders).toHaveLength(840);
    const different = new Set<string>();
    for (const order of orders) {
      const { all } = live(order);
      const order1 = heard.map((h) => h.replace('?', ''));
      const again = replayed(missed(all));
      expect({ order, verdicts: verdicts(again.all) }).toEqual({ order, verdicts: verdicts(all) });
      expect({ order, missed: missed(again.all) }).toEqual({ order, missed: missed(all) });
      expect(order1).toEqual(['m1', 'm2', 'h3']);
      expect(verdicts(all)).toHaveLength(1);
      different.add(JSON.stringify(verdicts(all)));
    }
    expect(different.size).toBe(2);
  });

  test('releases all held events in sequence, as missed, when the customer asks for a person', () => {
    const told = conversation();
    told.hear(message(1), message(2));
    expect(told.holds()).toEqual(['m1', 'm2']);
    expect(told.hear(human(3))).toEqual([
      { type: 'ScoreMissed', data: { of: 'm1', cause: 'human-request' } },
      { type: 'ScoreMissed', data: { of: 'm2', cause: 'human-request' } },
      { type: 'HandedOver', data: { by: 'h3', why: 'asked' } },
    ]);
    expect(heard).toEqual(['m1?', 'm2?', 'h3']);
  });

  test('keeps a score that arrived early when a request releases its message', () => {
    const told = conversation();
    told.hear(message(1), message(2), score(2), human(3));
    expect(missed(told.all)).toEqual(['m1']);
    expect(heard).toEqual(['m1?', 'm2', 'h3']);
  });

  test('releases only the message that timed out, not the one behind it', () => {
    const told = conversation();
    told.hear(message(1), message(2));
    expect(told.due()).toBe(at(1) + 2_000);
    told.wake();
    expect(told.holds()).toEqual(['m2']);
    expect(told.due()).toBe(at(2) + 2_000);
    expect(told.all).toEqual([{ type: 'ScoreMissed', data: { of: 'm1', cause: 'timeout' } }]);
  });

  test('holds a message that was read late for two seconds from then, because its score is late too', () => {
    const told = conversation();
    told.hearAt(at(1) + 600_000, [message(1)]);
    expect(told.due()).toBe(at(1) + 602_000);
    expect(told.hear(tick(at(1) + 2_000))).toEqual([]);
    expect(told.holds()).toEqual(['m1']);
  });

  test('ignores a late score', () => {
    const told = conversation();
    told.hear(message(1), human(2));
    const before = told.state();
    expect(told.hear(score(1))).toEqual([]);
    expect(told.state()).toBe(before);
  });

  test('deletes scores that arrive after the end of a conversation after an hour', () => {
    const told = conversation();
    told.hear(message(1), end(2));
    expect(told.state()).toBeNull();
    told.hear(score(1));
    expect(told.due()).toBe(at(1) + 3_600_000);
    told.wake();
    expect(told.state()).toBeNull();
  });

  test('stores a score that arrives before its message until the message arrives', () => {
    const told = conversation();
    told.hear(score(1), score(2), message(1), message(2));
    expect(verdicts(told.all)).toEqual([{ by: 'm2', why: 'negative' }]);
  });

  test('runs all due ticks of the inner step before later events, even if a message was held in between', () => {
    const told = conversation();
    told.hear(score(1), message(1, { wake: 11_000 }), message(20), message(21));
    expect(told.holds()).toEqual(['m20', 'm21']);
    told.hear(score(20), score(21));
    expect(heard).toEqual(['m1', 'tick@11000', 'tick@11500', 'm20', 'm21']);
  });

  test('runs a tick of the inner step on its own when nothing is held', () => {
    const told = conversation();
    told.hear(score(1), message(1, { wake: 11_500 }));
    expect(told.due()).toBe(11_500);
    expect(told.wake()).toEqual([{ type: 'Woken', data: { at: 11_500 } }]);
    expect(told.due()).toBeNull();
  });

  test.each([
    ['Break', /^threw: Error: a bug/],
    ['Refuse', /^not wanted$/],
  ])('rejects an event the inner step fails on (%s) with the reason and decides the next one', (type, reason) => {
    const bad: AnyEvent = { type, id: 'b2', at: at(2), data: { seq: 2 } };
    let state: JoinState<Watch> | null = null;
    const refused: unknown[] = [];
    for (const event of [message(1), bad, human(3)]) {
      const stepped = joined.step(state, event, { id: (name) => name });
      state = stepped.state;
      refused.push(...(stepped.rejectedEvents ?? []));
      if (event.type === 'Human' && stepped.verdict.is === 'emit')
        expect(stepped.verdict.outputs.map((o) => o.type as string)).toContain('HandedOver');
    }
    expect(refused).toEqual([{ event: bad, reason: expect.stringMatching(reason) }]);
    expect(state?.held).toEqual([]);
  });
});
