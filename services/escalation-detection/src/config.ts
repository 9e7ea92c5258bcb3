import { loadPolicy } from '@warmline/service-kit/policy-file';
import { commonSettings, httpUrl, readSettings } from '@warmline/service-kit/settings';
import { z } from 'zod';

const settings = commonSettings.extend({
  POLICY_FILE: z.string().default('deploy/defaults/policy.yaml'),
  /** Root of an OpenAI-compatible API, as `https://host/v1`. Unset: built-in summaries only, and no data leaves the process. */
  SUMMARY_API_URL: httpUrl.optional(),
  SUMMARY_API_KEY: z.string().optional(),
  SUMMARY_MODEL: z.string().max(120).optional(),
  SUMMARY_TIMEOUT_MS: z.coerce.number().int().min(1).max(60_000).default(2_000),
});
type Settings = z.output<typeof settings>;

const summaryOf = (config: Settings) => {
  const { SUMMARY_API_URL: url, SUMMARY_API_KEY: key, SUMMARY_MODEL: model, SUMMARY_TIMEOUT_MS: timeoutMs } = config;
  if (url === undefined) return null;
  if (model === undefined) throw new Error('SUMMARY_MODEL: required when SUMMARY_API_URL is set');
  return { url, key, model, timeoutMs };
};

export const readConfig = (env: NodeJS.ProcessEnv = process.env) =>
  readSettings('escalation-detection', settings, env, (config) => ({
    ...config,
    policy: loadPolicy(config.POLICY_FILE),
    summary: summaryOf(config),
  }));
export type EscalationConfig = ReturnType<typeof readConfig>;
