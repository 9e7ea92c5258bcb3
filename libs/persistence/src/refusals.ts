import { errorChain, sqlState } from './transient-errors.ts';

/** Who connects to what, for messages. */
export interface ConnectionNames {
  readonly user: string;
  readonly database: string;
  readonly schema: string;
}

/** Who connects to what, as the URL says now; empty if it cannot be read. */
export const namesOf = (url: () => string, schema: string): ConnectionNames => {
  try {
    const { username, pathname } = new URL(url());
    return { user: decodeURIComponent(username), database: pathname.slice(1), schema };
  } catch {
    return { user: '', database: '', schema };
  }
};

const messageOf = (error: unknown): string => {
  const inner = error instanceof AggregateError ? error.errors[0] : error;
  return inner instanceof Error ? inner.message || inner.name : String(inner);
};

/** Postgres ended the connection while it was being opened: a parameter, a right or a limit, never the data of a statement. */
const isFatal = (error: unknown): boolean =>
  errorChain(error).some((each) => (each as { severity?: unknown }).severity === 'FATAL');

const MIGRATE = 'run `warmline migrate` with DATABASE_OWNER_URL';
const POOLER = 'if PgBouncer is in front of Postgres, set DATABASE_POOLER=transaction';

type Explain = (names: ConnectionNames, message: string) => string;

const explanations: ReadonlyMap<string, Explain> = new Map<string, Explain>([
  [
    '28P01',
    ({ user }) => `Postgres refuses the password of user ${user} (28P01): correct it in DATABASE_URL or in its file`,
  ],
  ['28000', ({ user }, message) => `Postgres refuses user ${user} (28000: ${message}): check pg_hba.conf and the role`],
  ['3D000', ({ database }) => `the database ${database} does not exist (3D000): create it or correct DATABASE_URL`],
  ['3F000', ({ schema }) => `the schema ${schema} does not exist (3F000): ${MIGRATE}`],
  [
    '42501',
    ({ user }, message) => `user ${user} lacks a right (42501: ${message}): ${MIGRATE}, which grants what is needed`,
  ],
  ['42P01', ({ schema }, message) => `a table is missing in ${schema} (42P01: ${message}): ${MIGRATE}`],
  [
    '53300',
    () =>
      'Postgres has no free connection (53300): raise its max_connections, or lower DATABASE_POOL_SIZE or the number of replicas',
  ],
  ['26000', (_names, message) => `a statement that was prepared is gone (26000: ${message}): ${POOLER}`],
  ['42P05', (_names, message) => `a statement is prepared already (42P05: ${message}): ${POOLER}`],
]);

/** What an operator reads when the database refuses to work: what, the SQLSTATE and what to do. Otherwise the message of the error. */
export const explainRefusal = (error: unknown, names: ConnectionNames): string => {
  const state = sqlState(error) ?? '';
  const message = messageOf(error);
  const explain = explanations.get(state);
  if (explain !== undefined) return explain(names, message);
  if (isFatal(error) && /parameter/.test(message))
    return `Postgres refuses a parameter of the connection (${state}: ${message}): ${POOLER}`;
  return state === '' ? message : `${message} (${state})`;
};

/** True if the database refuses to work for this service, whatever the statement: someone must act, and retrying then succeeds. */
export const isRefusal = (error: unknown): boolean => {
  const state = sqlState(error) ?? '';
  return isFatal(error) || explanations.has(state) || state.startsWith('28');
};
