import { commonSettings, readSettings } from '@warmline/messaging/service';

export const readConfig = (env: NodeJS.ProcessEnv = process.env) =>
  readSettings('sentiment', commonSettings, env, (settings) => settings);
