import pg, { Client, type ClientConfig, Pool, type PoolConfig } from 'pg';

/** The URL of a database. It is called at each connect, so a password in a file may change while the service runs. May throw. */
export type UrlSource = () => string;

export interface SessionOptions {
  /** The schema in which names are looked up. */
  readonly schema?: string;
  /** Most milliseconds of a statement. */
  readonly statementTimeoutMs?: number;
  /**
   * A pooler gives a connection to another client after each transaction: parameters of the session are settings of the role then, and
   * statements have no names, since the next connection would not know them.
   */
  readonly hasPooler?: boolean;
}

/** Milliseconds to connect, or to wait for a connection of a full pool. */
const CONNECT_MS = 5_000;
export const STATEMENT_TIMEOUT_MS = 20_000;
/** How much longer the client waits for an answer than a statement may take: only a database that hangs is this late. */
const ANSWER_GRACE_MS = 5_000;
/** Postgres ends the session of a process that hangs in a transaction for longer, which releases its locks. */
const IDLE_IN_TRANSACTION_MS = 30_000;

/** Settings of every session of a service, as Postgres names them. */
export const sessionParameters = ({
  schema,
  statementTimeoutMs = STATEMENT_TIMEOUT_MS,
}: SessionOptions): Readonly<Record<string, string>> => ({
  ...(schema === undefined ? {} : { search_path: schema }),
  statement_timeout: String(statementTimeoutMs),
  idle_in_transaction_session_timeout: String(IDLE_IN_TRANSACTION_MS),
});

const withoutName = (query: unknown): unknown =>
  typeof query === 'object' && query !== null && 'name' in query ? { ...query, name: undefined } : query;

/** A client class that reads its URL for each connection. A URL that cannot be read fails the connect. */
const clientOf = (source: UrlSource, hasPooler: boolean): typeof Client =>
  class extends Client {
    private readonly fault: Error | undefined;

    constructor(config?: ClientConfig | string) {
      let url: ClientConfig = {};
      let fault: Error | undefined;
      try {
        url = { connectionString: source() };
      } catch (error) {
        fault = error instanceof Error ? error : new Error(String(error));
      }
      super({ ...(config as ClientConfig), ...url });
      this.fault = fault;
    }

    override connect(...args: never[]): never {
      const { fault } = this;
      const callback = args[0] as ((error: Error) => void) | undefined;
      if (fault === undefined) return super.connect(...(args as [never])) as never;
      if (callback === undefined) return Promise.reject(fault) as never;
      process.nextTick(callback, fault);
      return undefined as never;
    }

    override query(query: never, ...rest: never[]): never {
      return super.query((hasPooler ? withoutName(query) : query) as never, ...rest) as never;
    }
  };

/** A pool whose answers are limited in time: a database that hangs is an error. */
export const poolOf = (source: UrlSource, options: SessionOptions & PoolConfig): Pool => {
  const { schema, statementTimeoutMs = STATEMENT_TIMEOUT_MS, hasPooler = false, ...pool } = options;
  const parameters = Object.entries(sessionParameters({ ...options, statementTimeoutMs }));
  const made = new Pool({
    keepAlive: true,
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: statementTimeoutMs + ANSWER_GRACE_MS,
    ...(hasPooler ? {} : { options: parameters.map(([name, value]) => `-c ${name}=${value}`).join(' ') }),
    ...pool,
    Client: clientOf(source, hasPooler),
  } as PoolConfig);
  // An idle connection that is lost is replaced; without a listener it would end the process.
  return made.on('error', () => undefined);
};

/** The driver of pg for TypeORM, with this pool. */
export const driverWith = (pool: () => Pool): object =>
  Object.create(pg, {
    // TypeORM calls it with `new`; an object that a constructor returns takes the place of the new one.
    Pool: {
      value: function createPool() {
        return pool();
      },
    },
  });

/** One connection for set-up and migrations, which may take any time. */
export const connectClient = async (source: UrlSource, application: string): Promise<Client> => {
  const client = new (clientOf(source, false))({
    connectionTimeoutMillis: CONNECT_MS,
    keepAlive: true,
    application_name: application,
  });
  client.on('error', () => undefined);
  await client.connect();
  return client;
};
