import { loadPolicy } from '@warmline/service-kit/policy-file';
import { commonSettings, httpUrl, readSettings } from '@warmline/service-kit/settings';
import { z } from 'zod';

const settings = commonSettings.extend({
  /** An external model, used before the built-in one. */
  SENTIMENT_MODEL_URL: httpUrl.optional(),
  SENTIMENT_MODEL_TIMEOUT_MS: z.coerce.number().int().min(10).max(1_500).default(300),
  /** Root of an OpenAI-compatible API that judges the guidance of policies, as `https://host/v1`. Unset: no guidance is judged. */
  GUIDANCE_MODEL_URL: httpUrl.optional(),
  GUIDANCE_MODEL: z.string().min(1).max(120).optional(),
  GUIDANCE_MODEL_KEY: z.string().optional(),
  GUIDANCE_MODEL_TIMEOUT_MS: z.coerce.number().int().min(10).max(1_500).default(800),
  GUIDANCE_CALLS_PER_MINUTE: z.coerce.number().int().min(1).max(1_000_000).default(600),
  POLICY_FILE: z.string().default('deploy/defaults/policy.yaml'),
});
type Settings = z.output<typeof settings>;

/** Null: off. The policy file is read only for it. */
const guidanceOf = (config: Settings) => {
  const { GUIDANCE_MODEL_URL: url, GUIDANCE_MODEL_KEY: key, GUIDANCE_MODEL: model } = config;
  if (url === undefined) return null;
  if (model === undefined) throw new Error('GUIDANCE_MODEL: required when GUIDANCE_MODEL_URL is set');
  return {
    ...{ url, key, model },
    timeoutMs: config.GUIDANCE_MODEL_TIMEOUT_MS,
    callsPerMinute: config.GUIDANCE_CALLS_PER_MINUTE,
    policy: loadPolicy(config.POLICY_FILE),
  };
};

export const readConfig = (env: NodeJS.ProcessEnv = process.env) =>
  readSettings('sentiment', settings, env, (config) => ({ ...config, guidance: guidanceOf(config) }));
export type SentimentConfig = ReturnType<typeof readConfig>;
export type GuidanceConfig = NonNullable<SentimentConfig['guidance']>;
