import { readRetentionFile } from '@warmline/service-kit/retention-file';
import { commonSettings, readSettings } from '@warmline/service-kit/settings';
import { z } from 'zod';

const settings = commonSettings.extend({
  /** How long rows are kept; without it the defaults. */
  RETENTION_FILE: z.string().optional(),
});

export const readConfig = (env: NodeJS.ProcessEnv = process.env) =>
  readSettings('outcome-feedback', settings, env, (config) => ({
    ...config,
    retention: readRetentionFile(config.RETENTION_FILE),
  }));
export type OutcomeFeedbackConfig = ReturnType<typeof readConfig>;
