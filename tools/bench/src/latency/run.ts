import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { ServiceName } from '@warmline/contracts';
import { serviceNames } from '@warmline/testing/system';
import { DEFAULTS, measureLatency } from './latency.ts';
import { latencyTable } from './report.ts';

/** The parts of the latency benchmark, each with its own duration. 0 seconds skip a part. */
const { values } = parseArgs({
  options: {
    rate: { type: 'string', multiple: true },
    seconds: { type: 'string' },
    'warm-up': { type: 'string', default: String(DEFAULTS.warmUpSeconds) },
    hop: { type: 'string', default: String(DEFAULTS.hopSeconds) },
    idle: { type: 'string', default: String(DEFAULTS.idleSeconds) },
    'no-start-up': { type: 'boolean', default: false },
    statements: { type: 'boolean', default: false },
    profile: { type: 'string' },
    'profile-dir': { type: 'string', default: '.' },
    json: { type: 'boolean', default: false },
  },
});

const numberOf = (option: string, text: string): number => {
  const value = Number(text);
  if (!Number.isFinite(value) || value < 0) throw new Error(`--${option} takes a number, not ${text}`);
  return value;
};
const servicesOf = (text: string): ServiceName[] =>
  text.split(',').map((name) => {
    const found = serviceNames.find((service) => service === name);
    if (found === undefined) throw new Error(`--profile takes ${serviceNames.join(', ')}, not ${name}`);
    return found;
  });

const seconds = values.seconds === undefined ? undefined : numberOf('seconds', values.seconds);
const rates = values.rate?.map((text) => numberOf('rate', text)) ?? DEFAULTS.rates.map(({ perSecond }) => perSecond);
const secondsAt = (perSecond: number): number =>
  seconds ?? DEFAULTS.rates.find((each) => each.perSecond === perSecond)?.seconds ?? 60;

const report = await measureLatency((line) => void process.stderr.write(`${line}\n`), {
  rates: rates.map((perSecond) => ({ perSecond, seconds: secondsAt(perSecond) })).filter((each) => each.seconds > 0),
  warmUpSeconds: numberOf('warm-up', values['warm-up']),
  hopSeconds: numberOf('hop', values.hop),
  idleSeconds: numberOf('idle', values.idle),
  startUp: !values['no-start-up'],
  statements: values.statements,
  ...(values.profile === undefined
    ? {}
    : { profile: { services: servicesOf(values.profile), folder: resolve(values['profile-dir']) } }),
});
process.stdout.write(`${values.json ? JSON.stringify(report) : latencyTable(report)}\n`);
