import { test } from '@jest/globals';
import { commandStory } from '@warmline/testing/command-story';
import { type PublishTeams, publishTeams, type TeamsPublication } from './teams-publication.ts';

const given = commandStory({
  step: (state, event) => publishTeams(state as TeamsPublication | null, event as PublishTeams),
});
const publish = (teams: string, hours: string) => ({
  type: 'PublishTeams',
  data: {
    tenantId: 'default',
    teams: { version: teams, document: { agents: [teams] } },
    hours: { version: hours, document: { hours: {} } },
  },
});

test('given nothing published, when the gateway starts, then teams and opening hours are published together', () => {
  given()
    .when(publish('t-1', 'h-1'))
    .thenResponds(201, { teamsVersion: 't-1', hoursVersion: 'h-1' })
    .thenEmits(
      { type: 'TeamsPublished', data: { tenantId: 'default', version: 't-1', teams: { agents: ['t-1'] } } },
      { type: 'HoursPublished', data: { tenantId: 'default', version: 'h-1', hours: { hours: {} } } },
    );
});

test('given both versions published, when the gateway starts again, then nothing is published', () => {
  given(publish('t-1', 'h-1')).when(publish('t-1', 'h-1')).thenResponds(200).thenEmits();
});

test('given a version of the opening hours, when another one comes, then both documents are published again', () => {
  given(publish('t-1', 'h-1'))
    .when(publish('t-1', 'h-2'))
    .thenResponds(201)
    .thenEmits('TeamsPublished', 'HoursPublished');
});
