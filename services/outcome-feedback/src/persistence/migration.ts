import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Outcomes1760000000200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE handoff (
      handoff_id text PRIMARY KEY, tenant_id text NOT NULL, conversation_id text NOT NULL, end_kind text, resolved boolean, wait_seconds double precision,
      resolution_seconds double precision, stars int, explained_again boolean, completeness double precision, quality double precision, reasons json,
      subject text, agent_id text, team text, recorded_at bigint)`);
    await runner.query('CREATE INDEX handoff_tenant ON handoff (tenant_id)');
    await runner.query(
      'CREATE TABLE conversation (conversation_id text PRIMARY KEY, tenant_id text NOT NULL, started_at bigint NOT NULL)',
    );
    await runner.query('CREATE INDEX conversation_tenant ON conversation (tenant_id)');
  }
  async down(): Promise<void> {}
}

/** `first_at`: event time of the first fact about a hand-off. The indexes find the oldest rows of a tenant. */
export class OutcomeRetention1760000000300 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const now = '(extract(epoch FROM now()) * 1000)::bigint';
    await runner.query(`ALTER TABLE handoff ADD COLUMN first_at bigint NOT NULL DEFAULT ${now}`);
    await runner.query('UPDATE handoff SET first_at = recorded_at WHERE recorded_at IS NOT NULL');
    await runner.query('CREATE INDEX handoff_tenant_time ON handoff (tenant_id, first_at)');
    await runner.query('DROP INDEX handoff_tenant');
    await runner.query('CREATE INDEX conversation_tenant_time ON conversation (tenant_id, started_at)');
    await runner.query('DROP INDEX conversation_tenant');
  }
  async down(): Promise<void> {}
}
