import { accessSync, constants } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { type KafkaConnection, type KafkaSecurity, secureContextOptions } from '@warmline/messaging/kafka-security';
import { z } from 'zod';
import { httpUrl } from './http-url.ts';

const PREFIX = /^[a-zA-Z0-9._-]{1,80}$/;
const NO_PREFIX = 'must be 1 to 80 letters, digits, dots, underscores or hyphens';

/** How the log in Kafka is reached, beside KAFKA_BROKERS. The names of Kafka's own clients where they have one. */
export const kafkaSettings = {
  /** Default: PLAINTEXT. */
  KAFKA_SECURITY_PROTOCOL: z.enum(['PLAINTEXT', 'SSL', 'SASL_PLAINTEXT', 'SASL_SSL']).optional(),
  /** PEM. Default: the certificate authorities of Node. */
  KAFKA_TLS_CA_FILE: z.string().optional(),
  KAFKA_TLS_CERT_FILE: z.string().optional(),
  KAFKA_TLS_KEY_FILE: z.string().optional(),
  /** The name in the certificates of the brokers, where it is not the host that a broker advertises. */
  KAFKA_TLS_SERVER_NAME: z.string().optional(),
  KAFKA_SASL_MECHANISM: z.enum(['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512', 'OAUTHBEARER']).optional(),
  KAFKA_SASL_USERNAME: z.string().optional(),
  KAFKA_SASL_PASSWORD: z.string().optional(),
  /** Read at each connect, so that a rotated password needs no restart. */
  KAFKA_SASL_PASSWORD_FILE: z.string().optional(),
  KAFKA_OAUTH_TOKEN_URL: httpUrl.optional(),
  KAFKA_OAUTH_CLIENT_ID: z.string().optional(),
  KAFKA_OAUTH_CLIENT_SECRET: z.string().optional(),
  KAFKA_OAUTH_CLIENT_SECRET_FILE: z.string().optional(),
  KAFKA_OAUTH_SCOPE: z.string().optional(),
  /** Before the name of every topic at the broker. */
  KAFKA_TOPIC_PREFIX: z.string().regex(PREFIX, NO_PREFIX).optional(),
  /** Before the name of every consumer group at the broker. Default: the prefix of the topics. */
  KAFKA_GROUP_PREFIX: z.string().regex(PREFIX, NO_PREFIX).optional(),
  /** Required of every topic at start, and used for topics that are created. Default: 3, or the number of brokers if they are fewer. */
  KAFKA_REPLICATION_FACTOR: z.coerce.number().int().min(1).max(100).optional(),
  /** As above. Default: 2, or 1 on fewer than three brokers. */
  KAFKA_MIN_INSYNC_REPLICAS: z.coerce.number().int().min(1).max(100).optional(),
};
export type KafkaSettings = { readonly KAFKA_BROKERS?: string | undefined } & Partial<
  z.output<z.ZodObject<typeof kafkaSettings>>
>;
type Name = keyof typeof kafkaSettings;

const TLS = ['KAFKA_TLS_CA_FILE', 'KAFKA_TLS_CERT_FILE', 'KAFKA_TLS_KEY_FILE', 'KAFKA_TLS_SERVER_NAME'] as const;
const PASSWORD = ['KAFKA_SASL_USERNAME', 'KAFKA_SASL_PASSWORD', 'KAFKA_SASL_PASSWORD_FILE'] as const;
const OAUTH = [
  'KAFKA_OAUTH_TOKEN_URL',
  'KAFKA_OAUTH_CLIENT_ID',
  'KAFKA_OAUTH_CLIENT_SECRET',
  'KAFKA_OAUTH_CLIENT_SECRET_FILE',
  'KAFKA_OAUTH_SCOPE',
] as const;
const FILES = Object.keys(kafkaSettings).filter((name): name is Name & `${string}_FILE` => name.endsWith('_FILE'));

/** A setting by name, and what is wrong with it. */
export type Fault = readonly [name: string, why: string];

/** Settings that contradict each other, and files that cannot be used. `given`: the environment without empty values. */
export const kafkaFaults = (given: Readonly<Record<string, string | undefined>>): Fault[] => {
  const has = (name: Name | 'KAFKA_BROKERS'): boolean => given[name] !== undefined;
  const all = (names: readonly Name[], why: string): Fault[] => names.filter(has).map((name) => [name, why]);
  const missing = (...names: readonly Name[]): Fault[] =>
    names.filter((name) => !has(name)).map((name) => [name, 'is missing']);
  const secret = (name: Name & `${string}_${'PASSWORD' | 'SECRET'}`): Fault[] => {
    const file: Name = `${name}_FILE`;
    if (has(name) && has(file)) return [[name, `contradicts ${file}: set one of them`]];
    return has(name) || has(file) ? [] : [[name, `is missing: set it or ${file}`]];
  };

  if (!has('KAFKA_BROKERS')) return all(Object.keys(kafkaSettings) as Name[], 'needs KAFKA_BROKERS');
  const { KAFKA_SECURITY_PROTOCOL: protocol = 'PLAINTEXT', KAFKA_SASL_MECHANISM: mechanism } = given;
  const tls = protocol.endsWith('SSL')
    ? [
        ...(has('KAFKA_TLS_CERT_FILE') ? missing('KAFKA_TLS_KEY_FILE') : []),
        ...(has('KAFKA_TLS_KEY_FILE') ? missing('KAFKA_TLS_CERT_FILE') : []),
      ]
    : all(TLS, 'needs KAFKA_SECURITY_PROTOCOL to be SSL or SASL_SSL');
  const sasl = !protocol.startsWith('SASL')
    ? all(
        ['KAFKA_SASL_MECHANISM', ...PASSWORD, ...OAUTH],
        'needs KAFKA_SECURITY_PROTOCOL to be SASL_SSL or SASL_PLAINTEXT',
      )
    : mechanism === undefined
      ? missing('KAFKA_SASL_MECHANISM')
      : mechanism === 'OAUTHBEARER'
        ? [
            ...all(PASSWORD, 'contradicts KAFKA_SASL_MECHANISM OAUTHBEARER'),
            ...missing('KAFKA_OAUTH_TOKEN_URL', 'KAFKA_OAUTH_CLIENT_ID'),
            ...secret('KAFKA_OAUTH_CLIENT_SECRET'),
          ]
        : [
            ...all(OAUTH, 'needs KAFKA_SASL_MECHANISM to be OAUTHBEARER'),
            ...missing('KAFKA_SASL_USERNAME'),
            ...secret('KAFKA_SASL_PASSWORD'),
          ];
  const unreadable = FILES.flatMap((name) => unreadableFile(name, given[name]));
  const tooMany = Number(given.KAFKA_MIN_INSYNC_REPLICAS) > Number(given.KAFKA_REPLICATION_FACTOR);
  const replicas: Fault[] = tooMany ? [['KAFKA_MIN_INSYNC_REPLICAS', 'is above KAFKA_REPLICATION_FACTOR']] : [];
  const faults = [...tls, ...sasl, ...replicas, ...unreadable];
  return faults.length > 0 ? faults : wrongCertificates(given);
};

const unreadableFile = (name: string, file: string | undefined): Fault[] => {
  try {
    if (file !== undefined) accessSync(file, constants.R_OK);
    return [];
  } catch (error) {
    return [[name, `cannot be read: ${(error as NodeJS.ErrnoException).code}`]];
  }
};

const wrongCertificates = (given: Readonly<Record<string, string | undefined>>): Fault[] => {
  const { KAFKA_TLS_CA_FILE: caFile, KAFKA_TLS_CERT_FILE: certFile, KAFKA_TLS_KEY_FILE: keyFile } = given;
  const check = (name: string, files: Parameters<typeof secureContextOptions>[0]): Fault[] => {
    try {
      createSecureContext(secureContextOptions(files));
      return [];
    } catch (error) {
      return [[name, `is not usable: ${(error as Error).message}`]];
    }
  };
  return [
    ...(caFile === undefined ? [] : check('KAFKA_TLS_CA_FILE', { caFile })),
    ...(certFile === undefined ? [] : check('KAFKA_TLS_KEY_FILE', { certFile, keyFile })),
  ];
};

/** How to reach the log. `settings` have no faults. */
export const kafkaConnection = (settings: KafkaSettings & { readonly KAFKA_BROKERS: string }): KafkaConnection => ({
  brokers: settings.KAFKA_BROKERS.split(','),
  security: securityOf(settings),
  prefixes: kafkaPrefixes(settings),
  durability: {
    replicationFactor: settings.KAFKA_REPLICATION_FACTOR,
    minInsyncReplicas: settings.KAFKA_MIN_INSYNC_REPLICAS,
  },
});

/** Two installations must not share groups, so the prefix of the topics is the default for groups. */
export const kafkaPrefixes = ({
  KAFKA_TOPIC_PREFIX: topics = '',
  KAFKA_GROUP_PREFIX: groups = topics,
}: KafkaSettings) => ({
  topics,
  groups,
});

const securityOf = (settings: KafkaSettings): KafkaSecurity => {
  const { KAFKA_SECURITY_PROTOCOL: protocol = 'PLAINTEXT', KAFKA_SASL_MECHANISM: mechanism } = settings;
  const tls = {
    caFile: settings.KAFKA_TLS_CA_FILE,
    certFile: settings.KAFKA_TLS_CERT_FILE,
    keyFile: settings.KAFKA_TLS_KEY_FILE,
    serverName: settings.KAFKA_TLS_SERVER_NAME,
  };
  return {
    tls: protocol.endsWith('SSL') ? tls : undefined,
    credentials:
      protocol.startsWith('SASL') && mechanism !== undefined ? credentialsOf(settings, mechanism) : undefined,
  };
};

const credentialsOf = (
  settings: KafkaSettings,
  mechanism: NonNullable<KafkaSettings['KAFKA_SASL_MECHANISM']>,
): NonNullable<KafkaSecurity['credentials']> =>
  mechanism === 'OAUTHBEARER'
    ? {
        mechanism,
        client: {
          tokenUrl: settings.KAFKA_OAUTH_TOKEN_URL ?? '',
          clientId: settings.KAFKA_OAUTH_CLIENT_ID ?? '',
          clientSecret: secretOf(settings.KAFKA_OAUTH_CLIENT_SECRET, settings.KAFKA_OAUTH_CLIENT_SECRET_FILE),
          scope: settings.KAFKA_OAUTH_SCOPE,
        },
      }
    : {
        mechanism,
        username: settings.KAFKA_SASL_USERNAME ?? '',
        password: secretOf(settings.KAFKA_SASL_PASSWORD, settings.KAFKA_SASL_PASSWORD_FILE),
      };

const secretOf = (value: string | undefined, file: string | undefined) => value ?? { file: file ?? '' };
