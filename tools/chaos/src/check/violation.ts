export const violationKinds = ['lost', 'doubled', 'outOfOrder', 'withoutEnd'] as const;
export type ViolationKind = (typeof violationKinds)[number];

/** Something that must not be, with everything known of it. */
export interface Violation {
  readonly kind: ViolationKind;
  readonly rule: string;
  readonly what: string;
  /** Places in the log, `topic/partition/offset`. */
  readonly where: readonly string[];
}

export const violation = (
  kind: ViolationKind,
  rule: string,
  what: string,
  where: readonly string[] = [],
): Violation => ({
  kind,
  rule,
  what,
  where,
});
