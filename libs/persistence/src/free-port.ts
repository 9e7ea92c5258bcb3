import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * Below the ports that systems give to outgoing connections (Linux: from 32,768 on, others from 49,152 on). One of those could be taken by
 * a client between the probe and the start of the server.
 */
const [LOWEST, HIGHEST] = [20_000, 32_000];
const MAX_TRIES = 100;

/** No port is given twice by one process: its server may not listen yet. */
const given = new Set<number>();

const isFree = (port: number): Promise<boolean> =>
  new Promise((done) => {
    const probe = createServer();
    probe.once('error', () => done(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => done(true)));
  });

/** A port of 127.0.0.1 that was free a moment ago, and that no outgoing connection takes. */
export const freePort = async (): Promise<number> => {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const port = randomInt(LOWEST, HIGHEST);
    if (given.has(port)) continue;
    given.add(port);
    if (await isFree(port)) return port;
  }
  throw new Error(`none of ${MAX_TRIES} ports between ${LOWEST} and ${HIGHEST} is free`);
};
