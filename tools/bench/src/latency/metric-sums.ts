/** Samples of the Prometheus text format, summed over all labels, without histogram buckets. */
export const metricSums = (text: string): ReadonlyMap<string, number> => {
  const sums = new Map<string, number>();
  for (const line of text.split('\n')) {
    const [, name, value] = /^([a-zA-Z_:]+)(?:\{[^}]*\})? (\S+)$/.exec(line) ?? [];
    if (name === undefined || name.endsWith('_bucket')) continue;
    sums.set(name, (sums.get(name) ?? 0) + Number(value));
  }
  return sums;
};
