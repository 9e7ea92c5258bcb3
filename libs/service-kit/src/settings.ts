import { isIP } from 'node:net';
import { ownValue } from '@warmline/contracts';
import { z } from 'zod';
import { databaseSettings, withDatabaseFiles } from './database-settings.ts';
import { type Fault, kafkaFaults, kafkaSettings } from './kafka-settings.ts';

export { httpUrl } from './http-url.ts';

const PROXY_RANGES: ReadonlySet<string> = new Set(['loopback', 'linklocal', 'uniquelocal']);
/** An address, a range such as 10.0.0.0/8, or the name of a range of private addresses. */
const isProxy = (entry: string): boolean => {
  const [address = '', bits] = entry.split('/');
  const limit = { 0: -1, 4: 32, 6: 128 }[isIP(address) as 0 | 4 | 6];
  return (
    PROXY_RANGES.has(entry) || (limit >= 0 && (bits === undefined || (/^\d+$/.test(bits) && Number(bits) <= limit)))
  );
};

/** Settings of every service. Empty values count as missing. */
export const commonSettings = z.object({
  ...databaseSettings,
  /** `host:port,host:port`. Without it the log is embedded in the database and serves one process only. */
  KAFKA_BROKERS: z
    .string()
    .regex(/^[^\s,:]+:\d+(,[^\s,:]+:\d+)*$/, 'must be host:port[,host:port]')
    .optional(),
  ...kafkaSettings,
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  /** The private port: /health, /ready and /metrics. 0: any free port. */
  HEALTH_PORT: z.coerce.number().int().min(0).max(65_535).default(9464),
  /** Seconds a loop may work without a turn before the process no longer counts as alive. */
  STUCK_AFTER_SECONDS: z.coerce.number().int().min(5).max(3_600).default(60),
  HOST: z.string().default('0.0.0.0'),
  /** Whose X-Forwarded-For is believed: addresses, ranges, `loopback`, `linklocal`, `uniquelocal`, separated by commas. Without it: nobody's. */
  TRUSTED_PROXIES: z
    .string()
    .transform((list) => list.split(',').map((entry) => entry.trim()))
    .refine((list) => list.every(isProxy), 'must be addresses or ranges, or loopback, linklocal, uniquelocal')
    .optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  LOG_FILE: z.string().optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url().optional(),
  // The tracing SDK reads these itself; here they are checked. It would ignore a value it does not know.
  OTEL_SERVICE_NAME: z.string().optional(),
  OTEL_RESOURCE_ATTRIBUTES: z
    .string()
    .regex(/^\s*[^\s=,]+\s*=[^=,]*(,\s*[^\s=,]+\s*=[^=,]*)*$/, 'must be key=value[,key=value], values percent-encoded')
    .optional(),
  OTEL_TRACES_SAMPLER: z
    .enum([
      'always_on',
      'always_off',
      'traceidratio',
      'parentbased_always_on',
      'parentbased_always_off',
      'parentbased_traceidratio',
    ])
    .optional(),
  OTEL_TRACES_SAMPLER_ARG: z.coerce.number().min(0).max(1).optional(),
});
export type CommonSettings = z.output<typeof commonSettings>;

export class SettingsError extends Error {}

/** Reads the settings of a service and passes them to `finish`. The error lists all faults by name, without values. */
export const readSettings = <S extends z.ZodType, R>(
  service: string,
  schema: S,
  env: NodeJS.ProcessEnv,
  finish: (settings: z.output<S>) => R,
): R => {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const { env: present, faults: fileFaults } = withDatabaseFiles(given);
  const parsed = schema.safeParse(present);
  const faults = [
    ...(parsed.error?.issues ?? []).map((i): Fault => {
      const isMissing = ownValue(present, String(i.path[0])) === undefined;
      return [i.path.map(String).join('.'), isMissing ? 'is missing' : i.message];
    }),
    ...kafkaFaults(present),
    ...fileFaults,
  ];
  if (!parsed.success || faults.length > 0) {
    const lines = faults.map(([name, why]) => `  ${name}: ${why}`);
    throw new SettingsError(`${service} cannot start, its settings are invalid:\n${lines.join('\n')}`);
  }
  try {
    return finish(parsed.data);
  } catch (error) {
    throw new SettingsError(`${service} cannot start: ${error instanceof Error ? error.message : String(error)}`);
  }
};
