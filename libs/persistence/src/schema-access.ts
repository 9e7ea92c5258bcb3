import { createHmac } from 'node:crypto';
import type { Client } from 'pg';
import { connectClient, sessionParameters, type UrlSource } from './connections.ts';
import { sqlState } from './transient-errors.ts';

/** How a service reaches its own schema. */
export interface SchemaAccess {
  readonly schema: string;
  /** How the service connects. */
  readonly url: UrlSource;
  /** How the owner of the schema connects, who creates and migrates it. Undefined: someone else does that. */
  readonly owner?: UrlSource;
  /** The role of the service, which may read and write the tables and not change them. Undefined: the service is the owner. */
  readonly role?: string;
  /** The role is ours: its password follows from the owner's. */
  readonly hasDerivedPassword?: boolean;
}

export interface AccessOptions {
  readonly url: UrlSource;
  readonly ownerUrl?: UrlSource;
  readonly hasPooler?: boolean;
}

/** Serialises changes of schemas, roles and rights by all services of a database. */
const SETUP_LOCK = 5_705_001;

export const schemaName = (service: string): string => {
  const schema = `wl_${service.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_')}`;
  if (schema.length > 63) throw new Error(`the name ${service} is too long for a Postgres schema`);
  return schema;
};

export const userOf = (url: string): string => decodeURIComponent(new URL(url).username);

/** Derived from the password of the owner, so all replicas agree and none stores a secret. */
const rolePassword = (url: URL, role: string): string | undefined =>
  url.password === ''
    ? undefined
    : createHmac('sha256', decodeURIComponent(url.password)).update(`warmline role ${role}`).digest('base64url');

const asRole = (owner: string, role: string): string => {
  const url = new URL(owner);
  url.password = rolePassword(url, role) ?? '';
  url.username = role;
  return url.href;
};

const withClient = async <T>(url: UrlSource, work: (client: Client) => Promise<T>): Promise<T> => {
  const client = await connectClient(url, 'warmline set-up');
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};

/** How the service connects, and whether it also owns its schema. Throws Postgres errors. */
export const findAccess = async (
  { url, ownerUrl, hasPooler }: AccessOptions,
  service: string,
): Promise<SchemaAccess> => {
  const schema = schemaName(service);
  if (ownerUrl !== undefined) {
    const role = userOf(url());
    if (role !== userOf(ownerUrl())) return { schema, url, owner: ownerUrl, role };
    if (hasPooler === true)
      return { schema, url: () => asRole(url(), schema), owner: ownerUrl, role: schema, hasDerivedPassword: true };
  } else if (hasPooler === true) return { schema, url };
  const given = ownerUrl ?? url;
  const rights = await withClient(given, async (client) => {
    const { rows } = await client.query<{ roles: boolean; schemas: boolean; own: boolean | null }>(
      `SELECT (SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user) AS roles,
         has_database_privilege(current_database(), 'CREATE') AS schemas,
         (SELECT has_schema_privilege(oid, 'CREATE') FROM pg_namespace WHERE nspname = $1) AS own`,
      [schema],
    );
    return rows[0];
  });
  if (rights?.roles === true)
    return { schema, url: () => asRole(given(), schema), owner: given, role: schema, hasDerivedPassword: true };
  return (rights?.own ?? rights?.schemas) === true ? { schema, url, owner: given } : { schema, url };
};

/** What the owner of a schema sets up for `warmline migrate`: a role named like the schema, unless the service has a user of its own. */
export const ownerAccess = (owner: UrlSource, user: string | undefined, service: string): SchemaAccess => {
  const schema = schemaName(service);
  return { schema, url: owner, owner, role: user ?? schema };
};

const withSetupLock = <T>(owner: UrlSource, work: (client: Client) => Promise<T>): Promise<T> =>
  withClient(owner, async (client) => {
    await client.query('SELECT pg_advisory_lock($1)', [SETUP_LOCK]);
    return work(client);
  });

/** Creates role and schema if they are missing. Safe to run from any number of processes at once. Throws Postgres errors. */
export const createSchema = async ({ owner, schema, role, url, hasDerivedPassword }: SchemaAccess): Promise<void> => {
  if (owner === undefined) return;
  await withSetupLock(owner, async (client) => {
    if (role !== undefined) {
      const password = userOf(url()) === role ? decodeURIComponent(new URL(url()).password) : '';
      await createRole(client, role, password);
    }
    await client.query(`CREATE SCHEMA IF NOT EXISTS ${schema}`);
    if (role !== undefined) await takeOwnership(client, schema, role);
  });
  if (hasDerivedPassword === true) await renewRolePassword(owner, schema);
};

const createRole = async (client: Client, role: string, password: string): Promise<void> => {
  const { rowCount } = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [role]);
  if (rowCount !== 0) return;
  const secret = password === '' ? '' : ` PASSWORD ${client.escapeLiteral(password)}`;
  try {
    await client.query(
      `CREATE ROLE ${client.escapeIdentifier(role)} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE${secret}`,
    );
  } catch (error) {
    // Roles belong to the cluster, the lock to one database: the set-up of another database may have created the role.
    if (!['42710', '23505'].includes(sqlState(error) ?? '')) throw error;
  }
};

/** Until Warmline 0.1 the role of a service owned its schema, and so could change its tables. */
const takeOwnership = async (client: Client, schema: string, role: string): Promise<void> => {
  const { rowCount } = await client.query(
    'SELECT 1 FROM pg_namespace WHERE nspname = $1 AND nspowner = (SELECT oid FROM pg_roles WHERE rolname = $2)',
    [schema, role],
  );
  if (rowCount === 0) return;
  await client.query(`GRANT ${client.escapeIdentifier(role)} TO CURRENT_USER`);
  await client.query(`REASSIGN OWNED BY ${client.escapeIdentifier(role)} TO CURRENT_USER`);
};

/** Lets the role read and write all tables of the schema, and call its functions; nothing else. */
export const grantAccess = async ({ owner, schema, role }: SchemaAccess): Promise<void> => {
  if (owner === undefined || role === undefined) return;
  await withSetupLock(owner, async (client) => {
    const grantee = client.escapeIdentifier(role);
    await client.query(`GRANT USAGE ON SCHEMA ${schema} TO ${grantee}`);
    await client.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${schema} TO ${grantee}`);
    await client.query(`GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA ${schema} TO ${grantee}`);
    await client.query(`GRANT EXECUTE ON ALL ROUTINES IN SCHEMA ${schema} TO ${grantee}`);
    const { rows } = await client.query<{ name: string }>('SELECT current_database() AS name');
    const database = client.escapeIdentifier(rows[0]?.name ?? '');
    try {
      // For connections through a pooler, which accepts no parameters of a session.
      for (const [name, value] of Object.entries(sessionParameters({ schema })))
        await client.query(
          `ALTER ROLE ${grantee} IN DATABASE ${database} SET ${name} = ${client.escapeLiteral(value)}`,
        );
    } catch (error) {
      // The owner may not change a role that somebody else created: a service without a pooler sets them itself.
      if (sqlState(error) !== '42501') throw error;
    }
  });
};

/** Sets the derived password of the role if it is another: the password of the owner has changed. */
export const renewRolePassword = async (owner: UrlSource, role: string): Promise<void> => {
  const url = asRole(owner(), role);
  try {
    await withClient(
      () => url,
      async () => undefined,
    );
  } catch (error) {
    const { password } = new URL(url);
    if (sqlState(error) !== '28P01' || password === '') throw error;
    await withSetupLock(owner, (client) =>
      client.query(`ALTER ROLE ${role} PASSWORD ${client.escapeLiteral(decodeURIComponent(password))}`),
    );
  }
};
