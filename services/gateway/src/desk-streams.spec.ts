import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { type DeskStream, DeskStreams } from './desk-streams.ts';

const HEARTBEAT_MS = 1_000;
let streams: DeskStreams;
/** What the desk was told, and what the client was sent. */
let told: string[];
let sent: unknown[];
let isDatabaseThere: boolean;
let close: () => void;

const stream: DeskStream = {
  sendUnnumbered: (event, data) => sent.push({ event, data }),
  onClosed: (listener) => {
    close = listener;
  },
};
const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);

beforeEach(() => {
  jest.useFakeTimers();
  [told, sent, isDatabaseThere] = [[], [], true];
  streams = new DeskStreams({
    heartbeatMs: HEARTBEAT_MS,
    now: Date.now,
    command: async (agentId, { type, data }) => {
      told.push(`${agentId} ${type} ${data.streamId}`);
      if (!isDatabaseThere) throw new Error('no database');
      return { status: 200, body: {} };
    },
  });
});
afterEach(() => {
  streams.stop();
  jest.useRealTimers();
});

test('a stream whose client answers heartbeats is announced once, and gets a heartbeat in every interval', async () => {
  streams.add('mia', 's-1', stream, true);
  await pass(2 * HEARTBEAT_MS);
  expect(told).toEqual(['mia HoldStream s-1']);
  expect(sent).toEqual(Array(3).fill({ event: 'heartbeat', data: { streamId: 's-1', everyMs: HEARTBEAT_MS } }));
});

test('a stream whose client answers nothing is held in every interval, for as long as its connection is open', async () => {
  streams.add('mia', 's-1', stream, false);
  await pass(2 * HEARTBEAT_MS);
  close();
  await pass(5 * HEARTBEAT_MS);
  expect([told, sent]).toEqual([[...Array(3).fill('mia HoldStream s-1'), 'mia CloseStream s-1'], []]);
});

test('no heartbeat is sent before the desk knows the stream, which is tried again', async () => {
  isDatabaseThere = false;
  streams.add('mia', 's-1', stream, true);
  await pass(2 * HEARTBEAT_MS);
  expect([told.length, sent]).toEqual([3, []]);
  isDatabaseThere = true;
  await pass(HEARTBEAT_MS);
  expect([told.length, sent.length]).toEqual([4, 1]);
});

test('a replica that stops closes no stream, so that its clients can open one at another replica before they are missed', async () => {
  streams.add('mia', 's-1', stream, true);
  await pass(HEARTBEAT_MS);
  streams.stop();
  close();
  await pass(5 * HEARTBEAT_MS);
  expect(told).toEqual(['mia HoldStream s-1']);
});
