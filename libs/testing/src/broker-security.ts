/** A user of the broker with its password. */
export interface BrokerUser {
  readonly name: string;
  readonly password: string;
}

export interface BrokerSecurity {
  /** Files of `createCertificates`. */
  readonly serverPem: string;
  readonly caPem: string;
  /** Clients must show a certificate of the same authority. */
  readonly clientCertificates?: boolean;
  /** Users of PLAIN, SCRAM-SHA-256 and SCRAM-SHA-512. */
  readonly users?: readonly BrokerUser[];
  /** Keys of the tokens of OAUTHBEARER; the principal is their subject. */
  readonly jwksUrl?: string;
  /** Only what ACLs allow is allowed, except on the listener without encryption. */
  readonly acls?: boolean;
}

/** Kafka reads keys of tokens only from addresses named by this system property. */
export const ALLOWED_URLS = 'org.apache.kafka.sasl.oauthbearer.allowed.urls';

const SCRAM = ['SCRAM-SHA-256', 'SCRAM-SHA-512'];
const security = 'org.apache.kafka.common.security';

/** Arguments of kafka-storage format. */
export const scramArguments = ({ name, password }: BrokerUser): string[] =>
  SCRAM.flatMap((mechanism) => ['--add-scram', `${mechanism}=[name=${name},password=${password}]`]);

/** Lines of server.properties for the listener SASL_SSL. */
export const securityProperties = ({ users = [], ...options }: BrokerSecurity): string => {
  const listener = 'listener.name.sasl_ssl';
  const plainUsers = users.map(({ name, password }) => ` user_${name}="${password}"`).join('');
  const mechanisms = [
    ...(users.length > 0 ? ['PLAIN', ...SCRAM] : []),
    ...(options.jwksUrl === undefined ? [] : ['OAUTHBEARER']),
  ];
  const oauth =
    options.jwksUrl === undefined
      ? []
      : [
          `${listener}.oauthbearer.sasl.jaas.config=${security}.oauthbearer.OAuthBearerLoginModule required;`,
          `${listener}.oauthbearer.sasl.server.callback.handler.class=${security}.oauthbearer.OAuthBearerValidatorCallbackHandler`,
          `${listener}.oauthbearer.sasl.oauthbearer.jwks.endpoint.url=${options.jwksUrl}`,
          `${listener}.oauthbearer.sasl.oauthbearer.expected.audience=kafka`,
        ];
  return [
    `${listener}.ssl.keystore.type=PEM`,
    `${listener}.ssl.keystore.location=${options.serverPem}`,
    `${listener}.ssl.truststore.type=PEM`,
    `${listener}.ssl.truststore.location=${options.caPem}`,
    `${listener}.ssl.client.auth=${options.clientCertificates === true ? 'required' : 'none'}`,
    `${listener}.sasl.enabled.mechanisms=${mechanisms.join()}`,
    `${listener}.plain.sasl.jaas.config=${security}.plain.PlainLoginModule required${plainUsers};`,
    ...SCRAM.map(
      (name) => `${listener}.${name.toLowerCase()}.sasl.jaas.config=${security}.scram.ScramLoginModule required;`,
    ),
    ...oauth,
    ...(options.acls === true
      ? ['authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer', 'super.users=User:ANONYMOUS']
      : []),
    '',
  ].join('\n');
};
