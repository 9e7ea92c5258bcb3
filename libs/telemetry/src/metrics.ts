import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { MetricDeclaration } from './metric-declaration.ts';
import { metricDeclarations } from './metric-declarations.ts';
import { VERSION } from './version.ts';

type Declarations = typeof metricDeclarations;
type MetricOf<D extends MetricDeclaration> = D['type'] extends 'counter'
  ? Counter<D['labels'][number]>
  : D['type'] extends 'gauge'
    ? Gauge<D['labels'][number]>
    : Histogram<D['labels'][number]>;

/** The metrics of one service, by the names of their declarations, and their registry. */
export type Metrics = { readonly registry: Registry } & {
  readonly [K in keyof Declarations]: MetricOf<Declarations[K]>;
};

/** Calls `read`, which sets the gauge and others declared after it, whenever the metrics are read. */
export const collectWith = (gauge: object, read: () => void): void => {
  (gauge as { collect?: () => void }).collect = read;
};

const createMetric = (declaration: MetricDeclaration, registry: Registry): Counter | Gauge | Histogram => {
  const { name, help, type, labels, buckets, startsWith = {} } = declaration;
  const options = { name, help, labelNames: [...labels], registers: [registry] };
  switch (type) {
    case 'counter':
      return startAtZero(new Counter(options), startsWith);
    case 'gauge':
      return new Gauge(options);
    case 'histogram':
      return new Histogram({ ...options, ...(buckets === undefined ? {} : { buckets: [...buckets] }) });
  }
};

/** Gives a counter of one label a sample for each value that is known beforehand. */
const startAtZero = (counter: Counter, startsWith: Readonly<Record<string, readonly string[]>>): Counter => {
  for (const [label, values] of Object.entries(startsWith))
    for (const value of values) counter.inc({ [label]: value }, 0);
  return counter;
};

/** Each call makes a separate set, so services of one process never share a sample. */
export const metricsFor = (service: string): Metrics => {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  const entries = Object.entries(metricDeclarations).map(
    ([key, declaration]) => [key, createMetric(declaration, registry)] as const,
  );
  const metrics = { registry, ...(Object.fromEntries(entries) as unknown as Omit<Metrics, 'registry'>) };
  metrics.buildInfo.set({ version: VERSION, node: process.version }, 1);
  return metrics;
};

/** Sampling of the event-loop delay is a timer. At the library's default of 10 ms it would cause most wake-ups of an idle process. */
const LAG_PRECISION_MS = 100;
let processRegistry: Registry | undefined;

/** Memory, CPU, event-loop delay and garbage collection of this process, under prom-client's names. One registry per process. */
export const processMetrics = (): Registry => {
  if (processRegistry === undefined) {
    processRegistry = new Registry();
    collectDefaultMetrics({ register: processRegistry, eventLoopMonitoringPrecision: LAG_PRECISION_MS });
  }
  return processRegistry;
};

export const EXPOSITION_CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** One Prometheus exposition of several registries. A name that occurs in several has one header and all samples. */
export const exposition = async (registries: readonly Registry[]): Promise<string> => {
  const blocks = new Map<string, { header: string[]; samples: string[] }>();
  for (const text of await Promise.all(registries.map((registry) => registry.metrics()))) {
    let block: { header: string[]; samples: string[] } | undefined;
    for (const line of text.split('\n')) {
      if (line.startsWith('# HELP ')) {
        const name = line.split(' ', 3)[2] ?? '';
        const known = blocks.get(name);
        block = known ?? { header: [], samples: [] };
        if (known === undefined) blocks.set(name, block);
      }
      if (line.startsWith('#')) {
        if (block !== undefined && block.header.length < 2) block.header.push(line);
      } else if (line !== '') block?.samples.push(line);
    }
  }
  return `${[...blocks.values()].flatMap(({ header, samples }) => [...header, ...samples]).join('\n')}\n`;
};

/** Fastify `onResponse` hook that counts and times answers. `route` is the pattern, so ids add no series. */
export const httpMetricsHook =
  ({ httpRequests, httpRequestSeconds }: Metrics) =>
  (
    request: { readonly method: string; readonly routeOptions?: { readonly url?: string | undefined } },
    reply: { readonly statusCode: number; readonly elapsedTime: number; getHeader(name: string): unknown },
    done: () => void,
  ): void => {
    const { method } = request;
    const route = request.routeOptions?.url ?? 'none';
    httpRequests.inc({ method, route, status: String(reply.statusCode) });
    if (!String(reply.getHeader('content-type')).startsWith('text/event-stream')) {
      httpRequestSeconds.observe({ method, route }, reply.elapsedTime / 1_000);
    }
    done();
  };
