import { commonSettings, readSettings } from '@warmline/service-kit/settings';

export const readConfig = (env: NodeJS.ProcessEnv = process.env) =>
  readSettings('routing', commonSettings, env, (settings) => settings);
