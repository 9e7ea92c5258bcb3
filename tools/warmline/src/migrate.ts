import { commonSettings, createPlatform, ownerUrl, readSettings } from '@warmline/service-kit';
import { UsageError } from './errors.ts';
import { serviceModules, withDefaultFiles } from './up.ts';

/** Brings the schemas of all services to this version, as their owner. Safe to run again, and while services run. */
export const migrate = async ({ user }: { readonly user?: string }, print: (line: string) => void): Promise<void> => {
  const withoutLog = Object.entries(process.env).filter(([name]) => !/^KAFKA_|^DATABASE_POOLER$/.test(name));
  const own = Object.fromEntries(withoutLog);
  const given = readSettings('migrate', commonSettings.partial({ DATABASE_URL: true }), own, (s) => s);
  const owner = ownerUrl(given);
  if (owner === undefined) throw new UsageError('set DATABASE_OWNER_URL: the owner of the schemas changes them');
  const env = withDefaultFiles({ ...own, DATABASE_URL: owner(), LOG_LEVEL: 'warn' });
  const platform = createPlatform(
    readSettings('migrate', commonSettings, env, (s) => s),
    'warmline',
    (error) => {
      throw error;
    },
  );
  try {
    serviceModules(platform, env);
    for (const { name, database } of platform.services) {
      const done = await database.migrate(owner, user);
      print(`${database.schema} (${name}): ${done.length === 0 ? 'up to date' : done.join(', ')}`);
    }
  } finally {
    await platform.close();
  }
};
