import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

type Values = Readonly<Record<string, string | number>>;

/** A span as it was exported. Kinds are those of OTLP: 1 internal, 2 server, 3 client, 4 producer, 5 consumer. */
export interface CollectedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly name: string;
  readonly kind: number;
  readonly failed: boolean;
  readonly attributes: Values;
  readonly links: readonly string[];
  /** Attributes of the process that sent it. */
  readonly resource: Values;
}

interface Attribute {
  readonly key: string;
  readonly value: { readonly stringValue?: string; readonly intValue?: number | string };
}
interface ExportRequest {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly Attribute[] };
    readonly scopeSpans: readonly {
      readonly spans: readonly {
        readonly traceId: string;
        readonly spanId: string;
        readonly parentSpanId?: string;
        readonly name: string;
        readonly kind: number;
        readonly attributes?: readonly Attribute[];
        readonly status?: { readonly code?: number };
        readonly links?: readonly { readonly spanId: string }[];
      }[];
    }[];
  }[];
}

const valuesOf = (attributes: readonly Attribute[]): Values =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, value.stringValue ?? Number(value.intValue)]));

const spansIn = ({ resourceSpans }: ExportRequest): CollectedSpan[] =>
  resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap(({ spans }) =>
      spans.map(({ traceId, spanId, parentSpanId = '', name, kind, attributes = [], status, links = [] }) => ({
        traceId,
        spanId,
        parentSpanId,
        name,
        kind,
        failed: status?.code === 2,
        attributes: valuesOf(attributes),
        links: links.map((link) => link.spanId),
        resource: valuesOf(resource.attributes),
      })),
    ),
  );

/** A collector that takes traces in OTLP/HTTP with JSON, as the services send them. `spans` grows as they arrive. */
export const startOtlpCollector = async () => {
  const spans: CollectedSpan[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (request.method !== 'POST' || request.url !== '/v1/traces') return void response.writeHead(404).end();
      spans.push(...spansIn(JSON.parse(Buffer.concat(chunks).toString()) as ExportRequest));
      response.setHeader('content-type', 'application/json').end('{}');
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans: spans as readonly CollectedSpan[],
    stop: async (): Promise<void> => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
};
