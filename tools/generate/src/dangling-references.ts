import { z } from 'zod';

const labels = z.record(z.string(), z.string());
const selectingKind = z.object({
  kind: z.enum(['Service', 'PodDisruptionBudget', 'Deployment']),
  metadata: z.object({ name: z.string() }),
  spec: z.object({
    selector: z.union([z.object({ matchLabels: labels }).transform((s) => s.matchLabels), labels]),
    template: z.object({ metadata: z.object({ labels }) }).optional(),
  }),
});
const configured = z.object({ kind: z.literal('ConfigMap'), metadata: z.object({ name: z.string() }) });

/** The names in `configMapRef`, anywhere in a document. */
const configMapsOf = (value: unknown): string[] => {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) =>
    key === 'configMapRef' ? [String(part.name)] : configMapsOf(part),
  );
};

/** Faults that schemas cannot detect: selectors without a pod, references to missing configuration. Returns [document, reason]. */
export const danglingReferences = (documents: readonly unknown[]): [document: string, reason: string][] => {
  const selectors = documents.flatMap((d) => selectingKind.safeParse(d).data ?? []);
  const pods = selectors.map((d) => d.spec.template?.metadata.labels).filter((pod) => pod !== undefined);
  const maps = documents.flatMap((d) => configured.safeParse(d).data?.metadata.name ?? []);
  const fits = (selector: Record<string, string>, pod: Record<string, string>): boolean =>
    Object.entries(selector).every(([name, value]) => pod[name] === value);
  return [
    ...selectors
      .filter(
        ({ spec }) => !(spec.template ? [spec.template.metadata.labels] : pods).some((p) => fits(spec.selector, p)),
      )
      .map((d): [string, string] => [`${d.kind}/${d.metadata.name}`, 'selects no pod']),
    ...documents
      .flatMap(configMapsOf)
      .filter((name) => !maps.includes(name))
      .map((name): [string, string] => [`ConfigMap/${name}`, 'is referred to and not there']),
  ];
};
