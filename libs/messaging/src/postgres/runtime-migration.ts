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

/**
 * States are updated in place: with room on its page an updated row is logged without what it shares with the one before. The function
 * is replaced in databases of an earlier version.
 */
export class UpdatesInPlace1760000000500 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE state SET (fillfactor = 50)');
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
 * back. Tasks come in order, so that their rows are locked in order. Array parameters run in parallel, with a prefix per table: d_ dedupe,
 * o_ outbox, s_ state, e_ entity, j_ journal. A null state is a finished key, whose entities and journal are deleted too.
 * The guard leaves no other writer for states, turns and dedupe sequences: they are updated, and inserted where there is no row. ON
 * CONFLICT would log a lock or a confirmation for each. The settings keep the plan of a new, empty table from reading a grown one.
 */
const COMMIT_BATCH = `
CREATE OR REPLACE FUNCTION commit_batch(
  tasks int[], expected bigint[], counts int[], offs text[],
  d_task int[], d_topic text[], d_shard text[], d_seq bigint[],
  o_id uuid[], o_task int[], o_shard text[], o_first bigint[], o_records text[],
  s_stage text[], s_key text[], s_task int[], s_schema int[], s_due bigint[], s_data text[],
  e_stage text[], e_key text[], e_kind text[], e_id text[], e_data text[],
  j_stage text[], j_key text[], j_seq bigint[], j_data text[],
  dropped uuid[]
) RETURNS void LANGUAGE plpgsql SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE written int;
BEGIN
  FOR i IN 1..cardinality(tasks) LOOP
    UPDATE task SET version = version + 1, seq = seq + counts[i], offsets = offs[i]::json WHERE n = tasks[i] AND version = expected[i];
    IF NOT FOUND THEN RAISE EXCEPTION 'stale' USING ERRCODE = '${STALE_GUARD_SQLSTATE}'; END IF;
  END LOOP;
  IF cardinality(j_key) > 0 THEN
    INSERT INTO journal SELECT DISTINCT ON (a, b, c) a, b, c, d::json FROM unnest(j_stage, j_key, j_seq, j_data) AS x(a, b, c, d)
      WHERE NOT EXISTS (SELECT FROM journal j WHERE j.stage = a AND j.key = b AND j.seq = c);
  END IF;
  IF cardinality(s_key) > 0 THEN
    UPDATE state s SET schema = x.c, due = x.d, data = x.e::json FROM unnest(s_stage, s_key, s_schema, s_due, s_data) AS x(a, b, c, d, e)
      WHERE s.stage = x.a AND s.key = x.b AND x.e IS NOT NULL;
    GET DIAGNOSTICS written = ROW_COUNT;
    IF written < cardinality(array_remove(s_data, NULL)) THEN
      INSERT INTO state (stage, key, task, schema, due, data)
        SELECT a, b, c, d, e, f::json FROM unnest(s_stage, s_key, s_task, s_schema, s_due, s_data) AS x(a, b, c, d, e, f)
        WHERE f IS NOT NULL AND NOT EXISTS (SELECT FROM state s WHERE s.stage = a AND s.key = b);
    END IF;
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
    UPDATE dedupe h SET seq = x.d FROM unnest(d_task, d_topic, d_shard, d_seq) AS x(a, b, c, d) WHERE h.task = x.a AND h.topic = x.b AND h.shard = x.c;
    GET DIAGNOSTICS written = ROW_COUNT;
    IF written < cardinality(d_shard) THEN
      INSERT INTO dedupe SELECT a, b, c, d FROM unnest(d_task, d_topic, d_shard, d_seq) AS x(a, b, c, d)
        WHERE NOT EXISTS (SELECT FROM dedupe h WHERE h.task = a AND h.topic = b AND h.shard = c);
    END IF;
  END IF;
  IF cardinality(o_id) > 0 THEN
    INSERT INTO outbox SELECT a, b, c, d, e FROM unnest(o_id, o_task, o_shard, o_first, o_records) AS x(a, b, c, d, e);
  END IF;
  IF cardinality(dropped) > 0 THEN DELETE FROM outbox WHERE id = ANY(dropped); END IF;
END $$`;
