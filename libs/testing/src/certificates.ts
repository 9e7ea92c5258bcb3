import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Files in PEM format. */
export interface Certificates {
  readonly caFile: string;
  /** Key and certificate of the broker, for 127.0.0.1 and kafka.test. */
  readonly serverPem: string;
  readonly clientCertFile: string;
  readonly clientKeyFile: string;
}

const openssl = (folder: string, args: readonly string[]): void => {
  const { status, stderr, error } = spawnSync('openssl', args, { cwd: folder, encoding: 'utf8' });
  if (status !== 0)
    throw new Error(`openssl ${args[0]} failed (apt-get install -y openssl): ${error?.message ?? stderr}`);
};

/** An authority of its own, with certificates of a broker and of a client, in a folder. */
export const createCertificates = (folder: string): Certificates => {
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
  const ca = ['-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=Test authority'];
  openssl(folder, ['req', '-x509', ...key, ...ca, '-addext', 'basicConstraints=critical,CA:true']);
  const issue = (name: string, subject: string, extension: string): void => {
    const files = ['-keyout', `${name}.key`, '-out', `${name}.crt`];
    const issuer = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-subj', subject, '-addext', extension];
    openssl(folder, ['req', '-x509', ...key, ...files, ...issuer, '-addext', 'basicConstraints=critical,CA:false']);
  };
  issue('server', '/CN=kafka.test', 'subjectAltName=IP:127.0.0.1,DNS:kafka.test');
  issue('client', '/CN=client.test', 'extendedKeyUsage=clientAuth');
  const at = (name: string): string => join(folder, name);
  writeFileSync(at('server.pem'), readFileSync(at('server.key'), 'utf8') + readFileSync(at('server.crt'), 'utf8'));
  return {
    caFile: at('ca.pem'),
    serverPem: at('server.pem'),
    clientCertFile: at('client.crt'),
    clientKeyFile: at('client.key'),
  };
};
