import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { apiClient } from '@warmline/testing/api';
import { eventually } from '@warmline/testing/processes';
import { type ServerProcess, startAllInOne } from '@warmline/testing/system';

const dataDir = mkdtempSync(join(tmpdir(), 'warmline-stopping-'));
let up: ServerProcess;

beforeAll(async () => {
  up = await startAllInOne({ dataDir, env: { RATE_LIMIT: '1000000' } });
}, 90_000);
afterAll(async () => {
  await up?.process.stop();
  rmSync(dataDir, { recursive: true, force: true });
}, 30_000);

/** Why a request got no answer: the code of the innermost cause. */
const codeOf = (error: unknown): string => {
  const { cause, code } = error as { cause?: unknown; code?: string };
  return cause === undefined ? (code ?? String(error)) : codeOf(cause);
};

test('given twenty conversations a second, when the process is told to stop, then no request is reset and it ends within ten seconds', async () => {
  const failures: string[] = [];
  const statuses = new Set<number>();
  let answered = 0;
  let refused = 0;
  const start = async (n: number): Promise<void> => {
    try {
      const answer = await fetch(`${up.url}/v1/conversations`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ channel: 'web', externalId: `stop-${n}` }),
      });
      await answer.arrayBuffer();
      statuses.add(answer.status);
      answered++;
    } catch (error) {
      const code = codeOf(error);
      if (code === 'ECONNREFUSED') refused++;
      else failures.push(code);
    }
  };
  const it = apiClient(up.url);
  const { body } = await it.post<{ conversationId: string }>('/v1/conversations', { channel: 'web', externalId: 's' });
  const stream = await it.openStream(`/v1/conversations/${body.conversationId}/events`);
  const requests: Promise<void>[] = [];
  let stoppedAt = 0;
  for (let n = 0; n < 120; n++) {
    if (n === 60) {
      stoppedAt = Date.now();
      process.kill(up.process.pid, 'SIGTERM');
    }
    requests.push(start(n));
    await sleep(50);
  }
  await Promise.all(requests);
  await up.process.exited;
  expect(Date.now() - stoppedAt).toBeLessThan(10_000);
  expect(failures).toEqual([]);
  expect([...statuses]).toEqual([201]);
  expect(answered).toBeGreaterThan(60);
  expect(answered + refused).toBe(120);
  await eventually(() => expect(stream.received.length).toBeGreaterThan(0));
  stream.close();
}, 60_000);
