import type { MigrationInterface, QueryRunner } from 'typeorm';
import { STALE_GUARD_SQLSTATE } from './sql-errors.ts';

/** Tables of the runtime, in the schema of every service. State is `json`, not `jsonb`: it is returned byte for byte, U+0000 included. */
export class RuntimeTables1760000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of TABLES) await runner.query(statement);
    await runner.query(COMMIT_BATCH);
  }
  async down(): Promise<void> {}
}

const TABLES = [
  `CREATE TABLE task (n int PRIMARY KEY, incarnation uuid NOT NULL DEFAULT gen_random_uuid(), version bigint NOT NULL, seq bigint NOT NULL, offsets json NOT NULL)`,
  `CREATE TABLE dedupe (task int NOT NULL, topic text NOT NULL, shard text NOT NULL, seq bigint NOT NULL, PRIMARY KEY (task, topic, shard))`,
  `CREATE TABLE state (stage text NOT NULL, key text NOT NULL, task int NOT NULL, schema int NOT NULL, due bigint, data json NOT NULL, PRIMARY KEY (stage, key)) WITH (fillfactor = 80)`,
  `CREATE INDEX state_due ON state (task, due) WHERE due IS NOT NULL`,
  `CREATE TABLE entity (stage text NOT NULL, key text NOT NULL, kind text NOT NULL, id text NOT NULL, data json NOT NULL, PRIMARY KEY (stage, key, kind, id)) WITH (fillfactor = 80)`,
  `CREATE TABLE journal (stage text NOT NULL, key text NOT NULL, seq bigint NOT NULL, data json NOT NULL, PRIMARY KEY (stage, key, seq))`,
  `CREATE TABLE outbox (id uuid PRIMARY KEY, task int NOT NULL, shard text NOT NULL, first_seq bigint NOT NULL, records text NOT NULL)`,
  `ALTER TABLE outbox ALTER COLUMN records SET STORAGE EXTERNAL`,
  `CREATE INDEX outbox_task ON outbox (task, first_seq)`,
];

/**
 * One round trip per batch. The version guard comes first; if a version moved it raises SQLSTATE WL001, which rolls everything
 * back. Array parameters run in parallel, with a prefix per table: d_ dedupe, o_ outbox, s_ state, e_ entity, j_ journal.
 * A null state is a finished key, whose entities and journal are deleted too.
 */
const COMMIT_BATCH = `
CREATE FUNCTION commit_batch(
  tasks int[], expected bigint[], counts int[], offs text[],
  d_task int[], d_topic text[], d_shard text[], d_seq bigint[],
  o_id uuid[], o_task int[], o_shard text[], o_first bigint[], o_records text[],
  s_stage text[], s_key text[], s_task int[], s_schema int[], s_due bigint[], s_data text[],
  e_stage text[], e_key text[], e_kind text[], e_id text[], e_data text[],
  j_stage text[], j_key text[], j_seq bigint[], j_data text[],
  dropped uuid[]
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE guarded_count int;
BEGIN
  WITH guarded AS (
    SELECT t.n, g.count, g.off FROM task t JOIN unnest(tasks, expected, counts, offs) AS g(n, expected, count, off) ON g.n = t.n AND g.expected = t.version
    ORDER BY t.n FOR UPDATE OF t
  ) UPDATE task SET version = task.version + 1, seq = task.seq + guarded.count, offsets = guarded.off::json FROM guarded WHERE task.n = guarded.n;
  GET DIAGNOSTICS guarded_count = ROW_COUNT;
  IF guarded_count < cardinality(tasks) THEN RAISE EXCEPTION 'stale' USING ERRCODE = '${STALE_GUARD_SQLSTATE}'; END IF;
  IF cardinality(j_key) > 0 THEN
    INSERT INTO journal SELECT a, b, c, d::json FROM unnest(j_stage, j_key, j_seq, j_data) AS x(a, b, c, d) ON CONFLICT DO NOTHING;
  END IF;
  IF cardinality(s_key) > 0 THEN
    INSERT INTO state (stage, key, task, schema, due, data)
      SELECT a, b, c, d, e, f::json FROM unnest(s_stage, s_key, s_task, s_schema, s_due, s_data) AS x(a, b, c, d, e, f) WHERE f IS NOT NULL
      ON CONFLICT (stage, key) DO UPDATE SET schema = excluded.schema, due = excluded.due, data = excluded.data;
    IF array_position(s_data, NULL) IS NOT NULL THEN
      DELETE FROM state s USING unnest(s_stage, s_key, s_data) AS x(a, b, f) WHERE s.stage = x.a AND s.key = x.b AND x.f IS NULL;
      DELETE FROM journal s USING unnest(s_stage, s_key, s_data) AS x(a, b, f) WHERE s.stage = x.a AND s.key = x.b AND x.f IS NULL;
      DELETE FROM entity s USING unnest(s_stage, s_key, s_data) AS x(a, b, f) WHERE s.stage = x.a AND s.key = x.b AND x.f IS NULL;
    END IF;
  END IF;
  IF cardinality(e_key) > 0 THEN
    INSERT INTO entity SELECT a, b, c, d, f::json FROM unnest(e_stage, e_key, e_kind, e_id, e_data) AS x(a, b, c, d, f) WHERE f IS NOT NULL
      ON CONFLICT (stage, key, kind, id) DO UPDATE SET data = excluded.data;
    IF array_position(e_data, NULL) IS NOT NULL THEN
      DELETE FROM entity s USING unnest(e_stage, e_key, e_kind, e_id, e_data) AS x(a, b, c, d, f)
        WHERE s.stage = x.a AND s.key = x.b AND s.kind = x.c AND s.id = x.d AND x.f IS NULL;
    END IF;
  END IF;
  IF cardinality(d_shard) > 0 THEN
    INSERT INTO dedupe SELECT a, b, c, d FROM unnest(d_task, d_topic, d_shard, d_seq) AS x(a, b, c, d)
      ON CONFLICT (task, topic, shard) DO UPDATE SET seq = excluded.seq;
  END IF;
  IF cardinality(o_id) > 0 THEN
    INSERT INTO outbox SELECT a, b, c, d, e FROM unnest(o_id, o_task, o_shard, o_first, o_records) AS x(a, b, c, d, e);
  END IF;
  IF cardinality(dropped) > 0 THEN DELETE FROM outbox WHERE id = ANY(dropped); END IF;
END $$`;
