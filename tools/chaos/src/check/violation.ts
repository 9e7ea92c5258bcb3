export const faults = ['lost', 'doubled', 'outOfOrder', 'withoutEnd'] as const;
export type Fault = (typeof faults)[number];

/** Something that must not be, with everything known of it. */
export interface Violation {
  readonly fault: Fault;
  readonly rule: string;
  readonly what: string;
  /** Places in the log, `topic/partition/offset`. */
  readonly where: readonly string[];
}

export const violation = (fault: Fault, rule: string, what: string, where: readonly string[] = []): Violation => ({
  fault,
  rule,
  what,
  where,
});
