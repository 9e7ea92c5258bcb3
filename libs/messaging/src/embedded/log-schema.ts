/** Key of the advisory lock that gives the log to one process. Any constant that nothing else uses. */
export const LOG_LOCK = 5_705_004;

/** Values are stored without TOAST compression, which costs time and saves little. Keys and values may hold U+0000, hence bytea. */
export const SCHEMA = `
  CREATE SCHEMA IF NOT EXISTS log;
  CREATE TABLE IF NOT EXISTS log.topic (
    name text PRIMARY KEY,
    partitions int NOT NULL,
    retention_ms bigint NOT NULL DEFAULT -1
  );
  CREATE TABLE IF NOT EXISTS log.partition (
    topic text NOT NULL REFERENCES log.topic ON DELETE CASCADE,
    partition int NOT NULL,
    next_offset bigint NOT NULL DEFAULT 0,
    first_offset bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (topic, partition)
  ) WITH (fillfactor = 50);
  CREATE TABLE IF NOT EXISTS log.record (
    topic text NOT NULL,
    partition int NOT NULL,
    "offset" bigint NOT NULL,
    key bytea NOT NULL,
    headers json NOT NULL,
    value bytea NOT NULL,
    ts bigint NOT NULL,
    PRIMARY KEY (topic, partition, "offset")
  );
  ALTER TABLE log.record ALTER COLUMN value SET STORAGE EXTERNAL;
`;

/**
 * One statement per batch. The offset counters stay locked until COMMIT, so no reader sees a later offset before an
 * earlier one. All text is one binary parameter, split by lengths: arrays of text would be escaped and parsed again.
 */
export const APPEND = `
  WITH moved AS (
    UPDATE log.partition p SET next_offset = p.next_offset + c.n
    FROM unnest($1::text[], $2::int[], $3::int[]) WITH ORDINALITY AS c(topic, partition, n, "group")
    WHERE p.topic = c.topic AND p.partition = c.partition
    RETURNING p.topic, p.partition, c."group", p.next_offset - c.n AS base
  ), written AS (
    INSERT INTO log.record (topic, partition, "offset", key, headers, value, ts)
    SELECT m.topic, m.partition, m.base + r.rank,
      substring($4::bytea FROM r.at FOR r.key),
      convert_from(substring($4::bytea FROM r.at + r.key FOR r.headers), 'UTF8')::json,
      substring($4::bytea FROM r.at + r.key + r.headers FOR r.value),
      $5::bigint
    FROM unnest($6::int[], $7::int[], $8::int[], $9::int[], $10::int[], $11::int[]) AS r("group", rank, at, key, headers, value)
    JOIN moved m USING ("group")
  )
  SELECT "group"::int, base::float8 FROM moved
`;

/** Up to $4 records and about 4 MB of values, but at least one record. */
export const READ = `
  SELECT "offset"::float8, key, headers, value, ts::float8 FROM (
    SELECT *, sum(octet_length(value)) OVER (ORDER BY "offset") - octet_length(value) AS before FROM (
      SELECT * FROM log.record WHERE topic = $1 AND partition = $2 AND "offset" >= $3 ORDER BY "offset" LIMIT $4
    ) next
  ) sized WHERE before < 4000000 ORDER BY "offset"
`;

/** Moves the first offset to the first record within retention, or to the end if all are expired. */
export const ADVANCE_FIRST_OFFSET = `
  UPDATE log.partition p SET first_offset = greatest(p.first_offset, coalesce(
    (SELECT r."offset" FROM log.record r WHERE r.topic = $1 AND r.partition = $2 AND r.ts >= $3 ORDER BY r."offset" LIMIT 1),
    p.next_offset))
  WHERE p.topic = $1 AND p.partition = $2 RETURNING first_offset::float8 AS first
`;
