import { commonSettings, readSettings } from '@warmline/messaging/service';

export const readConfig = (env: NodeJS.ProcessEnv = process.env) =>
  readSettings('queue-wait-estimation', commonSettings, env, (settings) => settings);
