import { setTimeout as sleep } from 'node:timers/promises';
import { joinGroup, numbers, recordOf, valueText, valueTexts, waitUntil } from './group-member.fixtures.ts';
import type { FetchedBatch, Subscription, Transport } from './transport.ts';
import { recordTests, type TransportUnderTest } from './transport-records.suite.ts';

/** Guarantees of every transport. `make` is called once; each test uses topics and groups of its own. */
export const transportSuite = (name: string, make: () => Promise<TransportUnderTest>): void => {
  describe(`the ${name} transport`, () => {
    let subject: TransportUnderTest;
    let transport: Transport;
    let serial = 0;
    const run = Date.now().toString(36);
    const topic = async (partitions: number): Promise<string> => {
      serial += 1;
      const declared = { name: `suite.${name}-${run}-${serial}.v1`, partitions, config: {} };
      await transport.applyTopics([declared]);
      return declared.name;
    };
    const group = (): string => `group-${name}-${run}-${serial}`;

    beforeAll(async () => {
      subject = await make();
      transport = subject.transport;
    }, 120_000);
    afterAll(() => subject.close(), 60_000);

    const guarantee = (title: string, check: () => Promise<void>): void => test(title, check, 90_000);

    recordTests({ guarantee, topic, group, subject: () => subject });

    guarantee('delivers every partition in append order', async () => {
      const a = await topic(3);
      const all = numbers(600);
      for (let i = 0; i < all.length; i += 60) {
        await transport.append(all.slice(i, i + 60).map((value) => recordOf(a, Number(value) % 3, value)));
      }
      const { seen, subscription } = await joinGroup(transport, group(), [a]);
      await waitUntil('all records', () => seen.records.length >= 600);
      for (const partition of [0, 1, 2]) {
        expect(valueTexts(seen.records, partition)).toEqual(all.filter((value) => Number(value) % 3 === partition));
      }
      for (const partition of [0, 1, 2]) {
        const offsets = seen.records.filter((r) => r.partition === partition).map((r) => r.offset);
        expect(offsets).toEqual([...offsets].sort((x, y) => x - y));
      }
      await subscription.stop();
    });

    guarantee('shows a record in its bounds and to readers once its append resolves', async () => {
      const a = await topic(2);
      expect(await transport.bounds(a, 1)).toEqual({ first: 0, end: 0 });
      await transport.append([recordOf(a, 1, 'one'), recordOf(a, 1, 'two'), recordOf(a, 0, 'other')]);
      expect(await transport.bounds(a, 1)).toEqual({ first: 0, end: 2 });
      const { seen, subscription } = await joinGroup(transport, group(), [a]);
      await waitUntil('the records', () => seen.records.length === 3);
      expect(seen.fetched.find(({ partition }) => partition === 1)?.end).toBe(2);
      await subscription.stop();
    });

    guarantee('assigns tasks after subscribe resolves, and confirms the member until it leaves', async () => {
      const a = await topic(4);
      const { seen, subscription, assignmentsAtSubscribe } = await joinGroup(transport, group(), [a]);
      expect(assignmentsAtSubscribe).toBe(0);
      await waitUntil('the assignment', () => seen.assignments > 0);
      expect(seen.tasks).toEqual([0, 1, 2, 3]);
      await waitUntil('a confirmed membership', () =>
        subscription.confirm().then(
          () => true,
          () => false,
        ),
      );
      await subscription.stop();
      await expect(subscription.confirm()).rejects.toThrow();
    });

    guarantee(
      'splits tasks over two members, all topics of a task together, and moves the tasks of a leaving member',
      async () => {
        const a = await topic(4);
        const b = await topic(4);
        const first = await joinGroup(transport, group(), [a, b]);
        await waitUntil('all tasks at the first member', () => first.seen.tasks.length === 4);
        const second = await joinGroup(transport, group(), [a, b]);
        await waitUntil('two tasks each', () => first.seen.tasks.length === 2 && second.seen.tasks.length === 2);
        expect([...first.seen.tasks, ...second.seen.tasks].sort()).toEqual([0, 1, 2, 3]);

        await transport.append([0, 1, 2, 3].flatMap((n) => [recordOf(a, n, `a${n}`), recordOf(b, n, `b${n}`)]));
        await waitUntil('all records', () => first.seen.records.length + second.seen.records.length >= 8);
        for (const { seen } of [first, second]) {
          expect(valueTexts(seen.records).sort()).toEqual(seen.tasks.flatMap((n) => [`a${n}`, `b${n}`]).sort());
        }
        const moved = second.seen.tasks;
        await second.subscription.stop();
        await waitUntil('the moved tasks', () => first.seen.tasks.length === 4);
        await transport.append(moved.map((n) => recordOf(b, n, `late${n}`)));
        await waitUntil('the records of the moved tasks', () =>
          moved.every((n) => valueTexts(first.seen.records).includes(`late${n}`)),
        );
        expect(first.seen.calls).toContain('revoked');
        await first.subscription.stop();
      },
    );

    guarantee('reads a partition only after its first seek', async () => {
      const a = await topic(2);
      await transport.append([...numbers(10).map((value) => recordOf(a, 0, value)), recordOf(a, 1, 'untouched')]);
      const { seen, subscription } = await joinGroup(transport, group(), [a], { seek: false });
      await waitUntil('the assignment', () => seen.assignments > 0);
      await sleep(300);
      expect(seen.fetched).toEqual([]);
      subscription.seek(a, 0, 7);
      await waitUntil('the remaining records', () => seen.records.length >= 3);
      expect(seen.fetched[0]).toMatchObject({ topic: a, partition: 0, from: 7, end: 10 });
      expect(valueTexts(seen.records)).toEqual(['7', '8', '9']);
      await subscription.stop();
    });

    guarantee('reads again after a seek back, and reports where it read from', async () => {
      const a = await topic(1);
      await transport.append(numbers(10).map((value) => recordOf(a, 0, value)));
      const { seen, subscription } = await joinGroup(transport, group(), [a]);
      await waitUntil('all records', () => seen.records.length >= 10);
      const before = seen.fetched.length;
      subscription.seek(a, 0, 4);
      await waitUntil('the records again', () => seen.records.length >= 16);
      await transport.append([recordOf(a, 0, 'new')]);
      await waitUntil('the new record', () => valueTexts(seen.records).includes('new'));
      expect(seen.fetched[before]?.from).toBe(4);
      expect(valueTexts(seen.records)).toEqual([...numbers(10), ...numbers(6, 4), 'new']);
      for (const { from, records, end } of seen.fetched) {
        expect(records[0]?.offset).toBe(from);
        expect(end).toBeGreaterThan(records.at(-1)?.offset ?? Number.POSITIVE_INFINITY);
      }
      await subscription.stop();
    });

    guarantee(
      'starts at the earliest record when the position is beyond the end, and reports it in `from`',
      async () => {
        const a = await topic(1);
        await transport.append(numbers(3).map((value) => recordOf(a, 0, value)));
        const { seen, subscription } = await joinGroup(transport, group(), [a], { seek: false });
        await waitUntil('the assignment', () => seen.assignments > 0);
        subscription.seek(a, 0, 50);
        await waitUntil('the records', () => seen.records.length >= 3);
        expect(seen.fetched[0]?.from).toBe(0);
        await subscription.stop();
      },
    );

    guarantee('pauses a partition whose delivery is unresolved, and no other', async () => {
      const a = await topic(2);
      let release = (): void => {};
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      const hold = ({ partition }: FetchedBatch): Promise<void> => (partition === 0 ? held : Promise.resolve());
      const { seen, subscription } = await joinGroup(transport, group(), [a], { hold });
      await waitUntil('the assignment', () => seen.assignments > 0);
      for (let i = 0; i < 20; i += 1) {
        await transport.append([recordOf(a, 0, `slow${i}`), recordOf(a, 1, `quick${i}`)]);
        if (i === 0) await waitUntil('the first slow record', () => valueTexts(seen.records, 0).length > 0);
      }
      await waitUntil('the quick records', () => valueTexts(seen.records, 1).length === 20);
      expect(seen.fetched.filter(({ partition }) => partition === 0)).toHaveLength(1);
      release();
      await waitUntil('the slow records', () => valueTexts(seen.records, 0).length === 20);
      expect(valueTexts(seen.records, 0)).toEqual(numbers(20).map((n) => `slow${n}`));
      expect(seen.mostUnresolved).toBe(1);
      await subscription.stop();
    });

    guarantee('lets a seek during an unresolved delivery win over what was delivered', async () => {
      const a = await topic(1);
      await transport.append(numbers(5).map((value) => recordOf(a, 0, value)));
      let subscribed: Subscription | null = null;
      let sought = false;
      const hold = async (): Promise<void> => {
        if (sought) return;
        sought = true;
        await sleep(150);
        subscribed?.seek(a, 0, 2);
      };
      const { seen, subscription } = await joinGroup(transport, group(), [a], { hold });
      subscribed = subscription;
      await waitUntil('the records again', () => seen.records.length >= 8);
      expect(valueTexts(seen.records).slice(0, 8)).toEqual([...numbers(5), '2', '3', '4']);
      await subscription.stop();
    });

    guarantee('tails from the end or from the beginning, until stopped', async () => {
      const a = await topic(2);
      const b = await topic(3);
      await transport.append([recordOf(a, 0, 'before'), recordOf(b, 2, 'before too')]);
      const hints: string[] = [];
      const everything: string[] = [];
      const stopHints = await transport.tail([a, b], (record) => void hints.push(valueText(record)));
      const stopAll = await transport.tail([a, b], (record) => void everything.push(valueText(record)), true);
      await transport.append([recordOf(a, 1, 'after'), recordOf(b, 0, 'after too')]);
      await waitUntil('the tailed records', () => hints.length >= 2 && everything.length >= 4);
      expect(hints.sort()).toEqual(['after', 'after too']);
      expect(everything.sort()).toEqual(['after', 'after too', 'before', 'before too']);
      await stopHints();
      await transport.append([recordOf(a, 1, 'late')]);
      await waitUntil('the last record', () => everything.includes('late'));
      expect(hints).not.toContain('late');
      await stopAll();
    });

    guarantee('creates topics once and refuses another partition count', async () => {
      const declared = {
        name: `suite.${name}-${run}-declared.v1`,
        partitions: 2,
        config: { 'retention.ms': '3600000' },
      };
      expect(await transport.applyTopics([declared])).toEqual([declared.name]);
      expect(await transport.applyTopics([declared])).toEqual([]);
      expect(await transport.applyTopics([{ ...declared, config: { 'retention.ms': '-1' } }])).toEqual([]);
      await expect(transport.applyTopics([{ ...declared, partitions: 3 }])).rejects.toThrow(/2 partitions/);
      expect((await transport.listTopics()).get(declared.name)).toBe(2);
    });

    guarantee('refuses topics that do not exist or differ in partitions', async () => {
      const a = await topic(2);
      const b = await topic(3);
      await expect(joinGroup(transport, group(), [a, 'suite.nowhere.v1'])).rejects.toThrow(/suite\.nowhere\.v1/);
      await expect(joinGroup(transport, group(), [a, b])).rejects.toThrow(/differ/);
    });

    guarantee('reports an unavailable log, and continues on its own when the log is back', async () => {
      const a = await topic(2);
      const { seen, subscription } = await joinGroup(transport, group(), [a]);
      await waitUntil('the assignment', () => seen.assignments > 0);
      await transport.append([recordOf(a, 0, 'before')]);
      await waitUntil('the first record', () => seen.records.length === 1);

      await subject.outage.begin();
      await waitUntil('down', () => seen.calls.includes('down'));
      expect(seen.calls.lastIndexOf('revoked')).toBeGreaterThan(seen.calls.lastIndexOf('assigned'));
      await expect(subscription.confirm()).rejects.toThrow();
      await expect(transport.append([recordOf(a, 0, 'during')])).rejects.toThrow();
      await subject.outage.end();

      await waitUntil('up, with the tasks', () => seen.calls.lastIndexOf('assigned') > seen.calls.indexOf('down'));
      expect(seen.calls.slice(seen.calls.indexOf('down'))).toContain('up');
      expect(seen.calls).not.toContain('down for good');
      await waitUntil('an append', () =>
        transport.append([recordOf(a, 1, 'after')]).then(
          () => true,
          () => false,
        ),
      );
      await waitUntil('the record after', () => valueTexts(seen.records).includes('after'));
      await subscription.stop();
    });
  });
};
