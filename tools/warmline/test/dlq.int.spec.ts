import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { topics } from '@warmline/contracts';
import { eventually } from '@warmline/testing/processes';
import { detailText } from '../src/dlq/dead-letter-output.ts';
import { findByIds, findDeadLetters } from '../src/dlq/dead-letters.ts';
import { discardOn, replayOn } from '../src/dlq/dlq.ts';
import type { Filter } from '../src/dlq/filter.ts';
import { type OneProcess, oneProcess } from './one-process.ts';
import { ask, headers, INGRESS, operator, received, record } from './operator.ts';

jest.setTimeout(30_000);
let system: OneProcess;
let operating: ReturnType<typeof operator>;
const metric = async (name: string, topic: string, service: string): Promise<number | undefined> => {
  const text = await (await fetch(`${system.healthUrl}/metrics`)).text();
  const line = new RegExp(`^${name}\\{topic="${topic.replaceAll('.', '\\.')}",service="${service}"\\} (.+)$`, 'm');
  const found = line.exec(text)?.[1];
  return found === undefined ? undefined : Number(found);
};

beforeAll(async () => {
  system = await oneProcess();
  operating = operator(system.transport);
}, 60_000);
afterAll(() => system.stop());

test('a malformed ingress record is listed, shown, replayed, refused again with its history, and counted by the alert metric', async () => {
  const bad = record(INGRESS, 'wa-1', JSON.stringify({ ...received('wa-1', 'Hi'), role: 'agent' }), {
    ...headers('MessageReceived', 'e-1'),
    dlq_attempts: '77',
    dlq_encoding: 'base64',
  });
  await system.transport.append([bad]);
  const [letter] = await operating.lettersOf({ topic: INGRESS, group: 'gateway' }, 1);
  const id = letter?.id ?? '';
  expect(id).toBe(`handoff.ingress.v1.gateway.dlq/${bad.partition}/0`);
  expect((await operating.listed({ group: 'gateway' })).split('\n')[1]).toMatch(
    /^handoff\.ingress\.v1\.gateway\.dlq\/\d\/0 {2}\S+Z {2}open +1 +MessageReceived: role: .+ gateway +MessageReceived +wa-1$/,
  );

  const [found] = await findByIds(system.transport, [id]);
  const shown = found === undefined ? '' : detailText(found);
  expect(shown).toContain('dlq_reason: MessageReceived: role: ');
  expect(shown).toContain(`dlq_source: handoff.ingress.v1/${bad.partition}/0`);
  expect(shown).toContain('  "role": "agent",');
  expect(shown).not.toContain('dlq_encoding');

  expect(await operating.replayed([id], { dryRun: true })).toContain('1 of 1 dead letters would be replayed');
  expect(await operating.replayed([id])).toEqual([
    '1 to handoff.ingress.v1.gateway.retry',
    '1 of 1 dead letters replayed',
  ]);
  const [, second] = await operating.lettersOf({ topic: INGRESS }, 2);
  expect(second?.record.headers).toMatchObject({
    dlq_attempts: '2',
    dlq_source: `handoff.ingress.v1.gateway.retry/${bad.partition}/0`,
    dlq_first_source: `handoff.ingress.v1/${bad.partition}/0`,
    dlq_first_time: new Date(letter?.record.timestamp ?? 0).toISOString(),
  });
  await operating.replayed([id]);
  // A record after it on the same partition is handled, so the second replay was too.
  await system.transport.append([
    record('handoff.ingress.v1.gateway.retry', 'wa-1', '{', headers('MessageReceived', 'e-2')),
  ]);
  await operating.lettersOf({ topic: INGRESS }, 3);
  expect((await operating.rows({ topic: INGRESS })).map((r) => [r.state, r.attempts])).toEqual([
    ['replayed', 1],
    ['open', 2],
    ['open', 1],
  ]);

  await eventually(async () => expect(await metric('warmline_dead_letters_open', INGRESS, 'gateway')).toBe(2), {
    withinMs: 15_000,
  });
  expect(await metric('warmline_dead_letter_oldest_age_seconds', INGRESS, 'gateway')).toBeGreaterThan(0);
  expect(await metric('warmline_dead_letters_open', topics.routing.name, 'gateway')).toBe(0);
});

test('a discarded dead letter is no longer open, has no effect, and is not replayed', async () => {
  await system.transport.append([
    record(INGRESS, 'wa-2', 'nonsense', headers('MessageReceived', 'e-8')),
    record(INGRESS, 'wa-2', JSON.stringify(received('wa-2', 'Hi')), headers('MessageReceived', 'e-9')),
  ]);
  const [letter] = await operating.lettersOf({ topic: INGRESS, key: 'wa-2' }, 1);
  const id = letter?.id ?? '';
  const lines: string[] = [];
  await discardOn(system.transport, [id], { ...ask, why: 'a test of the channel' }, (line) => lines.push(line));
  expect(lines).toContain('1 of 1 dead letters discarded');
  expect((await operating.rows({ key: 'wa-2' })).map((r) => r.state)).toEqual(['discarded']);
  expect(await operating.rows({ key: 'wa-2', open: true })).toEqual([]);
  await expect(operating.replayed([id])).rejects.toThrow(/^1 cannot be replayed:\n.*it was discarded/);
  expect(await operating.replayed([], { key: 'wa-2' })).toEqual(['0 of 0 dead letters replayed']);
  await system.transport.append([
    record('handoff.ingress.v1.gateway.retry', 'wa-2', '{', headers('MessageReceived', 'e-10')),
  ]);
  await operating.lettersOf({ topic: INGRESS, key: 'wa-2' }, 2);
});

test('dead letters that cannot be replayed are reported with the reason, after the others were replayed', async () => {
  const name = 'handoff.escalation.v1.routing.dlq';
  const bytes = Buffer.from([0xff, 0x00]).toString('base64');
  const dead = { ...headers('HandoffRequested', 'e-5'), dlq_reason: 'not JSON' };
  await system.transport.append([
    record(name, 'c-1', bytes, { ...dead, dlq_encoding: 'base64' }),
    record(name, 'c-1', '{"a":', { ...dead, dlq_truncated: '1200000' }),
    record(name, 'c-1', '{}', dead),
  ]);
  const lines: string[] = [];
  const asked = replayOn(system.transport, [], { ...ask, group: 'routing' }, (line) => lines.push(line));
  await expect(asked).rejects.toThrow(
    /^2 cannot be replayed:\n {2}handoff\.escalation\.v1\.routing\.dlq\/\d\/0: its body is not UTF-8.*\n {2}\S+: its body is not whole: of 1200000 bytes/,
  );
  expect(lines).toContain('1 of 3 dead letters replayed');
});

test('dead letters are found by each of their properties, and counted by reason', async () => {
  const name = 'handoff.conversation.v1.escalation-detection.dlq';
  const letter = (key: string, more: Record<string, string>) =>
    record(name, key, '{}', {
      ...headers('MessagePosted', `f-${key}`),
      dlq_reason: 'threw: x | at y',
      dlq_handler: 'escalation',
      dlq_attempts: '1',
      ...more,
    });
  const before = Date.now() - 1;
  await system.transport.append([
    letter('f-1', {}),
    letter('f-2', { dlq_handler: 'other', ce_tenantid: 'acme', dlq_reason: 'threw: x | at z' }),
    letter('f-3', { dlq_attempts: '3', ce_type: 'ConversationEnded', ce_correlationid: 'c-77' }),
  ]);
  const group = 'escalation-detection';
  const keys = async (filter: Filter) => (await operating.rows({ group, ...filter })).map((r) => r.key).sort();
  await operating.lettersOf({ group }, 3);
  expect(await keys({ handler: 'other' })).toEqual(['f-2']);
  expect(await keys({ tenant: 'acme' })).toEqual(['f-2']);
  expect(await keys({ type: 'ConversationEnded' })).toEqual(['f-3']);
  expect(await keys({ key: 'f-1' })).toEqual(['f-1']);
  expect(await keys({ key: 'c-77' })).toEqual(['f-3']);
  expect(await keys({ attempts: 2 })).toEqual(['f-3']);
  expect(await keys({ since: before })).toEqual(['f-1', 'f-2', 'f-3']);
  expect(await keys({ until: before })).toEqual([]);
  expect(await operating.rows({ group, count: true })).toMatchObject([
    { group, reason: 'threw: x', count: 3, open: 3 },
  ]);
  expect((await operating.listed({ group, count: true })).split('\n')[1]).toMatch(
    /^3 +3 +\S+Z +escalation-detection +\S+ +threw: x$/,
  );
});

test('an invalid filter or id is an error, not an empty list', async () => {
  const { transport } = system;
  await expect(findDeadLetters(transport, { group: 'nobody' })).rejects.toThrow(
    /^no group nobody; there are gateway, /,
  );
  await expect(findDeadLetters(transport, { topic: 'x' })).rejects.toThrow('no group reads a topic x');
  await expect(operating.listed({ since: 2, until: 1 })).rejects.toThrow(/^--since .+ is not before --until /);
  await expect(findByIds(transport, ['x'])).rejects.toThrow(/^x is not an id/);
  await expect(findByIds(transport, ['handoff.ingress.v1.gateway.dlq/0/999'])).rejects.toThrow(/^no dead letter /);
  await expect(operating.replayed([])).rejects.toThrow('give ids, filters or --all');
});
