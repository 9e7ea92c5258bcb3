import { expect, test } from '@jest/globals';
import { subscriptions } from '@warmline/contracts';
import { systemClock } from './clock.ts';
import { createWorld } from './counting.fixtures.ts';
import { Intake } from './intake.ts';

test('while a task waits to be taken over, its lag is not reported as 0', async () => {
  const { transport, store } = await createWorld();
  let isDatabaseLocked = true;
  const reported: string[] = [];
  const intake = new Intake({
    ...{ group: 'sentiment', topics: subscriptions.sentiment, transport, clock: systemClock, cacheSize: 1 },
    ...{ log: { info: () => {}, warn: () => {}, error: () => {} }, onTakenOver: () => {}, ready: () => {} },
    store: {
      takeOver: async (n) => {
        if (isDatabaseLocked) throw new Error('canceling statement due to statement timeout');
        return store.takeOver(n);
      },
      unpublishedRows: (n) => store.unpublishedRows(n),
      dueKeys: (n, upTo, limit) => store.dueKeys(n, upTo, limit),
    },
    observer: { lag: (topic) => void reported.push(topic), brokerFailed: () => {}, tasksStopped: () => {} },
    fatal: () => {},
  });
  intake.assigned([0]);
  await intake.takeOver();
  intake.reportProgress();
  expect(reported).toEqual([]);
  isDatabaseLocked = false;
  await intake.takeOver();
  intake.reportProgress();
  expect(reported).toContain(subscriptions.sentiment[0].name);
});
