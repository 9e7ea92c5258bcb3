export const violationKinds = ['lost', 'doubled', 'outOfOrder', 'withoutEnd'] as const;
export type ViolationKind = (typeof violationKinds)[number];

/** A broken guarantee, with everything known about it. */
export interface Violation {
  readonly kind: ViolationKind;
  readonly rule: string;
  readonly what: string;
  /** Positions in the log, `topic/partition/offset`. */
  readonly where: readonly string[];
}

export const violation = (
  kind: ViolationKind,
  rule: string,
  what: string,
  where: readonly string[] = [],
): Violation => ({ kind, rule, what, where });

export interface LogPosition {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}
export const positionOf = ({ topic, partition, offset }: LogPosition): string => `${topic}/${partition}/${offset}`;
