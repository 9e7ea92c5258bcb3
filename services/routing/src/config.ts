import { commonSettings, readSettings } from '@warmline/service-kit';
import { loadTeams } from '@warmline/service-kit/teams-file';
import { z } from 'zod';

const settings = commonSettings.extend({ TEAMS_FILE: z.string().default('deploy/defaults/teams.yaml') });

export const readConfig = (env: NodeJS.ProcessEnv = process.env) =>
  readSettings('routing', settings, env, (config) => ({ ...config, teams: loadTeams(config.TEAMS_FILE) }));
