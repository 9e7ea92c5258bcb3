import { createHmac } from 'node:crypto';
import { Client } from 'pg';
import { sqlState } from './transient-errors.ts';

/** How a service reaches its own schema. */
export interface SchemaAccess {
  readonly url: string;
  /** Schema of the service, and the name of its role if `ownRole`. */
  readonly schema: string;
  /** False if the given user may not create roles. Services are then separated by schema only. */
  readonly ownRole: boolean;
}

/** Serialises the creation of schemas and roles by all services of a database. */
const SETUP_LOCK = 5_705_001;

export const schemaName = (service: string): string => {
  const schema = `wl_${service.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_')}`;
  if (schema.length > 63) throw new Error(`the name ${service} is too long for a Postgres schema`);
  return schema;
};

/** Derived from the password of the given user, so all replicas agree and none stores a secret. */
const rolePassword = (url: URL, role: string): string | undefined =>
  url.password === ''
    ? undefined
    : createHmac('sha256', decodeURIComponent(url.password)).update(`warmline role ${role}`).digest('base64url');

/** Creates schema, role and rights if they are missing. Safe to run from any number of processes at once. Throws Postgres errors. */
export const prepareAccess = async (adminUrl: string, service: string): Promise<SchemaAccess> => {
  const schema = schemaName(service);
  const admin = await connectClient(adminUrl);
  try {
    const { rows } = await admin.query<{ allowed: boolean }>(
      'SELECT rolsuper OR rolcreaterole AS allowed FROM pg_roles WHERE rolname = current_user',
    );
    const hasOwnRole = rows[0]?.allowed === true;
    if (!hasOwnRole) {
      await createSchema(admin, schema);
      return { url: adminUrl, schema, ownRole: hasOwnRole };
    }
    const url = new URL(adminUrl);
    const password = rolePassword(url, schema);
    await createRole(admin, schema, password);
    await createSchema(admin, schema, schema);
    url.username = schema;
    url.password = password ?? '';
    await ensureRolePassword(admin, url.href, schema, password);
    return { url: url.href, schema, ownRole: hasOwnRole };
  } finally {
    await admin.end();
  }
};

const connectClient = async (url: string): Promise<Client> => {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: 5_000,
    application_name: 'warmline set-up',
  });
  client.on('error', () => undefined);
  await client.connect();
  return client;
};

const withSetupLock = async <T>(admin: Client, work: () => Promise<T>): Promise<T> => {
  await admin.query('SELECT pg_advisory_lock($1)', [SETUP_LOCK]);
  try {
    return await work();
  } finally {
    await admin.query('SELECT pg_advisory_unlock($1)', [SETUP_LOCK]);
  }
};

const createRole = (admin: Client, role: string, password: string | undefined): Promise<void> =>
  withSetupLock(admin, async () => {
    const { rowCount } = await admin.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [role]);
    if (rowCount === 0) {
      const secret = password === undefined ? '' : ` PASSWORD ${admin.escapeLiteral(password)}`;
      try {
        await admin.query(`CREATE ROLE ${role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE${secret}`);
      } catch (error) {
        // Roles belong to the cluster, the lock to one database: the set-up of another database may have created the role.
        if (!['42710', '23505'].includes(sqlState(error) ?? '')) throw error;
      }
    }
    // Only a member of a role may create a schema for it. A superuser needs no membership, but it does no harm.
    const { rows } = await admin.query<{ member: boolean }>(`SELECT pg_has_role(current_user, $1, 'SET') AS member`, [
      role,
    ]);
    if (rows[0]?.member !== true) await admin.query(`GRANT ${role} TO CURRENT_USER`);
  });

const createSchema = (admin: Client, schema: string, owner?: string): Promise<void> =>
  withSetupLock(admin, async () => {
    const { rowCount } = await admin.query('SELECT 1 FROM pg_namespace WHERE nspname = $1', [schema]);
    if (rowCount === 0)
      await admin.query(`CREATE SCHEMA ${schema}${owner === undefined ? '' : ` AUTHORIZATION ${owner}`}`);
  });

/** Updates the password of a role that was created before the password of the given user changed. */
const ensureRolePassword = async (
  admin: Client,
  url: string,
  role: string,
  password: string | undefined,
): Promise<void> => {
  try {
    const probe = await connectClient(url);
    await probe.end();
  } catch (error) {
    if (sqlState(error) !== '28P01' || password === undefined) throw error;
    await withSetupLock(admin, () => admin.query(`ALTER ROLE ${role} PASSWORD ${admin.escapeLiteral(password)}`));
  }
};
