import { joinGroup, numbers, recordOf, valueText, valueTexts, waitUntil } from './group-member.fixtures.ts';
import type { SqlStatement, Transport } from './transport.ts';

/** The transport under test, with the means to cause an outage. */
export interface TransportUnderTest {
  readonly transport: Transport;
  readonly outage: { begin(): Promise<void>; end(): Promise<void> };
  /** If the log is a database: a statement that leaves a mark, one that fails, and the marks left. */
  readonly statements?: { leave(mark: string): SqlStatement; readonly broken: SqlStatement; left(): Promise<string[]> };
  close(): Promise<void>;
}

/** What the tests of a suite share. */
export interface SuiteContext {
  readonly guarantee: (title: string, check: () => Promise<void>) => void;
  readonly topic: (partitions: number) => Promise<string>;
  readonly group: () => string;
  readonly subject: () => TransportUnderTest;
}

/** Guarantees about the content of records. */
export const recordTests = ({ guarantee, topic, group, subject }: SuiteContext): void => {
  guarantee('takes several megabytes in one append, in order', async () => {
    const a = await topic(2);
    const body = 'x'.repeat(3_000);
    await subject().transport.append(numbers(1_000).map((value) => recordOf(a, Number(value) % 2, `${value} ${body}`)));
    await subject().transport.append([recordOf(a, 0, 'y'.repeat(850_000))]);
    const { seen, subscription } = await joinGroup(subject().transport, group(), [a]);
    await waitUntil('all records', () => seen.records.length >= 1_001);
    const order = valueTexts(seen.records, 1).map((value) => Number(value.split(' ')[0]));
    expect(order).toEqual(
      numbers(1_000)
        .map(Number)
        .filter((value) => value % 2 === 1),
    );
    expect(valueTexts(seen.records, 0).at(-1)).toHaveLength(850_000);
    await subscription.stop();
  });

  guarantee('keeps keys, values and headers byte for byte', async () => {
    const a = await topic(1);
    const strange = 'nul \u0000, quote " \' \\, braces {,} and 👩‍👩‍👧 漢字';
    const headers = { ce_id: '1', ce_sequence: '42', strange, empty: '' };
    await subject().transport.append([
      recordOf(a, 0, strange, { key: strange, headers }),
      recordOf(a, 0, '', { key: '' }),
    ]);
    const { seen, subscription } = await joinGroup(subject().transport, group(), [a]);
    await waitUntil('both records', () => seen.records.length >= 2);
    const [full, empty] = seen.records;
    expect({ ...full, value: full && valueText(full) }).toMatchObject({
      topic: a,
      partition: 0,
      key: strange,
      value: strange,
      headers,
    });
    expect(empty && { key: empty.key, value: valueText(empty), headers: empty.headers }).toEqual({
      key: '',
      value: '',
      headers: {},
    });
    expect(Math.abs((full?.timestamp ?? 0) - Date.now())).toBeLessThan(60_000);
    await subscription.stop();
  });

  guarantee(
    "runs the SQL statement in the append's transaction where the log is a database, and otherwise reports that it did not",
    async () => {
      const a = await topic(1);
      const { statements: also } = subject();
      if (also === undefined) {
        expect(await subject().transport.append([recordOf(a, 0, 'x')], { text: 'select 1', values: [] })).toEqual({
          statementExecuted: false,
        });
        return;
      }
      // Concurrent, so that they share one transaction: the broken one must not fail the others.
      const answers = await Promise.allSettled([
        subject().transport.append([recordOf(a, 0, 'x')], also.leave('x')),
        subject().transport.append([recordOf(a, 0, 'lost')], also.broken),
        subject().transport.append([recordOf(a, 0, 'y')], also.leave('y')),
        subject().transport.append([recordOf(a, 0, 'z')]),
      ]);
      expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
      expect(
        answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value.statementExecuted] : [])),
      ).toEqual([true, true, false]);
      expect((await also.left()).sort()).toEqual(['x', 'y']);
      const { seen, subscription } = await joinGroup(subject().transport, group(), [a]);
      await waitUntil('the records', () => seen.records.length >= 3);
      expect(valueTexts(seen.records)).toEqual(['x', 'y', 'z']);
      await subscription.stop();
    },
  );
};
