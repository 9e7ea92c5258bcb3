import { readFileSync } from 'node:fs';
import { policySchema, type Retention } from '@warmline/contracts';
import { readRetentionFile } from '@warmline/service-kit/retention-file';
import { commonSettings, httpUrl, readSettings } from '@warmline/service-kit/settings';
import { readTeamsFile, type TeamsFile } from '@warmline/service-kit/teams-file';
import { parse } from 'yaml';
import { z } from 'zod';
import type { ActivePolicy } from './active-policies.ts';

const policyFile = z.looseObject({
  version: policySchema.shape.version,
  thresholds: z.looseObject({ verdictWaitMs: policySchema.shape.thresholds.shape.verdictWaitMs }),
});

const settings = commonSettings.extend({
  POLICY_FILE: z.string().default('deploy/defaults/policy.yaml'),
  TEAMS_FILE: z.string().default('deploy/defaults/teams.yaml'),
  /** How long data is kept; without it the defaults. */
  RETENTION_FILE: z.string().optional(),
  /** Folder of the built console, served at /; absent = not served. */
  CONSOLE_DIR: z.string().optional(),
  /** Channels with a bot that the gateway calls. */
  BOT_CHANNELS: z
    .string()
    .default('web')
    .transform(
      (list) =>
        new Set(
          list
            .split(',')
            .map((c) => c.trim())
            .filter((c) => c !== ''),
        ),
    ),
  /** URL of a bot that replaces the demo bot. */
  BOT_URL: httpUrl.optional(),
  BOT_TIMEOUT_MS: z.coerce.number().int().min(100).max(60_000).default(5_000),
  /** How often a stream of a desk shows that it is alive; it is silent after three times as long. */
  DESK_HEARTBEAT_MS: z.coerce.number().int().min(100).max(60_000).default(5_000),
  /** Commands on one conversation, or from one desk, in ten seconds and per replica. */
  RATE_LIMIT: z.coerce.number().int().min(1).default(100),
  /** Conversations that one client address may start in that time; unlimited by default, since a channel serves many customers. */
  START_RATE_LIMIT: z.coerce.number().int().min(1).optional(),
});

export type GatewayConfig = z.output<typeof settings> & {
  readonly defaultPolicy: ActivePolicy;
  readonly retention: Retention;
  readonly teamsFile: TeamsFile;
};

const readDefaultPolicy = (file: string): ActivePolicy => {
  const { version, thresholds } = policyFile.parse(parse(readFileSync(file, 'utf8')));
  return { version, verdictWaitMs: thresholds.verdictWaitMs };
};

export const readConfig = (env: NodeJS.ProcessEnv = process.env): GatewayConfig =>
  readSettings('gateway', settings, env, (config) => ({
    ...config,
    defaultPolicy: readDefaultPolicy(config.POLICY_FILE),
    retention: readRetentionFile(config.RETENTION_FILE),
    teamsFile: readTeamsFile(config.TEAMS_FILE),
  }));
