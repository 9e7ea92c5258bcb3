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
