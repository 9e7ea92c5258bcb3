import type { Retention } from '@warmline/contracts';
import { type ExpiredRows, type RunStatement, rowsOlderThan } from '@warmline/service-kit';
import type { Conversation } from '../domain/conversation/conversation.ts';
import type { Desk } from '../domain/desk/desk.ts';

/** Streams, or rows of evidence, that one statement looks at. */
const PAGE = 500;

interface StreamKey {
  readonly stage: string;
  readonly key: string;
}

/**
 * Rows of a stream before this time are deleted. Of a conversation that lives: what is older than its retention and from before its
 * customer came back. Conversations and decisions are deleted by their own rules together with their stream; rows without a state
 * are left-overs.
 */
const expiryOf = (stage: string, state: unknown, retention: Retention, now: number): number => {
  if (stage === 'desk') return now - retention.of('desks', (state as Desk | null)?.tenantId ?? '');
  if (stage !== 'conversation') return 0;
  if (state === null) return now - retention.shortest('conversations');
  const { tenantId, startedAt } = state as Conversation;
  return Math.min(startedAt, now - retention.of('conversations', tenantId));
};

const STATES = `SELECT s.stage, s.key, s.data FROM state s JOIN unnest($1::text[], $2::text[]) AS x(stage, key) USING (stage, key)`;

const findExpiries = async (
  run: RunStatement,
  keys: readonly StreamKey[],
  retention: Retention,
  now: number,
): Promise<(key: StreamKey) => number> => {
  const { rows } = await run(STATES, [keys.map((k) => k.stage), keys.map((k) => k.key)]);
  const states = new Map(rows.map((r) => [`${r.stage}/${r.key}`, r.data]));
  return ({ stage, key }) => expiryOf(stage, states.get(`${stage}/${key}`) ?? null, retention, now);
};

/** The next streams by key with the time of their first row: one look-up in the primary key each. */
const NEXT_STREAMS = `
  WITH RECURSIVE next AS (
    (SELECT stage, key, at FROM timeline WHERE (stage, key) > ($1, $2) ORDER BY stage, key, seq LIMIT 1)
    UNION ALL
    SELECT t.* FROM next CROSS JOIN LATERAL (
      SELECT stage, key, at FROM timeline WHERE (stage, key) > (next.stage, next.key) ORDER BY stage, key, seq LIMIT 1) t
  ) SELECT stage, key, at FROM next LIMIT ${PAGE}`;

/** In sequence, through the primary key: the first rows of a stream are its oldest. */
const DELETE_FIRST_ROWS = `DELETE FROM timeline WHERE ctid = ANY(ARRAY(
  SELECT t.ctid FROM unnest($1::text[], $2::text[], $3::bigint[]) AS x(stage, key, before) CROSS JOIN LATERAL (
    SELECT ctid FROM timeline WHERE stage = x.stage AND key = x.key AND at < x.before ORDER BY seq LIMIT $4 FOR UPDATE SKIP LOCKED) t
  LIMIT $4))`;

const expiredStreams = (retention: Retention): ExpiredRows => ({
  table: 'timeline',
  async *deleteBatches(run, now, limit) {
    const newest = now - Math.min(retention.shortest('conversations'), retention.shortest('desks'));
    for (let last: StreamKey = { stage: '', key: '' }; ; ) {
      const streams = (await run(NEXT_STREAMS, [last.stage, last.key])).rows.map((r) => ({
        stage: String(r.stage),
        key: String(r.key),
        at: Number(r.at),
      }));
      yield 0;
      const old = streams.filter(({ at }) => at < newest);
      const expiry = old.length === 0 ? () => 0 : await findExpiries(run, old, retention, now);
      const expired = old.filter((stream) => stream.at < expiry(stream));
      const columns = [expired.map((s) => s.stage), expired.map((s) => s.key), expired.map(expiry)];
      for (let deleted = limit; expired.length > 0 && deleted === limit; ) {
        deleted = (await run(DELETE_FIRST_ROWS, [...columns, limit])).rowCount ?? 0;
        yield deleted;
      }
      if (streams.length < PAGE) return;
      last = streams.at(-1) ?? last;
    }
  },
});

const OLD_EVIDENCE = `SELECT id, stage, key, at FROM evidence WHERE at < $1 AND (at, id) > ($2, $3) ORDER BY at, id LIMIT $4`;

/** Evidence lives as long as the turns around it. */
const expiredEvidence = (retention: Retention): ExpiredRows => ({
  table: 'evidence',
  async *deleteBatches(run, now, limit) {
    let last = { at: 0, id: '0' };
    for (;;) {
      const values = [now - retention.shortest('conversations'), last.at, last.id, limit];
      const old = (await run(OLD_EVIDENCE, values)).rows.map((r) => ({
        id: String(r.id),
        stage: String(r.stage),
        key: String(r.key),
        at: Number(r.at),
      }));
      const expiry = old.length === 0 ? () => 0 : await findExpiries(run, old, retention, now);
      const expired = old.filter((row) => row.at < expiry(row)).map(({ id }) => id);
      if (expired.length > 0) await run('DELETE FROM evidence WHERE id = ANY($1::bigint[])', [expired]);
      yield expired.length;
      if (old.length < limit) return;
      last = old.at(-1) ?? last;
    }
  },
});

/** What the gateway deletes by time. The states of conversations and hand-offs end by their own rules. */
export const expiredRows = (retention: Retention): readonly ExpiredRows[] => [
  rowsOlderThan({ table: 'command_answer', at: 'at' }, retention.answersMs),
  expiredStreams(retention),
  expiredEvidence(retention),
];
