import type { LatencyReport } from './latency.ts';
import type { LoadReport } from './load-run.ts';
import type { Percentiles } from './percentiles.ts';

const ms = (value: number): string => (Number.isNaN(value) ? '–' : value.toFixed(value < 10 ? 2 : 1));
const row = (name: string, { count, p50, p95, p99, max }: Percentiles): string =>
  `| ${name} | ${count.toLocaleString('en')} | ${ms(p50)} | ${ms(p95)} | ${ms(p99)} | ${ms(max)} |`;

const latencyRows = ({ hop, loads }: LatencyReport): string[] => [
  '| milliseconds | count | p50 | p95 | p99 | max |',
  '| --- | ---: | ---: | ---: | ---: | ---: |',
  ...(hop === null ? [] : [row('one bare hop at 200/s', hop)]),
  ...loads.flatMap(({ perSecond, traffic }) => [
    row(`message -> answer at ${perSecond}/s`, traffic.answered),
    row(`message -> assessed at ${perSecond}/s`, traffic.assessed),
    row(`hand-off message -> offer on the desk at ${perSecond}/s`, traffic.offered),
    row(`generator: scheduled -> sent at ${perSecond}/s`, traffic.sendDelay),
  ]),
];

const summaryLines = ({ perSecond, traffic, backlog, backlogSlope, costs }: LoadReport): string[] => {
  const lags = backlog.map(({ lag }) => lag);
  const { desks, failures } = traffic;
  return [
    `At ${perSecond}/s: ${traffic.messages} messages, ${traffic.handoffs} of them hand-offs; never seen: ${traffic.unanswered} answers, ` +
      `${traffic.unassessed} assessments, ${traffic.unoffered} offers; ${traffic.degraded} assessed without a score; ` +
      `desks: ${JSON.stringify(desks)}; failures: ${JSON.stringify(failures)}`,
    `Backlog at ${perSecond}/s, every 10 s: ${lags.join(', ')} events (slope ${backlogSlope.toFixed(2)} events/s), ` +
      `outbox rows ${backlog.map(({ outbox }) => outbox).join(', ')}`,
    `Postgres at ${perSecond}/s: ${costs.commitsPerSecond.toFixed(0)} commits/s, ${costs.walSyncsPerSecond.toFixed(0)} syncs/s, ` +
      `${costs.walBytesPerMessage.toFixed(0)} bytes of log and ${costs.walPagesPerMessage.toFixed(2)} whole pages a message`,
  ];
};

const costTables = ({ perSecond, costs }: LoadReport): string[] => {
  const total = costs.processes.reduce((sum, each) => sum + each.perThousand, 0);
  return [
    `| at ${perSecond}/s | CPU s per 1,000 messages | of it kernel % | % of a core | wake-ups/s | RSS MB |`,
    '| --- | ---: | ---: | ---: | ---: | ---: |',
    ...costs.processes.map(
      (each) =>
        `| ${each.name} | ${each.perThousand.toFixed(3)} | ${each.kernelPercent.toFixed(0)} | ${each.corePercent.toFixed(1)} | ${each.wakeUpsPerSecond.toFixed(0)} | ${each.rssMegabytes.toFixed(0)} |`,
    ),
    `| all | ${total.toFixed(3)} | | ${costs.processes.reduce((sum, each) => sum + each.corePercent, 0).toFixed(1)} | | |`,
    '',
    `| Postgres at ${perSecond}/s | CPU s per 1,000 messages |`,
    '| --- | ---: |',
    ...Object.entries(costs.backends)
      .sort(([, a], [, b]) => b - a)
      .map(([name, seconds]) => `| ${name} | ${seconds.toFixed(3)} |`),
    '',
    `| batches at ${perSecond}/s | per s | events | commit ms | appends per s | append ms |`,
    '| --- | ---: | ---: | ---: | ---: | ---: |',
    ...costs.batches.map(
      (b) =>
        `| ${b.service} | ${b.perSecond.toFixed(1)} | ${b.events.toFixed(1)} | ${ms(b.commitMs)} | ${b.appendsPerSecond.toFixed(1)} | ${ms(b.appendMs)} |`,
    ),
  ];
};

const idleRows = ({ idle }: LatencyReport): string[] => {
  if (idle.length === 0) return [];
  const services = idle.filter(({ name }) => name !== 'kafka' && name !== 'postgres');
  const line = (name: string, percent: number, wakes: number): string =>
    `| ${name} | ${percent.toFixed(2)} | ${wakes.toFixed(0)} |`;
  const sum = (of: (each: (typeof idle)[number]) => number): number =>
    services.reduce((total, each) => total + of(each), 0);
  return [
    '| idle | % of a core | wake-ups/s |',
    '| --- | ---: | ---: |',
    ...idle.map((each) => line(each.name, each.corePercent, each.wakeUpsPerSecond)),
    line(
      'six services',
      sum((each) => each.corePercent),
      sum((each) => each.wakeUpsPerSecond),
    ),
    '',
  ];
};

const startUpRows = ({ startUp }: LatencyReport): string[] =>
  startUp === null
    ? []
    : [
        '| process start -> ready | ms |',
        '| --- | ---: |',
        ...Object.entries(startUp.services).map(([name, took]) => `| ${name} | ${took.toFixed(0)} |`),
        `| warmline up, first time | ${startUp.allInOneFirst.toFixed(0)} |`,
        `| warmline up, again | ${startUp.allInOneAgain.toFixed(0)} |`,
        '',
      ];

/** The way of a hand-off to the desk at the lowest rate, in bare hops; `null` if one of the two was not measured. */
export const ratioToHop = ({ hop, loads }: LatencyReport): number | null => {
  const [first] = loads;
  return hop === null || first === undefined ? null : first.traffic.offered.p50 / hop.p50;
};

/** Tables in Markdown. */
export const latencyTable = (report: LatencyReport): string => {
  const ratio = ratioToHop(report);
  return [
    ...latencyRows(report),
    '',
    ...(ratio === null ? [] : [`Hand-off message to offer, p50, in bare hops: ${ratio.toFixed(1)}`, '']),
    ...report.loads.flatMap((load) => [...summaryLines(load), '', ...costTables(load), '']),
    ...idleRows(report),
    ...startUpRows(report),
    ...report.statements.map(
      ({ user, text, calls, totalMs, walBytes }) =>
        `${totalMs.toFixed(0)} ms, ${calls} calls, ${walBytes} bytes of log, ${user}: ${text.slice(0, 160)}`,
    ),
  ]
    .join('\n')
    .trim();
};
