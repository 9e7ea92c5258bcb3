import { describe, expect, test } from '@jest/globals';
import { type AnyEvent, emit, type Output, reject, type Step } from './decider.ts';
import { type JoinState, joinBySequence } from './join.ts';

/** Hands over once: after two negative messages, or when the customer asks for a person. `wake` is the due of the inner step. */
interface Watch {
  readonly negatives: number;
  readonly done: boolean;
  readonly wake: number | null;
}
const output = (type: string, data: object): Output => ({ type, data }) as unknown as Output;
const received: string[] = [];
const watching: Step<Watch> = {
  step: (before, event) => {
    const state = before ?? { negatives: 0, done: false, wake: null };
    const { score, wake } = (event.data ?? {}) as { score?: string | null; wake?: number };
    received.push(`${event.type === 'Tick' ? `tick@${event.at}` : event.id}${score === null ? '?' : ''}`);
    if (event.type === 'Break') throw new Error('a bug');
    if (event.type === 'Refuse') return { state: before, verdict: reject('not wanted') };
    if (event.type === 'End') return { state: null, verdict: emit() };
    if (event.type === 'Tick') {
      const again = event.at % 1_000 === 0 ? event.at + 500 : null;
      return { state: { ...state, wake: again }, verdict: emit(output('Woken', { at: event.at })) };
    }
    if (state.done) return { state, verdict: emit() };
    if (event.type === 'Human')
      return { state: { ...state, done: true }, verdict: emit(output('HandedOver', { by: event.id, why: 'asked' })) };
    const negatives = state.negatives + (score === 'negative' ? 1 : 0);
    const next = { negatives, done: negatives === 2, wake: wake ?? state.wake };
    const over = next.done ? [output('HandedOver', { by: event.id, why: 'negative' })] : [];
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
  missingPartnerOutput: (event, cause) => output('ScoreMissed', { of: event.id, cause }),
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

interface JoinOutput {
  readonly type: string;
  readonly data: Record<string, unknown>;
}
/** The join of one key, fed event by event. */
const conversation = () => {
  let state: JoinState<Watch> | null = null;
  const all: JoinOutput[] = [];
  received.length = 0;
  const receiveAt = (receivedAt: number | undefined, events: readonly AnyEvent[]): JoinOutput[] => {
    const now: JoinOutput[] = [];
    for (const event of events) {
      const context = {
        id: (name: string) => `${event.id}/${name}`,
        ...(receivedAt === undefined ? {} : { receivedAt }),
      };
      const stepped = joined.step(state, event, context);
      state = stepped.state;
      if (stepped.verdict.is === 'emit')
        now.push(
          ...stepped.verdict.outputs.map((o) => ({ type: o.type as string, data: o.data as JoinOutput['data'] })),
        );
    }
    all.push(...now);
    return now;
  };
  const receive = (...events: readonly AnyEvent[]) => receiveAt(undefined, events);
  return {
    receive,
    receiveAt,
    /** The due of the join, and a tick at that due. */
    due: () => (state === null ? null : joined.due(state)),
    runTick: () => receive(tick(state === null ? 0 : (joined.due(state) ?? 0))),
    held: () => state?.held.map((h) => h.event.id) ?? [],
    state: () => state,
    all,
  };
};
const verdicts = (all: readonly JoinOutput[]) => all.filter((o) => o.type === 'HandedOver').map((o) => o.data);
const missed = (all: readonly JoinOutput[]) => all.filter((o) => o.type === 'ScoreMissed').map((o) => o.data.of);

/** Every order in which three events of a conversation, two scores and two time-outs can arrive; the events keep their order. */
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
  const join = conversation();
  const coming = [message(1), message(2), human(3)];
  for (const one of order) {
    if (one === 'c') join.receive(...coming.splice(0, 1));
    else if (one === 's1' || one === 's2') join.receive(score(Number(one[1])));
    else if (join.held()[0] === `m${one[1]}`) join.runTick();
  }
  while (join.held().length > 0) join.runTick();
  return join;
};

/** Replays from the leading topic and the missed scores alone: in sequence, each message with its score or, if missed, without. */
const replayed = (without: readonly unknown[]) => {
  const join = conversation();
  for (const event of [message(1), message(2), human(3)]) {
    if (event.type === 'Message' && !without.includes(event.id)) join.receive(score(seqOf(event)));
    join.receive(event);
    while (join.held().length > 0) join.runTick();
  }
  return join;
};

describe('a join by sequence', () => {
  test('replays every verdict from sequence order and the recorded misses, however the topics interleave (840 of 840)', () => {
    const orders = interleavings();
    expect(orders).toHaveLength(840);
    const different = new Set<string>();
    for (const order of orders) {
      const { all } = live(order);
      const order1 = received.map((h) => h.replace('?', ''));
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
    const join = conversation();
    join.receive(message(1), message(2));
    expect(join.held()).toEqual(['m1', 'm2']);
    expect(join.receive(human(3))).toEqual([
      { type: 'ScoreMissed', data: { of: 'm1', cause: 'human-request' } },
      { type: 'ScoreMissed', data: { of: 'm2', cause: 'human-request' } },
      { type: 'HandedOver', data: { by: 'h3', why: 'asked' } },
    ]);
    expect(received).toEqual(['m1?', 'm2?', 'h3']);
  });

  test('keeps a score that arrived early when a request releases its message', () => {
    const join = conversation();
    join.receive(message(1), message(2), score(2), human(3));
    expect(missed(join.all)).toEqual(['m1']);
    expect(received).toEqual(['m1?', 'm2', 'h3']);
  });

  test('releases only the message that timed out, not the one behind it', () => {
    const join = conversation();
    join.receive(message(1), message(2));
    expect(join.due()).toBe(at(1) + 2_000);
    join.runTick();
    expect(join.held()).toEqual(['m2']);
    expect(join.due()).toBe(at(2) + 2_000);
    expect(join.all).toEqual([{ type: 'ScoreMissed', data: { of: 'm1', cause: 'timeout' } }]);
  });

  test('holds a message that was read late for two seconds from then, because its score is late too', () => {
    const join = conversation();
    join.receiveAt(at(1) + 600_000, [message(1)]);
    expect(join.due()).toBe(at(1) + 602_000);
    expect(join.receive(tick(at(1) + 2_000))).toEqual([]);
    expect(join.held()).toEqual(['m1']);
  });

  test('ignores a late score', () => {
    const join = conversation();
    join.receive(message(1), human(2));
    const before = join.state();
    expect(join.receive(score(1))).toEqual([]);
    expect(join.state()).toBe(before);
  });

  test('deletes scores that arrive after the end of a conversation after an hour', () => {
    const join = conversation();
    join.receive(message(1), end(2));
    expect(join.state()).toBeNull();
    join.receive(score(1));
    expect(join.due()).toBe(at(1) + 3_600_000);
    join.runTick();
    expect(join.state()).toBeNull();
  });

  test('stores a score that arrives before its message until the message arrives', () => {
    const join = conversation();
    join.receive(score(1), score(2), message(1), message(2));
    expect(verdicts(join.all)).toEqual([{ by: 'm2', why: 'negative' }]);
  });

  test('runs all due ticks of the inner step before later events, even if a message was held in between', () => {
    const join = conversation();
    join.receive(score(1), message(1, { wake: 11_000 }), message(20), message(21));
    expect(join.held()).toEqual(['m20', 'm21']);
    join.receive(score(20), score(21));
    expect(received).toEqual(['m1', 'tick@11000', 'tick@11500', 'm20', 'm21']);
  });

  test('runs a tick of the inner step on its own when nothing is held', () => {
    const join = conversation();
    join.receive(score(1), message(1, { wake: 11_500 }));
    expect(join.due()).toBe(11_500);
    expect(join.runTick()).toEqual([{ type: 'Woken', data: { at: 11_500 } }]);
    expect(join.due()).toBeNull();
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
