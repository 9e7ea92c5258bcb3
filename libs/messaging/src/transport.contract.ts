import { setTimeout as sleep } from 'node:timers/promises';
import { type Bench, dataLaws } from './data.contract.ts';
import { member, numbers, out, text, until, values } from './member.contract.ts';
import type { Fetched, Subscription, Transport } from './transport.ts';

/** What every transport guarantees. `make` is called once; the tests use topics and groups of their own. */
export const transportContract = (name: string, make: () => Promise<Bench>): void => {
  describe(`the ${name} transport`, () => {
    let bench: Bench;
    let transport: Transport;
    let serial = 0;
    const run = Date.now().toString(36);
    const topic = async (partitions: number): Promise<string> => {
      serial += 1;
      const declared = { name: `contract.${name}-${run}-${serial}.v1`, partitions, config: {} };
      await transport.applyTopics([declared]);
      return declared.name;
    };
    const group = (): string => `group-${name}-${run}-${serial}`;

    beforeAll(async () => {
      bench = await make();
      transport = bench.transport;
    }, 120_000);
    afterAll(() => bench.close(), 60_000);

    const law = (title: string, check: () => Promise<void>): void => test(title, check, 90_000);

    dataLaws({ law, topic, group, bench: () => bench });

    law('delivers every partition in the order it was appended', async () => {
      const a = await topic(3);
      const all = numbers(600);
      for (let i = 0; i < all.length; i += 60) {
        await transport.append(all.slice(i, i + 60).map((value) => out(a, Number(value) % 3, value)));
      }
      const { seen, subscription } = await member(transport, group(), [a]);
      await until('all records', () => seen.records.length >= 600);
      for (const partition of [0, 1, 2]) {
        expect(values(seen.records, partition)).toEqual(all.filter((value) => Number(value) % 3 === partition));
      }
      for (const partition of [0, 1, 2]) {
        const offsets = seen.records.filter((r) => r.partition === partition).map((r) => r.offset);
        expect(offsets).toEqual([...offsets].sort((x, y) => x - y));
      }
      await subscription.stop();
    });

    law('has a record in bounds and readable once its append resolved', async () => {
      const a = await topic(2);
      expect(await transport.bounds(a, 1)).toEqual({ first: 0, end: 0 });
      await transport.append([out(a, 1, 'one'), out(a, 1, 'two'), out(a, 0, 'other')]);
      expect(await transport.bounds(a, 1)).toEqual({ first: 0, end: 2 });
      const { seen, subscription } = await member(transport, group(), [a]);
      await until('the records', () => seen.records.length === 3);
      expect(seen.fetched.find(({ partition }) => partition === 1)?.end).toBe(2);
      await subscription.stop();
    });

    law('names the tasks after subscribe has resolved, and confirms the member until it leaves', async () => {
      const a = await topic(4);
      const { seen, subscription, assignmentsAtSubscribe } = await member(transport, group(), [a]);
      expect(assignmentsAtSubscribe).toBe(0);
      await until('the assignment', () => seen.assignments > 0);
      expect(seen.tasks).toEqual([0, 1, 2, 3]);
      await until('a confirmed membership', () =>
        subscription.confirm().then(
          () => true,
          () => false,
        ),
      );
      await subscription.stop();
      await expect(subscription.confirm()).rejects.toThrow();
    });

    law(
      'splits the tasks over two members, all topics of a task together, and moves a leaver’s tasks to who stays',
      async () => {
        const a = await topic(4);
        const b = await topic(4);
        const first = await member(transport, group(), [a, b]);
        await until('the first member has all', () => first.seen.tasks.length === 4);
        const second = await member(transport, group(), [a, b]);
        await until('two tasks each', () => first.seen.tasks.length === 2 && second.seen.tasks.length === 2);
        expect([...first.seen.tasks, ...second.seen.tasks].sort()).toEqual([0, 1, 2, 3]);

        await transport.append([0, 1, 2, 3].flatMap((n) => [out(a, n, `a${n}`), out(b, n, `b${n}`)]));
        await until('all records', () => first.seen.records.length + second.seen.records.length >= 8);
        for (const { seen } of [first, second]) {
          expect(values(seen.records).sort()).toEqual(seen.tasks.flatMap((n) => [`a${n}`, `b${n}`]).sort());
        }
        const moved = second.seen.tasks;
        await second.subscription.stop();
        await until('the tasks moved', () => first.seen.tasks.length === 4);
        await transport.append(moved.map((n) => out(b, n, `late${n}`)));
        await until('the moved tasks are read', () =>
          moved.every((n) => values(first.seen.records).includes(`late${n}`)),
        );
        expect(first.seen.calls).toContain('revoked');
        await first.subscription.stop();
      },
    );

    law('reads a partition from its first seek on, not before', async () => {
      const a = await topic(2);
      await transport.append([...numbers(10).map((value) => out(a, 0, value)), out(a, 1, 'untouched')]);
      const { seen, subscription } = await member(transport, group(), [a], { seek: false });
      await until('the assignment', () => seen.assignments > 0);
      await sleep(300);
      expect(seen.fetched).toEqual([]);
      subscription.seek(a, 0, 7);
      await until('the rest', () => seen.records.length >= 3);
      expect(seen.fetched[0]).toMatchObject({ topic: a, partition: 0, from: 7, end: 10 });
      expect(values(seen.records)).toEqual(['7', '8', '9']);
      await subscription.stop();
    });

    law('reads again after a seek back, and says where it read from', async () => {
      const a = await topic(1);
      await transport.append(numbers(10).map((value) => out(a, 0, value)));
      const { seen, subscription } = await member(transport, group(), [a]);
      await until('all records', () => seen.records.length >= 10);
      const before = seen.fetched.length;
      subscription.seek(a, 0, 4);
      await until('the records again', () => seen.records.length >= 16);
      await transport.append([out(a, 0, 'new')]);
      await until('the new one', () => values(seen.records).includes('new'));
      expect(seen.fetched[before]?.from).toBe(4);
      expect(values(seen.records)).toEqual([...numbers(10), ...numbers(6, 4), 'new']);
      for (const { from, records, end } of seen.fetched) {
        expect(records[0]?.offset).toBe(from);
        expect(end).toBeGreaterThan(records.at(-1)?.offset ?? Number.POSITIVE_INFINITY);
      }
      await subscription.stop();
    });

    law('begins at the earliest when the position is beyond the end, and from says so', async () => {
      const a = await topic(1);
      await transport.append(numbers(3).map((value) => out(a, 0, value)));
      const { seen, subscription } = await member(transport, group(), [a], { seek: false });
      await until('the assignment', () => seen.assignments > 0);
      subscription.seek(a, 0, 50);
      await until('the records', () => seen.records.length >= 3);
      expect(seen.fetched[0]?.from).toBe(0);
      await subscription.stop();
    });

    law('holds back a partition whose delivery is unresolved, and that one alone', async () => {
      const a = await topic(2);
      let release = (): void => {};
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      const hold = ({ partition }: Fetched): Promise<void> => (partition === 0 ? held : Promise.resolve());
      const { seen, subscription } = await member(transport, group(), [a], { hold });
      await until('the assignment', () => seen.assignments > 0);
      for (let i = 0; i < 20; i += 1) {
        await transport.append([out(a, 0, `slow${i}`), out(a, 1, `quick${i}`)]);
        if (i === 0) await until('the first slow one', () => values(seen.records, 0).length > 0);
      }
      await until('the quick ones', () => values(seen.records, 1).length === 20);
      expect(seen.fetched.filter(({ partition }) => partition === 0)).toHaveLength(1);
      release();
      await until('the slow ones', () => values(seen.records, 0).length === 20);
      expect(values(seen.records, 0)).toEqual(numbers(20).map((n) => `slow${n}`));
      expect(seen.mostOpen).toBe(1);
      await subscription.stop();
    });

    law('a seek made while a delivery is unresolved wins over what was delivered', async () => {
      const a = await topic(1);
      await transport.append(numbers(5).map((value) => out(a, 0, value)));
      let subscribed: Subscription | null = null;
      let sought = false;
      const hold = async (): Promise<void> => {
        if (sought) return;
        sought = true;
        await sleep(150);
        subscribed?.seek(a, 0, 2);
      };
      const { seen, subscription } = await member(transport, group(), [a], { hold });
      subscribed = subscription;
      await until('the records again', () => seen.records.length >= 8);
      expect(values(seen.records).slice(0, 8)).toEqual([...numbers(5), '2', '3', '4']);
      await subscription.stop();
    });

    law('tails from the end or from the beginning, until stopped', async () => {
      const a = await topic(2);
      const b = await topic(3);
      await transport.append([out(a, 0, 'before'), out(b, 2, 'before too')]);
      const hints: string[] = [];
      const everything: string[] = [];
      const stopHints = await transport.tail([a, b], (record) => void hints.push(text(record)));
      const stopAll = await transport.tail([a, b], (record) => void everything.push(text(record)), true);
      await transport.append([out(a, 1, 'after'), out(b, 0, 'after too')]);
      await until('the hints', () => hints.length >= 2 && everything.length >= 4);
      expect(hints.sort()).toEqual(['after', 'after too']);
      expect(everything.sort()).toEqual(['after', 'after too', 'before', 'before too']);
      await stopHints();
      await transport.append([out(a, 1, 'late')]);
      await until('the last', () => everything.includes('late'));
      expect(hints).not.toContain('late');
      await stopAll();
    });

    law('creates topics once and refuses another partition count', async () => {
      const declared = {
        name: `contract.${name}-${run}-declared.v1`,
        partitions: 2,
        config: { 'retention.ms': '3600000' },
      };
      expect(await transport.applyTopics([declared])).toEqual([declared.name]);
      expect(await transport.applyTopics([declared])).toEqual([]);
      expect(await transport.applyTopics([{ ...declared, config: { 'retention.ms': '-1' } }])).toEqual([]);
      await expect(transport.applyTopics([{ ...declared, partitions: 3 }])).rejects.toThrow(/2 partitions/);
      expect((await transport.listTopics()).get(declared.name)).toBe(2);
    });

    law('refuses topics that do not exist or differ in partitions', async () => {
      const a = await topic(2);
      const b = await topic(3);
      await expect(member(transport, group(), [a, 'contract.nowhere.v1'])).rejects.toThrow(/contract\.nowhere\.v1/);
      await expect(member(transport, group(), [a, b])).rejects.toThrow(/differ/);
    });

    law('tells when the log is away, and goes on by itself when it is back', async () => {
      const a = await topic(2);
      const { seen, subscription } = await member(transport, group(), [a]);
      await until('the assignment', () => seen.assignments > 0);
      await transport.append([out(a, 0, 'before')]);
      await until('the first record', () => seen.records.length === 1);

      await bench.outage.begin();
      await until('down', () => seen.calls.includes('down'));
      expect(seen.calls.lastIndexOf('revoked')).toBeGreaterThan(seen.calls.lastIndexOf('assigned'));
      await expect(subscription.confirm()).rejects.toThrow();
      await expect(transport.append([out(a, 0, 'during')])).rejects.toThrow();
      await bench.outage.end();

      await until('up, with the tasks', () => seen.calls.lastIndexOf('assigned') > seen.calls.indexOf('down'));
      expect(seen.calls.slice(seen.calls.indexOf('down'))).toContain('up');
      expect(seen.calls).not.toContain('down for good');
      await until('an append', () =>
        transport.append([out(a, 1, 'after')]).then(
          () => true,
          () => false,
        ),
      );
      await until('the record after', () => values(seen.records).includes('after'));
      await subscription.stop();
    });
  });
};
