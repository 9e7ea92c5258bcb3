import type { MetricDeclaration } from '@warmline/telemetry';
import { metricDeclarations } from '@warmline/telemetry/metric-declarations';

const list = (values: readonly (string | number)[]): string => values.map((v) => `\`${v}\``).join(', ');

/** The row of a metric: name, type, labels besides `service`, help text. */
const row = ({ name, type, help, labels, buckets }: MetricDeclaration): string => {
  const upTo = buckets?.at(-1);
  const kind = upTo === undefined ? type : `${type}, ${buckets?.length} buckets to ${upTo}`;
  return `| \`${name}\` | ${kind} | ${list(labels)} | ${help.replaceAll('|', '\\|')} |`;
};

export const metricsPage = (
  declarations: readonly MetricDeclaration[] = Object.values(metricDeclarations),
): string => `<!-- Generated from libs/telemetry by \`npm run generate\`; edits are lost. -->
# Metrics
Every service answers \`GET /metrics\` on its private port (\`HEALTH_PORT\`) in Prometheus text. Each sample also carries \`service\`, so several services in one process stay apart.
Counters with labels whose values are known beforehand exist at 0 from the start, so that their first increase is seen. In the words of OpenTelemetry's conventions \`warmline_batch_seconds\` is \`messaging.process.duration\`, \`warmline_publish_seconds\` is \`messaging.client.operation.duration\` of sending,
and \`warmline_database_connections\`, its \`_max\` and \`warmline_database_requests_waiting\` are \`db.client.connection.count\`, \`.max\` and \`.pending_requests\`.
Times are seconds, sizes are counts. Memory, CPU and event-loop metrics of the process come under prom-client's own names.

| metric | type | labels | what it says |
| --- | --- | --- | --- |
${declarations.map(row).join('\n')}
`;
