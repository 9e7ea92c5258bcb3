import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { teamsSchema } from '@warmline/contracts';
import { readTeamsFile } from '@warmline/service-kit/teams-file';
import { publicationOf, TeamsPublisher } from './teams-publisher.ts';

const { raw, teams } = readTeamsFile(fileURLToPath(new URL('../../../deploy/defaults/teams.yaml', import.meta.url)));

test('the two published documents together are the teams file', () => {
  const publication = publicationOf(raw);
  expect(publication.hours.document).toEqual({ calendars: raw.calendars, hours: raw.hours });
  expect(teamsSchema.parse({ ...publication.teams.document, ...publication.hours.document })).toEqual(teams);
});

test('a version follows from the content of its own document', () => {
  const before = publicationOf(raw);
  const after = publicationOf({ ...raw, hours: { billing_team: 'office' } });
  expect(publicationOf(structuredClone(raw))).toEqual(before);
  expect(after.teams.version).toBe(before.teams.version);
  expect(after.hours.version).not.toBe(before.hours.version);
});

test('publishing is tried again until the gateway takes commands', async () => {
  const warnings: string[] = [];
  let attempts = 0;
  const { promise: published, resolve } = Promise.withResolvers<void>();
  const publish = async () => {
    if (++attempts < 2) throw new Error('not ready');
    resolve();
    return { status: 201, body: {} };
  };
  const publisher = new TeamsPublisher(publish, { warn: (_context, message) => void warnings.push(message) }, 1);
  await publisher.start();
  await published;
  await publisher.stop();
  expect(warnings).toEqual(['the teams file could not be published yet, trying again']);
});
