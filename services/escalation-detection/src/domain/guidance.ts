import type { DataOf, Evidence, GuidanceEntry, Policy } from '@warmline/contracts';

type Guidance = DataOf<'SentimentScored'>['guidance'];

/**
 * The entries of the pinned policy that a model said apply to a message, those that hand off first. None where no model judged it,
 * or by the guidance of another version: an id may say something else there.
 */
export const matchedGuidance = (guidance: Guidance, policy: Policy): readonly GuidanceEntry[] => {
  if (guidance === undefined || guidance.policyVersion !== policy.version) return [];
  const matched = policy.guidance.filter(({ id }) => guidance.matched.includes(id));
  return [
    ...matched.filter(({ verdict }) => verdict === 'immediate'),
    ...matched.filter((one) => one.verdict === 'offer'),
  ];
};

/** The situations that evidence names, in the words of the policy. */
export const situationsOf = (
  evidence: readonly { readonly guidance?: { readonly id: string } | undefined }[],
  policy: Policy,
): string[] => {
  const ids = new Set(evidence.map(({ guidance }) => guidance?.id));
  return policy.guidance.filter(({ id }) => ids.has(id)).map(({ when }) => when);
};

export const guidanceIds = (evidence: readonly Pick<Evidence, 'guidance'>[]): string[] =>
  evidence.flatMap(({ guidance }) => (guidance === undefined ? [] : [guidance.id]));
