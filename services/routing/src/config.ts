import { commonSettings, readSettings } from '@warmline/service-kit';
import { z } from 'zod';
import { loadTeams } from './teams-file.ts';

const settings = commonSettings.extend({ TEAMS_FILE: z.string().default('deploy/defaults/teams.yaml') });

export const readConfig = (env: NodeJS.ProcessEnv = process.env) =>
  readSettings('routing', settings, env, (config) => ({ ...config, teams: loadTeams(config.TEAMS_FILE) }));
