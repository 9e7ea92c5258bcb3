import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { declaredTopics, encode, type MemoryTransport, memoryTransport } from '@warmline/messaging';
import { PublishedTeams } from './published-teams.ts';
import { readTeamsFile } from './teams-file.ts';

const { raw } = readTeamsFile(fileURLToPath(new URL('../../../deploy/defaults/teams.yaml', import.meta.url)));
const { calendars, hours, ...teams } = raw;

let transport: MemoryTransport;
let errors: string[];
let published: PublishedTeams;
beforeEach(async () => {
  transport = memoryTransport();
  await transport.applyTopics(declaredTopics());
  errors = [];
  const log = { info: () => {}, error: (_context: object, message: string) => void errors.push(message) };
  published = new PublishedTeams(transport, log, 1);
});
afterEach(() => published.stop());

let sequence = 0;
const publish = async (version: string, document: object): Promise<void> => {
  const data = { tenantId: 'default', version };
  const cause = { id: `cause-${++sequence}`, at: 1, tenantId: 'default', correlationId: 'c', traceparent: undefined };
  const outputs = [
    { type: 'TeamsPublished', data: { ...data, teams: document } },
    { type: 'HoursPublished', data: { ...data, hours: { calendars, hours } } },
  ];
  await transport.append(outputs.map((output) => encode('gateway', output, `${cause.id}/${output.type}`, cause)));
};
const withSettings = (changed: object) => ({ ...teams, settings: { ...(teams.settings as object), ...changed } });
const eventually = async (check: () => boolean): Promise<void> => {
  while (!check()) await new Promise((resolve) => setTimeout(resolve, 1));
};

test('a service does not start before teams have been published', async () => {
  await expect(published.start()).rejects.toThrow('no teams have been published yet');
  await publish('v-1', teams);
  await published.start();
  expect(published.current().agents.map(({ id }) => id)).toContain('mia');
});

test('a new version replaces the one before it while the service runs', async () => {
  await publish('v-1', teams);
  await published.start();
  const before = published.current();
  expect(published.current()).toBe(before);
  await publish('v-2', withSettings({ creditSecondsPerLevel: 30 }));
  await eventually(() => published.current() !== before);
  expect(published.current().settings.creditSecondsPerLevel).toBe(30);
});

test('a version that cannot be used is named, and the one before it stays in force', async () => {
  await publish('v-1', teams);
  await published.start();
  await publish('v-2', withSettings({ priorityLevels: [80, 60] }));
  await eventually(() => errors.length > 0);
  expect(errors[0]).toMatch(/not valid.*settings\.priorityLevels.*more points/);
  expect(published.current().settings.priorityLevels).toEqual([60, 80, 100]);
});
