import { describe, expect, test } from '@jest/globals';
import { commandStory } from '@warmline/testing/command-story';
import { type StoryEvent, tick } from '@warmline/testing/story';
import { mia, s } from '../story.fixtures.ts';
import { type Desk, type DeskSettings, deskDue } from './desk.ts';
import type { DeskEvent } from './desk-commands.ts';
import { handleDeskEvent } from './handle-desk-event.ts';

/** A stream is silent after 15 s; the agent is signed off 40 s after the last one. */
const settings: DeskSettings = { heartbeatMs: 5_000, disconnectGraceMs: 40_000 };
const given = commandStory<Desk>({
  step: (state, event, context) => handleDeskEvent(state, event as DeskEvent, settings, context.receivedAt),
  due: (desk) => deskDue(desk, settings),
});

const presence = (status: Desk['status'], at: number, more: object = {}): StoryEvent => ({
  type: 'SetPresence',
  data: { ...mia, status, ...more },
  at: s(at),
});
const on =
  (type: string) =>
  (streamId: string, at: number): StoryEvent => ({ type, data: { streamId }, at: s(at) });
const holds = on('HoldStream');
const answers = on('AnswerHeartbeat');
const closes = on('CloseStream');
const changed = (status: Desk['status']): StoryEvent => ({
  type: 'AgentPresenceChanged',
  data: { ...mia, status },
});
const row = (status: Desk['status'], connection: string): StoryEvent => ({
  type: 'presence',
  data: { status, connection },
});
const online = presence('online', 0);
/** Online with one stream that was closed in second 10: lost since second 15. */
const lost = [online, holds('tab-1', 1), closes('tab-1', 10), tick(s(15))] as const;

describe('an agent without a stream', () => {
  test('stays as their presence was set, for as long as they open none', () => {
    expect(given(online).due()).toBeNull();
    given(online, tick(s(86_400)))
      .when(tick(s(90_000)))
      .thenNothing();
  });

  test('is connected once a stream is open, and nobody is told a change that is none', () => {
    given(online).when(holds('tab-1', 1)).thenResponds(200).thenNothing();
  });

  test('who said that their desk opens a stream is disconnected if none comes', () => {
    const story = given(presence('online', 0, { awaitsStream: true }));
    expect(story.due()).toBe(s(15));
    given(presence('online', 0, { awaitsStream: true }))
      .when(tick(s(15)))
      .thenEmits(changed('offline'))
      .thenAddsToTimeline(row('online', 'lost'));
  });
});

describe('an announced stream', () => {
  const announced = presence('online', 0, { awaitsStream: true });

  test('is over once a real one is open, so that closing that one is noticed at once', () => {
    expect(given(announced, holds('tab-1', 1), closes('tab-1', 2)).due()).toBe(s(7));
  });

  test('adds nothing to a stream that is open already', () => {
    expect(given(online, holds('tab-1', 1), presence('away', 3, { awaitsStream: true })).due()).toBe(s(16));
  });

  test('keeps a lost connection lost only for as long as no stream can be expected', () => {
    expect(given(...lost, presence('online', 20, { awaitsStream: true })).due()).toBe(s(35));
  });
});

describe('a heartbeat', () => {
  test('that is answered keeps the agent connected, and publishes nothing', () => {
    const story = given(online, holds('tab-1', 1), answers('tab-1', 6));
    expect(story.due()).toBe(s(21));
    given(online, holds('tab-1', 1), answers('tab-1', 6)).when(answers('tab-1', 11)).thenResponds(200).thenNothing();
  });

  test('that is not answered three times, as by a closed laptop, disconnects the agent', () => {
    given(online, holds('tab-1', 1), answers('tab-1', 6))
      .when(tick(s(21)))
      .thenEmits(changed('offline'))
      .thenAddsToTimeline(row('online', 'lost'));
  });

  test('answered on a stream that no longer counts says that a new one is needed', () => {
    given(...lost)
      .when(answers('tab-1', 16))
      .thenResponds(404, { title: 'Stream closed' })
      .thenNothing();
  });

  test('is found missing only by a gateway that was there: after an outage every desk gets time to return', () => {
    const context = (receivedAt: number) => ({ id: (name: string) => name, receivedAt });
    const desk = given(online, holds('tab-1', 1)).state();
    const due = { type: 'Tick', id: 't', at: s(16) } as const;
    const late = handleDeskEvent(desk, due, settings, context(s(120)).receivedAt);
    expect([late.timeline, deskDue(late.state as Desk, settings)]).toEqual([[], s(135)]);
    const inTime = handleDeskEvent(desk, due, settings, context(s(17)).receivedAt);
    expect(inTime.timeline).toMatchObject([row('online', 'lost')]);
  });
});

describe('two tabs', () => {
  const both = [online, holds('tab-1', 1), holds('tab-2', 2)] as const;

  test('of which one is closed keep the agent connected', () => {
    const story = given(...both, closes('tab-1', 3));
    expect(story.due()).toBe(s(17));
    given(...both, closes('tab-1', 3), answers('tab-2', 12))
      .when(tick(s(17)))
      .thenNothing();
  });

  test('that are both closed disconnect the agent one heartbeat later', () => {
    const story = given(...both, closes('tab-1', 3), closes('tab-2', 4));
    expect(story.due()).toBe(s(9));
    given(...both, closes('tab-1', 3), closes('tab-2', 4))
      .when(tick(s(9)))
      .thenEmits(changed('offline'));
  });
});

describe('a closed stream', () => {
  test('that is followed by another at once, as after a reload, changes nothing', () => {
    given(online, holds('tab-1', 1), closes('tab-1', 3)).when(holds('tab-2', 4)).thenNothing();
    given(online, holds('tab-1', 1), closes('tab-1', 3), holds('tab-2', 4))
      .when(tick(s(8)))
      .thenNothing();
  });

  test('of an agent who is offline changes nothing', () => {
    given(online, holds('tab-1', 1), presence('offline', 2), closes('tab-1', 3))
      .when(tick(s(8)))
      .thenNothing();
  });

  test('that is closed again, or was never open, changes nothing', () => {
    for (const streamId of ['tab-1', 'tab-9'])
      given(...lost)
        .when(closes(streamId, 16))
        .thenResponds(200)
        .thenNothing();
  });
});

describe('a lost connection', () => {
  test('that returns within the grace gives the agent the status from before', () => {
    given(...lost)
      .when(holds('tab-2', 54))
      .thenEmits(changed('online'))
      .thenAddsToTimeline(row('online', 'open'));
    given(presence('away', 0), holds('tab-1', 1), closes('tab-1', 10), tick(s(15)))
      .when(holds('tab-2', 54))
      .thenEmits(changed('away'));
  });

  test('that stays away for the grace signs the agent off; routing knows them as offline already', () => {
    expect(given(...lost).due()).toBe(s(55));
    given(...lost)
      .when(tick(s(55)))
      .thenEmits()
      .thenAddsToTimeline(row('offline', 'lost'));
    expect(given(...lost, tick(s(55))).due()).toBeNull();
  });

  test('that returns after the grace leaves the agent signed off, also before the tick', () => {
    given(...lost)
      .when(holds('tab-2', 55))
      .thenEmits()
      .thenAddsToTimeline(row('offline', 'open'));
    given(...lost, tick(s(55)))
      .when(holds('tab-2', 60))
      .thenNothing();
  });

  test('ends when the agent signs in by a request alone', () => {
    given(...lost)
      .when(presence('online', 20))
      .thenEmits(changed('online'))
      .thenAddsToTimeline(row('online', 'none'));
    expect(given(...lost, presence('online', 20)).due()).toBeNull();
  });

  test('makes the colleague one who is not asked', () => {
    given(...lost)
      .when({ type: 'ReceiveConsult', data: { consultId: 'q-1', handoffId: 'h-1', conversationId: 'c-1' } })
      .thenResponds(409, { title: 'Colleague offline' });
  });

  test('keeps the conversations on the desk until routing takes them back', () => {
    const assigned = { type: 'HandoffAssigned', data: { handoffId: 'h-1', conversationId: 'c-1' }, at: s(2) };
    const desk = given(online, assigned, holds('tab-1', 3), closes('tab-1', 10), tick(s(15))).state();
    expect(Object.keys(desk?.conversations ?? {})).toEqual(['h-1']);
  });
});

test('a desk remembers its last twenty streams at most', () => {
  const opened = Array.from({ length: 30 }, (_, n) => holds(`tab-${n}`, n / 10));
  expect(Object.keys(given(online, ...opened).state()?.streams ?? {})).toHaveLength(20);
});
