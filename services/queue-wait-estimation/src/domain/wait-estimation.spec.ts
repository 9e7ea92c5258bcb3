import { describe, expect, test } from '@jest/globals';
import { topics } from '@warmline/contracts';
import { deciderStep, emit } from '@warmline/messaging/decider';
import { type StoryEvent, storyOf, tick } from '@warmline/testing/story';
import { waitQuantile } from './erlang-a.ts';
import type { WaitSettings } from './settings.ts';
import {
  abandoned,
  assigned,
  at,
  busyPool,
  callbackAssigned,
  callbackBooked,
  callbackEnded,
  callbackUnanswered,
  closed,
  offered,
  online,
  queued,
  returned,
  settings,
} from './wait-estimation.fixtures.ts';
import { waitEstimation } from './wait-estimation.ts';

/** The decider without the estimates for customers who would join; simulate-waits.spec.ts has those. */
const handoffsOnly = (all: WaitSettings): ReturnType<typeof waitEstimation> => {
  const decider = waitEstimation(all);
  const decide: typeof decider.decide = (...input) => {
    const answer = decider.decide(...input);
    if (!('verdict' in answer) || answer.verdict.is !== 'emit') return answer;
    const outputs = answer.verdict.outputs.filter(({ type }) => type !== 'QueueWaitEstimated');
    return { ...answer, verdict: emit(...outputs) };
  };
  return { ...decider, decide };
};
const given = storyOf(handoffsOnly(settings));
const estimate = (handoffId: string, data: object = {}) => ({ type: 'WaitEstimated', data: { handoffId, ...data } });
const dataOf = (outputs: readonly { data: unknown }[], n = 0) =>
  topics.queue.events.WaitEstimated.schema.parse(outputs[n]?.data);

describe('a hand-off that enters the queue is estimated at once:', () => {
  test('under one minute where an agent is free', () => {
    given(online('mia'))
      .when(queued('a', 1))
      .then(estimate('a', { position: 1, announcement: { underOneMinute: true } }));
  });

  test('an agent on a callback has no free capacity until the callback ends or is to be retried', () => {
    const wait = (...past: StoryEvent[]) =>
      dataOf(given(online('mia'), ...past).when(queued('a', 9)).outputs).announcement;
    expect(wait(callbackAssigned('x', 3))).toMatchObject({ underOneMinute: false });
    expect(wait(callbackAssigned('x', 3), callbackEnded('x', 4))).toEqual({ underOneMinute: true });
    expect(wait(callbackAssigned('x', 3), callbackUnanswered('x', 4), callbackEnded('x', 5))).toEqual({
      underOneMinute: true,
    });
  });

  test('the exact quantiles behind the waiting hand-offs, and their buckets', () => {
    const { outputs } = given(...busyPool, queued('a', 3)).when(queued('b', 4));
    const queue = { ahead: 1, rate: 1 / 300, theta: 0 };
    const estimated = dataOf(outputs);
    expect(estimated.p50Seconds).toBeCloseTo(waitQuantile(queue, 0.5), 0);
    expect(estimated.p80Seconds).toBeCloseTo(waitQuantile(queue, 0.8), 0);
    expect(estimated).toMatchObject({
      position: 2,
      announcement: { underOneMinute: false, lowMinutes: 10, highMinutes: 15 },
    });
  });

  test('no time where nobody on duty may serve it', () => {
    const { outputs } = given(online('ben', 0, { teams: ['billing'] }), online('mia', 1, { status: 'away' })).when(
      queued('a', 2),
    );
    expect(dataOf(outputs)).not.toHaveProperty('p50Seconds');
    expect(dataOf(outputs)).not.toHaveProperty('p80Seconds');
    expect(dataOf(outputs)).toMatchObject({ position: 1, announcement: { underOneMinute: false } });
    expect(dataOf(outputs).announcement).not.toHaveProperty('lowMinutes');
  });

  test('no longer end beyond the last bucket', () => {
    const many = Array.from({ length: 9 }, (_, i) => queued(`h-${i}`, 3 + i));
    const { announcement } = dataOf(given(...busyPool, ...many).when(queued('last', 20)).outputs);
    expect(announcement).toEqual({ underOneMinute: false, lowMinutes: 30 });
  });
});

describe('the position in the queue follows routing:', () => {
  test('a priority level counts as five minutes of waiting', () => {
    const old = queued('old', 3);
    const high = (seconds: number) => queued('high', seconds, { priority: 60 });
    given(...busyPool, old)
      .when(high(302))
      .then(estimate('high', { position: 1 }), estimate('old', { position: 2 }));
    given(...busyPool, old)
      .when(high(304))
      .then(estimate('high', { position: 2 }));
  });

  test('only hand-offs that share a team count as ahead', () => {
    const other = queued('other', 3, { steps: [{ team: 'billing', opensAt: at(3) }] });
    given(...busyPool, other, queued('a', 4))
      .when(queued('b', 5))
      .then(estimate('b', { position: 2 }));
  });

  test('a returned hand-off keeps the age of its request', () => {
    const past = [...busyPool, queued('young', 3)];
    const { outputs } = given(...past).when(returned('first', 200));
    expect(outputs.map((o) => [dataOf([o]).handoffId, dataOf([o]).position])).toEqual([
      ['first', 1],
      ['young', 2],
    ]);
  });
});

describe('a team that opens later', () => {
  const late = (opensAt: number) => ({
    steps: [
      { team: 'tech', opensAt: at(3) },
      { team: 'general', opensAt: at(opensAt) },
    ],
  });
  const ben = online('ben', 2, { teams: ['general'] });

  test('with a free agent bounds the wait by its opening', () => {
    const { p50Seconds, p80Seconds } = dataOf(given(...busyPool, ben).when(queued('a', 3, late(63))).outputs);
    expect(p50Seconds).toBeCloseTo(60, 0);
    expect(p80Seconds).toBeCloseTo(60, 0);
  });

  test('alone determines the wait where nobody of the first team is on duty', () => {
    const { p50Seconds } = dataOf(given(ben).when(queued('a', 3, late(93))).outputs);
    expect(p50Seconds).toBeCloseTo(90, 0);
  });

  test('shortens the rest of the wait', () => {
    const full = [...busyPool, ben, queued('x', 3, late(3)), assigned('x', 3, { agentId: 'ben', team: 'general' })];
    const alone = waitQuantile({ ahead: 0, rate: 1 / 300, theta: 0 }, 0.8);
    const { p80Seconds } = dataOf(
      given(...full).when(
        queued('a', 4, {
          steps: [
            { team: 'tech', opensAt: at(4) },
            { team: 'general', opensAt: at(64) },
          ],
        }),
      ).outputs,
    );
    expect(p80Seconds).toBeCloseTo(60 + (alone - 60) / 2, 0);
  });
});

describe('the other hand-offs are estimated again when their announcement changes:', () => {
  const waiting = [...busyPool, queued('a', 3), queued('b', 4)];

  test('when the one ahead is assigned', () => {
    given(...waiting)
      .when(assigned('a', 60))
      .then({ type: 'WaitPromiseEnded', data: { handoffId: 'a', kept: true } }, estimate('b', { position: 1 }));
  });
  test('when the one ahead leaves', () => {
    given(...waiting)
      .when(abandoned('a', 60))
      .then(estimate('b', { position: 1 }));
    given(...waiting)
      .when(callbackBooked('a', 60))
      .then(estimate('b', { position: 1 }));
  });
  test('when an agent comes on duty', () => {
    given(...waiting)
      .when(online('ben', 60))
      .then(estimate('a', { announcement: { underOneMinute: true } }), estimate('b'));
  });
  test('without a time when the last agent goes off duty', () => {
    given(...waiting)
      .when(online('mia', 60, { status: 'offline' }))
      .then(estimate('a', { announcement: { underOneMinute: false } }), estimate('b'));
  });
  test('but none twice within 30 s', () => {
    given(...waiting)
      .when(abandoned('a', 20))
      .thenNothing();
    given(...waiting, abandoned('a', 20))
      .when(tick(at(50)))
      .then(estimate('b', { position: 1 }));
  });
  test('and not when the customer would notice no change', () => {
    given(...waiting)
      .when(offered('a', 60))
      .thenNothing();
    given(...waiting)
      .when(tick(at(60)))
      .thenNothing();
  });
});

describe('a tick', () => {
  const waiting = [...busyPool, queued('a', 3)];
  /** The past events, and every tick that falls due until this instant. */
  const silence = (until: number, ...past: StoryEvent[]): StoryEvent[] => {
    for (;;) {
      const due = given(...past).due();
      if (due === null || due > until) return past;
      past.push(tick(due));
    }
  };

  test('is due while a hand-off waits: 30 s after the last refresh, soon after a change', () => {
    expect(given(online('mia')).due()).toBeNull();
    expect(given(...waiting).due()).toBe(at(33));
    expect(given(...waiting, offered('a', 3.5)).due()).toBe(at(4.006));
  });
  test('is due once after a change where nobody waits', () => {
    expect(given(...busyPool).due()).toBe(at(30));
    expect(given(...busyPool, tick(at(30))).due()).toBeNull();
  });
  test('is due after twice the interval each time no event came, up to 10 minutes', () => {
    const ticks = silence(at(4_000), ...waiting).slice(waiting.length);
    const instants = ticks.map((due) => ((due.at ?? 0) - at(3)) / 1_000);
    expect(instants).toEqual([30, 90, 210, 450, 930, 1_530, 2_130, 2_730, 3_330, 3_930]);
  });
  test('is due soon again after an event', () => {
    const past = silence(at(1_000), ...waiting);
    expect(given(...past, offered('a', 1_000)).due()).toBe(at(1_030));
  });
  test('is due fewer than 160 times in a quiet day of 25 hours', () => {
    expect(silence(at(25 * 3_600), ...waiting).slice(waiting.length).length).toBeLessThan(160);
  });
});

describe('rates are learned:', () => {
  const learning = storyOf(
    handoffsOnly({
      ...settings,
      handling: { meanSeconds: 300, weight: 2, memory: 50 },
      patience: { meanSeconds: 600, weight: 1, memory: 50 },
    }),
  );
  const p80 = (...past: StoryEvent[]) => dataOf(learning(...past).when(queued('z', 5_000)).outputs).p80Seconds ?? 0;

  test('longer conversations make longer waits', () => {
    const slow = closed('first', 1_000, { handledMs: 1_000_000 });
    const again = [queued('second', 1_001), assigned('second', 1_002)];
    expect(p80(...busyPool, slow, ...again)).toBeGreaterThan(p80(...busyPool, closed('first', 1_000), ...again) * 1.5);
  });

  test('customers who abandon early make shorter waits for the others', () => {
    const others = ['k', 'l', 'm'].map((id) => queued(id, 4_990));
    const gone = ['a', 'b', 'c', 'd', 'e'].flatMap((id, i) => [queued(id, 10 + i), abandoned(id, 15 + i)]);
    expect(p80(...busyPool, ...gone, ...others)).toBeLessThan(p80(...busyPool, ...others));
  });
});

describe('an event that changes no wait', () => {
  const waits = [...busyPool, queued('a', 3), tick(at(300))];
  const types = Object.keys(topics.desk.events).filter((type) => type !== 'AgentPresenceChanged');
  const { step } = deciderStep(waitEstimation(settings));
  const data = { poolId: 'acme', tenantId: 'acme', handoffId: 'a', conversationId: 'c-a' };

  test.each([...types, 'TypeOfALaterRelease'])('%s is skipped', (type) => {
    const state = given(...waits).state();
    const event = { type, at: at(400), data, id: 'e-1' };
    const skipped = step(state, event, { id: (name) => name });
    expect(skipped.verdict.is).toBe('skip');
    expect(skipped.state).toBe(state);
    expect(step(null, event, { id: (name) => name }).state).toBeNull();
  });
});
