import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { loadTeams, TeamsFileError } from './teams-file.ts';

const shipped = fileURLToPath(new URL('../../../deploy/defaults/teams.yaml', import.meta.url));
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'teams-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const written = (change: (yaml: string) => string): string => {
  const path = join(folder, 'teams.yaml');
  writeFileSync(path, change(readFileSync(shipped, 'utf8')));
  return path;
};

describe('the teams file', () => {
  test('written before there were team settings keeps agent selection, channel weights and the wrap-up it had', () => {
    const drop =
      /^ {2}(agentSelection|channelWeights|reserve|wrapUpSeconds|preferredAgentSeconds|firstResponseTimeoutSeconds): .*\n|^teamSettings: .*\n/gm;
    const { settings, teamSettings } = loadTeams(written((yaml) => yaml.replace(drop, '')));
    const shippedSettings = loadTeams(shipped).settings;
    expect([settings, teamSettings]).toEqual([{ ...shippedSettings, firstResponseTimeoutSeconds: 0 }, {}]);
    expect(settings).toMatchObject({
      agentSelection: ['skill', 'load', 'idle'],
      channelWeights: {},
      reserve: [],
      wrapUpSeconds: 0,
    });
  });

  test('that is shipped routes each subject as specified', () => {
    const { routes, settings, agents } = loadTeams(shipped);
    expect(routes).toEqual({
      billing: [
        { team: 'billing_team', afterSeconds: 0 },
        { team: 'general_team', afterSeconds: 45 },
      ],
      technical: [
        { team: 'tech_team', afterSeconds: 0 },
        { team: 'general_team', afterSeconds: 60 },
      ],
      cancellation: [
        { team: 'retention_team', afterSeconds: 0 },
        { team: 'billing_team', afterSeconds: 90 },
      ],
      enterprise: [{ team: 'enterprise_team', afterSeconds: 0 }],
      general: [{ team: 'general_team', afterSeconds: 0 }],
    });
    expect(settings).toMatchObject({ offerTimeoutSeconds: 30, ageing: { afterSeconds: 120, points: 15 } });
    expect(agents.find(({ id }) => id === 'mia')).toEqual({
      id: 'mia',
      name: 'Mia Torres',
      teams: ['retention_team'],
      skills: [{ name: 'senior', level: 5 }],
      languages: ['en'],
      capacity: 3,
    });
  });

  test('that is shipped has an example calendar that no team uses', () => {
    expect(loadTeams(shipped).hours).toEqual({});
    const { hours } = loadTeams(written((yaml) => yaml.replace('hours: {}', 'hours: { billing_team: office }')));
    expect(hours).toEqual({
      billing_team: {
        timeZone: 'America/New_York',
        week: [{ days: [1, 2, 3, 4, 5], from: 540, to: 1080 }],
        holidays: ['01-01', '12-25'],
        closed: [],
        open: [],
      },
    });
  });

  const faults: readonly (readonly [string, (yaml: string) => string, RegExp])[] = [
    ['without a subject', (y) => y.replace(/ {2}general:\n.*\n/, ''), /routes\.general/],
    [
      'whose first team has a delay',
      (y) => y.replace('{ team: tech_team }', '{ team: tech_team, afterSeconds: 5 }'),
      /routes\.technical\.0\.afterSeconds: the first team is asked at once/,
    ],
    [
      'with a team twice in a route',
      (y) => y.replace('{ team: general_team, afterSeconds: 45 }', '{ team: billing_team, afterSeconds: 45 }'),
      /billing_team is named twice/,
    ],
    ['with an agent twice', (y) => y.replace('id: ben', 'id: mia'), /agents\.1\.id: mia is named twice/],
    ['with an unknown setting', (y) => y.replace('offerTimeoutSeconds', 'offerSecond'), /offerSecond/],
    [
      'with priority levels that fall',
      (y) => y.replace('[60, 80, 100]', '[80, 60]'),
      /settings\.priorityLevels: each level must begin at more points/,
    ],
    [
      'with an unknown calendar',
      (y) => y.replace('hours: {}', 'hours: { billing_team: offise }'),
      /unknown calendar offise/,
    ],
    [
      'with a selection criterion twice',
      (y) => y.replace('[skill, load, idle]', '[skill, load, load]'),
      /settings\.agentSelection: name each of skill, load and idle once/,
    ],
    [
      'with an unknown team setting',
      (y) => y.replace('teamSettings: {}', 'teamSettings: { billing_team: { wrapup: 3 } }'),
      /teamSettings\.billing_team/,
    ],
    [
      'with settings of an unknown team',
      (y) => y.replace('teamSettings: {}', 'teamSettings: { biling_team: { wrapUpSeconds: 3 } }'),
      /teamSettings\.biling_team: no route and no agent has the team biling_team/,
    ],
    [
      'with hours of an unknown team',
      (y) => y.replace('hours: {}', 'hours: { biling_team: office }'),
      /hours\.biling_team: no route and no agent has the team biling_team/,
    ],
    [
      'with an agent who serves no channel',
      (y) => y.replace('languages: [en]', 'languages: [en]\n    channels: []'),
      /agents\.0\.channels/,
    ],
    [
      'with a channel of weight 0',
      (y) => y.replace('channelWeights: {}', 'channelWeights: { email: 0 }'),
      /settings\.channelWeights/,
    ],
    [
      'with an unknown time zone',
      (y) => y.replace('America/New_York', 'America/New_Pork'),
      /calendars\.office\.timeZone/,
    ],
    ['with a day that does not exist', (y) => y.replace('"12-25"', '"12-32"'), /calendars\.office\.holidays\.1/],
    [
      'with a shift that ends as it begins',
      (y) => y.replace('from: "09:00", to: "18:00"', 'from: "18:00", to: "18:00"'),
      /must differ from from/,
    ],
    ['that is not YAML', () => 'steps: [', /flow/i],
  ];
  test.each(faults)('%s is refused with its path and the reason', (_, change, reason) => {
    const path = written(change);
    const load = () => loadTeams(path);
    expect(load).toThrow(TeamsFileError);
    expect(load).toThrow(path);
    expect(load).toThrow(reason);
  });

  test('that does not exist is refused with its path', () =>
    expect(() => loadTeams(join(folder, 'none.yaml'))).toThrow(/none\.yaml: .*ENOENT/));
});
