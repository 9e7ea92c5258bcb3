import { commonSettings, httpUrl, readSettings } from '@warmline/service-kit/settings';
import { z } from 'zod';

const settings = commonSettings.extend({
  /** An external model, used before the built-in one. */
  SENTIMENT_MODEL_URL: httpUrl.optional(),
  SENTIMENT_MODEL_TIMEOUT_MS: z.coerce.number().int().min(10).max(1_500).default(300),
});
export type SentimentConfig = z.output<typeof settings>;

export const readConfig = (env: NodeJS.ProcessEnv = process.env): SentimentConfig =>
  readSettings('sentiment', settings, env, (config) => config);
