import type { EscalationReason, Subject } from '@warmline/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

const bigintAsNumber = {
  to: (value: number | null) => value,
  from: (value: string | null) => (value === null ? null : Number(value)),
};

/** One hand-off; null: unknown, or not known yet. */
@Entity('handoff')
export class HandoffRow {
  @PrimaryColumn({ type: 'text', name: 'handoff_id' }) handoffId!: string;
  @Column({ type: 'text', name: 'tenant_id' }) tenantId!: string;
  @Column({ type: 'text', name: 'conversation_id' }) conversationId!: string;
  @Column({ type: 'text', name: 'end_kind', nullable: true }) end!: 'closed' | 'abandoned' | null;
  @Column({ type: 'boolean', nullable: true }) resolved!: boolean | null;
  @Column({ type: 'double precision', name: 'wait_seconds', nullable: true }) waitSeconds!: number | null;
  @Column({ type: 'double precision', name: 'resolution_seconds', nullable: true }) resolutionSeconds!: number | null;
  @Column({ type: 'int', nullable: true }) stars!: number | null;
  @Column({ type: 'boolean', name: 'explained_again', nullable: true }) explainedAgain!: boolean | null;
  @Column({ type: 'double precision', nullable: true }) completeness!: number | null;
  @Column({ type: 'double precision', nullable: true }) quality!: number | null;
  @Column({ type: 'json', nullable: true }) reasons!: EscalationReason[] | null;
  @Column({ type: 'text', nullable: true }) subject!: Subject | null;
  @Column({ type: 'text', name: 'agent_id', nullable: true }) agentId!: string | null;
  @Column({ type: 'text', nullable: true }) team!: string | null;
  @Column({ type: 'bigint', name: 'recorded_at', nullable: true, transformer: bigintAsNumber }) recordedAt!:
    | number
    | null;
}

@Entity('conversation')
export class ConversationRow {
  @PrimaryColumn({ type: 'text', name: 'conversation_id' }) conversationId!: string;
  @Column({ type: 'text', name: 'tenant_id' }) tenantId!: string;
  @Column({ type: 'bigint', name: 'started_at', transformer: bigintAsNumber }) startedAt!: number;
}
