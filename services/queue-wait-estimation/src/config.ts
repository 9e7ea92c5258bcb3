import { commonSettings, readSettings } from '@warmline/service-kit/settings';

export const readConfig = (env: NodeJS.ProcessEnv = process.env) =>
  readSettings('queue-wait-estimation', commonSettings, env, (settings) => settings);
