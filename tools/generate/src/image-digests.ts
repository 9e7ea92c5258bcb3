import { readFileSync } from 'node:fs';
import type { ManifestFault } from './manifests.ts';

/** Images that this repository builds. */
const OWN_IMAGES = /^warmline\//;
const DIGEST = /@sha256:[0-9a-f]{64}$/;
/** `FROM image AS stage` and `COPY --from=image` of a Dockerfile, `image: name` of YAML. */
const REFERENCE =
  /^FROM\s+(?:--\S+\s+)*(?<base>\S+)(?:\s+AS\s+(?<stage>\S+))?|^COPY\s+--from=(?<copied>\S+)|^\s*(?:-\s+)?image:\s*["']?(?<image>[^\s"'#]+)/i;

/** Images from elsewhere without a digest: their tag may name other bytes tomorrow. */
export const checkImageDigests = (file: string): ManifestFault[] => {
  const stages = new Set<string>();
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line, n): ManifestFault[] => {
      const { base, stage, copied, image } = REFERENCE.exec(line)?.groups ?? {};
      const name = base ?? copied ?? image;
      const isKnown = name === undefined || stages.has(name) || OWN_IMAGES.test(name) || DIGEST.test(name);
      if (stage !== undefined) stages.add(stage);
      return isKnown ? [] : [{ file, path: `line ${n + 1}`, reason: `${name} has no digest: name:tag@sha256:…` }];
    });
};
