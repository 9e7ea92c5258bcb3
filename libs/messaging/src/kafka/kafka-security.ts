import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { connect, type SecureContextOptions } from 'node:tls';
import type { ISocketFactory, KafkaConfig, Mechanism } from 'kafkajs';
import type { NamePrefixes } from '../prefixed-transport.ts';
import type { Durability } from './durability.ts';
import { clientCredentialsTokens, type OauthClient } from './oauth-token.ts';
import { readSecret, type Secret } from './secret.ts';

/** Files in PEM format, read at each connect. */
export interface TlsFiles {
  /** Default: the certificate authorities of Node. */
  readonly caFile?: string | undefined;
  readonly certFile?: string | undefined;
  readonly keyFile?: string | undefined;
  /** The name in the certificates of the brokers. Default: the host of each. */
  readonly serverName?: string | undefined;
}

export type PasswordMechanism = 'PLAIN' | 'SCRAM-SHA-256' | 'SCRAM-SHA-512';
export type KafkaCredentials =
  | { readonly mechanism: PasswordMechanism; readonly username: string; readonly password: Secret }
  | { readonly mechanism: 'OAUTHBEARER'; readonly client: OauthClient };

export interface KafkaSecurity {
  /** Absent: connections are not encrypted. */
  readonly tls?: TlsFiles | undefined;
  readonly credentials?: KafkaCredentials | undefined;
}

/** Where the brokers are and how they are reached. */
export interface KafkaConnection {
  readonly brokers: readonly string[];
  readonly security?: KafkaSecurity;
  readonly prefixes?: NamePrefixes;
  readonly durability?: Durability;
}

type AuthenticationProvider = Mechanism['authenticationProvider'];
/** The mechanisms of kafkajs, by name: each takes the credentials. */
export type SaslMechanisms = Readonly<
  Record<KafkaCredentials['mechanism'], (credentials: object) => AuthenticationProvider>
>;

const KEEP_ALIVE_MS = 60_000;

/** Throws what is wrong with a file or with the pair of certificate and key. */
export const secureContextOptions = ({ caFile, certFile, keyFile }: TlsFiles): SecureContextOptions => ({
  ...(caFile === undefined ? {} : { ca: readFileSync(caFile) }),
  ...(certFile === undefined ? {} : { cert: readFileSync(certFile) }),
  ...(keyFile === undefined ? {} : { key: readFileSync(keyFile) }),
});

/** kafkajs keeps the options it was created with; this reads certificates and secrets again for each connection. */
export const securityConfig = (
  { tls, credentials }: KafkaSecurity,
  mechanisms: SaslMechanisms,
): Pick<KafkaConfig, 'ssl' | 'sasl' | 'socketFactory'> => ({
  ...(tls === undefined ? {} : { ssl: true, socketFactory: tlsSockets(tls) }),
  ...(credentials === undefined ? {} : { sasl: saslMechanism(credentials, mechanisms) }),
});

const tlsSockets =
  (tls: TlsFiles): ISocketFactory =>
  ({ host, port, onConnect }) => {
    const servername = tls.serverName ?? (isIP(host) === 0 ? host : undefined);
    const named = servername === undefined ? {} : { servername };
    const socket = connect({ host, port, ...named, ...secureContextOptions(tls) }, onConnect);
    return socket.setKeepAlive(true, KEEP_ALIVE_MS);
  };

const saslMechanism = (credentials: KafkaCredentials, mechanisms: SaslMechanisms): Mechanism => {
  const { mechanism } = credentials;
  const current = currentCredentials(credentials);
  const user = 'client' in credentials ? `client "${credentials.client.clientId}"` : `user "${credentials.username}"`;
  return {
    mechanism,
    authenticationProvider: (connection) => ({
      authenticate: async () => {
        const provider = mechanisms[mechanism](await current());
        await provider(connection)
          .authenticate()
          .catch((error: Error) => {
            error.message = `Kafka at ${connection.host}:${connection.port} refuses ${user} with ${mechanism}: ${error.message}`;
            throw error;
          });
      },
    }),
  };
};

/** What kafkajs takes, as of now. */
const currentCredentials = (credentials: KafkaCredentials): (() => Promise<object>) => {
  if (credentials.mechanism === 'OAUTHBEARER') {
    const token = clientCredentialsTokens(credentials.client);
    return async () => {
      const value = await token();
      return { oauthBearerProvider: async () => ({ value }) };
    };
  }
  const { username, password } = credentials;
  return async () => ({ username, password: readSecret(password) });
};
