import { commonSettings, readSettings } from '@warmline/messaging/service';

export const readConfig = (env: NodeJS.ProcessEnv = process.env) =>
  readSettings('outcome-feedback', commonSettings, env, (settings) => settings);
