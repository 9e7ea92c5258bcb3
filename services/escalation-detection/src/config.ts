import { commonSettings, readSettings } from '@warmline/messaging/service';
import { z } from 'zod';
import { loadPolicy } from './policy-file.ts';

const settings = commonSettings.extend({ POLICY_FILE: z.string().default('deploy/defaults/policy.yaml') });

export const readConfig = (env: NodeJS.ProcessEnv = process.env) =>
  readSettings('escalation-detection', settings, env, (config) => ({
    ...config,
    policy: loadPolicy(config.POLICY_FILE),
  }));
