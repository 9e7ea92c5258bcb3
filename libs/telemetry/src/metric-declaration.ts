export interface MetricDeclaration {
  readonly name: `warmline_${string}`;
  /** States what is counted, and its unit. */
  readonly help: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  /** Besides `service`, which every sample carries. */
  readonly labels: readonly string[];
  /** Values of the labels that are known beforehand: a counter exists at 0 for each, so that its first increase is one. */
  readonly startsWith?: Readonly<Record<string, readonly string[]>>;
  /** Upper bounds of a histogram's buckets. */
  readonly buckets?: readonly number[];
}
