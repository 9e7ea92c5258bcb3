import { join, relative, resolve } from 'node:path';
import { checkCompose } from './check-compose.ts';
import { checkImageDigests } from './image-digests.ts';
import { checkManifests } from './manifests.ts';

/** `check-manifests` exits 1 and prints file, path and reason of everything that Kubernetes or Compose would refuse, and of images without a digest. */
const root = resolve(import.meta.dirname, '../../..');
const faults = [
  ...(await checkManifests(join(root, 'k8s/base'))),
  ...checkCompose(join(root, 'docker-compose.yml'), join(root, 'deploy/schemas/compose-spec.json')),
  ...['docker-compose.yml', 'deploy/Dockerfile'].flatMap((file) => checkImageDigests(join(root, file))),
];
for (const { file, path, reason } of faults) console.error(`${relative(root, file)}: ${path} ${reason}`);
process.exitCode = faults.length > 0 ? 1 : 0;
