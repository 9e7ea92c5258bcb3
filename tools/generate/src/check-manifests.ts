import { join, relative, resolve } from 'node:path';
import { checkCompose } from './check-compose.ts';
import { checkManifests } from './manifests.ts';

/** `check-manifests` exits 1 and prints file, path and reason of everything that Kubernetes or Compose would refuse. */
const root = resolve(import.meta.dirname, '../../..');
const faults = [
  ...(await checkManifests(join(root, 'k8s/base'))),
  ...checkCompose(join(root, 'docker-compose.yml'), join(root, 'deploy/schemas/compose-spec.json')),
];
for (const { file, path, reason } of faults) console.error(`${relative(root, file)}: ${path} ${reason}`);
process.exitCode = faults.length > 0 ? 1 : 0;
