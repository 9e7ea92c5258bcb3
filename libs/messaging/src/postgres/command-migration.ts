import { PARTITION_COUNT } from '@warmline/contracts';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { STALE_GUARD_SQLSTATE } from './sql-errors.ts';

/** Tables and functions of the Executor, in the schema of the gateway only. */
export class CommandTables1760000000100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [
      `CREATE TABLE shard (n int PRIMARY KEY, incarnation uuid NOT NULL DEFAULT gen_random_uuid(), seq bigint NOT NULL)`,
      `INSERT INTO shard (n, seq) SELECT n, 0 FROM generate_series(0, ${PARTITION_COUNT - 1}) n`,
      `CREATE TABLE command_answer (stage text NOT NULL, key text NOT NULL, id text NOT NULL, answer json NOT NULL, at bigint NOT NULL, PRIMARY KEY (stage, key, id))`,
      `CREATE INDEX command_answer_at ON command_answer (at)`,
      `CREATE TABLE timeline (stage text NOT NULL, key text NOT NULL, seq bigint NOT NULL, type text NOT NULL, at bigint NOT NULL, data json NOT NULL, PRIMARY KEY (stage, key, seq))`,
      `CREATE TABLE evidence (id bigserial PRIMARY KEY, stage text NOT NULL, key text NOT NULL, at bigint NOT NULL, data json NOT NULL)`,
      GUARD_TASKS,
      LOCK_STATES,
      COMMIT_GROUP,
    ])
      await runner.query(statement);
  }
  async down(): Promise<void> {}
}
/** Finds evidence that is old. */
export class EvidenceTime1760000000300 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE INDEX evidence_at ON evidence (at, id)');
  }
  async down(): Promise<void> {}
}
/** The trace a row of a timeline belongs to, so that its delivery to a client is part of it. */
export class TimelineTraces1760000000400 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE timeline ADD COLUMN traceparent text');
  }
  async down(): Promise<void> {}
}

/** Same version guard as the first part of commit_batch: raises SQLSTATE WL001 if a version moved. */
const GUARD_TASKS = `
CREATE FUNCTION guard_tasks(tasks int[], expected bigint[], offs text[], d_task int[], d_topic text[], d_shard text[], d_seq bigint[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE guarded_count int;
BEGIN
  WITH guarded AS (
    SELECT t.n, g.off FROM task t JOIN unnest(tasks, expected, offs) AS g(n, expected, off) ON g.n = t.n AND g.expected = t.version
    ORDER BY t.n FOR UPDATE OF t
  ) UPDATE task SET version = task.version + 1, offsets = guarded.off::json FROM guarded WHERE task.n = guarded.n;
  GET DIAGNOSTICS guarded_count = ROW_COUNT;
  IF guarded_count < cardinality(tasks) THEN RAISE EXCEPTION 'stale' USING ERRCODE = '${STALE_GUARD_SQLSTATE}'; END IF;
  INSERT INTO dedupe SELECT a, b, c, d FROM unnest(d_task, d_topic, d_shard, d_seq) AS x(a, b, c, d) ON CONFLICT (task, topic, shard) DO UPDATE SET seq = excluded.seq;
END $$`;

/**
 * Inserts a row for a new key first, so that concurrent writers of that key wait for each other. Locks are taken in key order. An existing row
 * is locked and not changed (WHERE false); a row that is deleted during the wait is inserted again. A separate statement reads the rows,
 * so that it sees what was committed while the first one waited.
 */
const LOCK_STATES = `
CREATE FUNCTION lock_states(s_stage text[], s_key text[], s_task int[]) RETURNS TABLE (stage text, key text, schema int, data json) LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
  INSERT INTO state (stage, key, task, schema, due, data) SELECT a, b, c, 1, NULL, 'null'::json FROM unnest(s_stage, s_key, s_task) AS x(a, b, c) ORDER BY a, b
    ON CONFLICT (stage, key) DO UPDATE SET task = excluded.task WHERE false;
  RETURN QUERY SELECT s.stage, s.key, s.schema, s.data FROM state s JOIN unnest(s_stage, s_key) AS x(a, b) ON s.stage = x.a AND s.key = x.b;
END $$`;

/**
 * Locks the shard counters last and in order, so that commit order is sequence order. Deletes the timeline of a deleted key, because its
 * sequence may start again. Parameter prefixes: s_ state, a_ answer, t_ timeline, v_ evidence, o_ outbox.
 */
const COMMIT_GROUP = `
CREATE FUNCTION commit_group(
  s_stage text[], s_key text[], s_schema int[], s_due bigint[], s_data text[],
  a_stage text[], a_key text[], a_id text[], a_answer text[], a_at bigint[],
  t_stage text[], t_key text[], t_seq bigint[], t_type text[], t_at bigint[], t_data text[],
  v_stage text[], v_key text[], v_at bigint[], v_data text[],
  service text, o_shard int[], o_id uuid[], o_count int[], o_records text[]
) RETURNS TABLE (row_id uuid, row_shard text, row_first bigint) LANGUAGE plpgsql AS $$
BEGIN
  UPDATE state s SET schema = x.c, due = x.d, data = x.e::json FROM unnest(s_stage, s_key, s_schema, s_due, s_data) AS x(a, b, c, d, e)
    WHERE s.stage = x.a AND s.key = x.b AND x.e IS NOT NULL;
  IF array_position(s_data, NULL) IS NOT NULL THEN
    DELETE FROM state s USING unnest(s_stage, s_key, s_data) AS x(a, b, d) WHERE s.stage = x.a AND s.key = x.b AND x.d IS NULL;
    DELETE FROM timeline t USING unnest(s_stage, s_key, s_data) AS x(a, b, d) WHERE t.stage = x.a AND t.key = x.b AND x.d IS NULL;
  END IF;
  INSERT INTO command_answer SELECT a, b, c, d::json, e FROM unnest(a_stage, a_key, a_id, a_answer, a_at) AS x(a, b, c, d, e);
  INSERT INTO timeline SELECT a, b, c, d, e, f::json FROM unnest(t_stage, t_key, t_seq, t_type, t_at, t_data) AS x(a, b, c, d, e, f);
  INSERT INTO evidence (stage, key, at, data) SELECT a, b, c, d::json FROM unnest(v_stage, v_key, v_at, v_data) AS x(a, b, c, d);
  IF cardinality(o_shard) > 0 THEN
    PERFORM 1 FROM shard WHERE n = ANY(o_shard) ORDER BY n FOR UPDATE;
    RETURN QUERY WITH moved AS (
      UPDATE shard SET seq = shard.seq + x.count FROM unnest(o_shard, o_count) AS x(n, count) WHERE shard.n = x.n RETURNING shard.n, shard.incarnation, shard.seq - x.count + 1 AS first
    ) INSERT INTO outbox (id, task, shard, first_seq, records)
      SELECT x.id, x.n, service || '/' || x.n || '@' || m.incarnation, m.first, x.records FROM unnest(o_shard, o_id, o_records) AS x(n, id, records) JOIN moved m ON m.n = x.n
      RETURNING outbox.id, outbox.shard, outbox.first_seq;
  END IF;
END $$`;
