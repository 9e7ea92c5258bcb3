import { describe, expect, test } from '@jest/globals';
import type { CallbackWindow, DataOf } from '@warmline/contracts';
import { type StoryEvent, storyOf, tick } from '@warmline/testing/story';
import fc from 'fast-check';
import type { HandoffRequest } from './pool.ts';
import { routing } from './routing.ts';
import {
  accept,
  firstResponded,
  handoffEvent,
  presence,
  received,
  s,
  teams,
  transfer,
} from './testing/story.fixtures.ts';

const WINDOW_MS = 1_800_000;
/** The first callback window, in seconds from the start of the stories. */
const FIRST = (Math.ceil(s(1) / WINDOW_MS) * WINDOW_MS - s(0)) / 1000;
const given = storyOf(routing(teams));
const asks = (handoffId: string, at: number): StoryEvent => handoffEvent('CallbackWindowsRequested', handoffId, at);
const books = (handoffId: string, at: number, start: number): StoryEvent =>
  handoffEvent('CallbackRequested', handoffId, at, { notBefore: s(start), phone: '+1 555 0100' });
const windowsOf = (outputs: readonly { readonly data: unknown }[]): readonly CallbackWindow[] =>
  outputs.flatMap(({ data }) => (data as DataOf<'CallbackWindowsOffered'>).windows);

describe('a customer who asks for callback windows', () => {
  test('gets the next half-hours, at most 48, if the teams are always open', () => {
    const windows = windowsOf(given(received('h1', 1)).when(asks('h1', 2)).outputs);
    expect(windows).toHaveLength(48);
    expect(windows[0]).toEqual({ from: s(FIRST), until: s(FIRST + 1800) });
    expect(windows.every(({ from, until }, n) => from === s(FIRST) + n * WINDOW_MS && until === from + WINDOW_MS)).toBe(
      true,
    );
  });

  test('gets windows within the opening hours only, up to five days ahead', () => {
    const office = {
      timeZone: 'America/New_York',
      week: [{ days: [1, 2, 3, 4, 5], from: 545, to: 690 }],
      ...{ holidays: [], closed: [], open: [] },
    };
    const keeping = storyOf(routing({ ...teams, hours: { billing_team: office, general_team: office } }));
    const windows = windowsOf(keeping(received('h1', 1)).when(asks('h1', 2)).outputs);
    const clock = new Intl.DateTimeFormat('en-GB', { timeZone: office.timeZone, timeStyle: 'short' });
    expect(new Set(windows.map(({ from }) => clock.format(from)))).toEqual(
      new Set(['09:30', '10:00', '10:30', '11:00']),
    );
    expect(Math.max(...windows.map(({ from }) => from))).toBeLessThanOrEqual(s(2) + 5 * 86_400_000);
  });

  test('gets none for an unknown hand-off', () => given().when(asks('h9', 2)).thenNothing());
});

describe('a call in a callback window', () => {
  test('is promised within its window and assigned from its start on, by its age', () => {
    const past = [presence('ben', 0), received('h1', 1), books('h1', 3, FIRST)];
    given(...past.slice(0, 2))
      .when(books('h1', 3, FIRST))
      .then({
        type: 'CallbackBooked',
        data: { notBefore: s(FIRST), dueBy: s(FIRST + 1800), scheduled: true, agentId: 'ben', phone: '+1 555 0100' },
      });
    expect(given(...past).due()).toBe(s(FIRST));
    given(...past)
      .when(tick(s(FIRST)))
      .then({ type: 'CallbackAssigned', data: { handoffId: 'h1', agentId: 'ben' } });
  });

  test('of a hand-off transferred to a colleague is made by any free agent, and a call as soon as possible by the colleague', () => {
    const sofia = presence('sofia', 2, 'online', { capacity: 1 });
    const busy = [
      sofia,
      received('h0', 3, { seniorFirst: true }),
      accept('h0', 'sofia', 4),
      firstResponded('h0', 'sofia', 4),
    ];
    const past = [presence('ben', 0), received('h1', 1), accept('h1', 'ben', 2), ...busy];
    const passed = [...past, transfer('h1', 'ben', 5, 'agent', 'sofia')];
    given(...passed, books('h1', 6, FIRST))
      .when(tick(s(FIRST)))
      .then({ type: 'CallbackAssigned', data: { handoffId: 'h1', agentId: 'ben' } });
    given(...passed, handoffEvent('CallbackRequested', 'h1', 6))
      .when(tick(s(FIRST)))
      .thenNothing();
  });

  test('that nobody made by the end of its window is overdue', () =>
    given(received('h1', 1), books('h1', 3, FIRST), tick(s(FIRST)))
      .when(tick(s(FIRST + 1800)))
      .then({ type: 'CallbackOverdue', data: { dueBy: s(FIRST + 1800) } }));

  test.each([
    ['between two windows', FIRST + 60],
    ['in the past', FIRST - 1800],
    ['too far ahead', FIRST + 6 * 86_400],
  ])('%s is refused with the free windows, and the place in the queue stays', (_, start) => {
    const { outputs } = given(received('h1', 1)).when(books('h1', 3, start));
    expect(outputs).toMatchObject([
      {
        type: 'CallbackRefused',
        data: { reason: 'no-window', windows: expect.arrayContaining([{ from: s(FIRST), until: s(FIRST + 1800) }]) },
      },
    ]);
    given(received('h1', 1), books('h1', 3, start))
      .when(presence('ben', 4))
      .then({ type: 'HandoffOfferedToAgent', data: { handoffId: 'h1' } });
  });

  test('in a window with as many calls as agents is refused with free windows, and a cancelled call frees the window', () => {
    // In the shipped file only Omar serves the enterprise team.
    const both = ['h1', 'h2'].map((id, n) => received(id, n + 1, { subject: 'enterprise' }));
    const full = [...both, books('h1', 3, FIRST)];
    const { outputs } = given(...full).when(books('h2', 4, FIRST));
    expect(outputs).toMatchObject([{ type: 'CallbackRefused', data: { handoffId: 'h2', reason: 'taken' } }]);
    expect(windowsOf(outputs)[0]).toEqual({ from: s(FIRST + 1800), until: s(FIRST + 3600) });
    given(...full, handoffEvent('CustomerLeft', 'h1', 5, { reason: 'back-to-bot' }))
      .when(books('h2', 6, FIRST))
      .then({ type: 'CallbackBooked', data: { handoffId: 'h2' } });
  });
});

/** True if each of these calls can be made by a different agent: augmenting paths (Kuhn 1955). */
const matched = (requests: readonly HandoffRequest[]): boolean => {
  const callers = (request: HandoffRequest): string[] =>
    teams.agents
      .filter(
        (agent) =>
          request.steps.some(({ team }) => agent.teams.includes(team)) &&
          agent.languages.includes(request.language) &&
          request.skills.every((asked) =>
            agent.skills.some((has) => has.name === asked.name && has.level >= asked.level),
          ),
      )
      .map(({ id }) => id);
  const of = new Map<string, HandoffRequest>();
  const place = (request: HandoffRequest, tried: Set<string>): boolean =>
    callers(request).some((id) => {
      if (tried.has(id)) return false;
      tried.add(id);
      const other = of.get(id);
      if (other !== undefined && !place(other, tried)) return false;
      of.set(id, request);
      return true;
    });
  return requests.every((request) => place(request, new Set()));
};

test('for any bookings, every call in a window can be made by a different agent', () => {
  const ask = fc.record({
    subject: fc.constantFrom('billing', 'technical', 'cancellation', 'enterprise', 'general'),
    language: fc.constantFrom('en', 'en', 'de', 'fr'),
    skills: fc.constantFrom([], [], [{ name: 'refunds', level: 3 }], [{ name: 'networking', level: 3 }]),
    window: fc.nat(1),
  });
  fc.assert(
    fc.property(fc.array(ask, { minLength: 1, maxLength: 20 }), (list) => {
      const plain = { subject: 'general', language: 'en', skills: [], window: 0 };
      const lines = [plain, ...list].flatMap(({ window, ...facts }, n) => [
        received(`h${n}`, n + 1, facts),
        books(`h${n}`, n + 1, FIRST + window * 1800),
      ]);
      const rows =
        given(...lines)
          .state()
          ?.callbacks.values() ?? [];
      expect(rows.length).toBeGreaterThan(0);
      for (const window of [0, 1])
        expect(
          matched(
            rows.filter(({ call }) => call.windowStart === s(FIRST + window * 1800)).map(({ request }) => request),
          ),
        ).toBe(true);
    }),
    { numRuns: 100 },
  );
});
