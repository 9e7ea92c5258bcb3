import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parse } from 'yaml';
import { completePolicy, type Policy, policySchema, publishedPolicySchema } from './index.ts';

const shipped: Policy = policySchema.parse(
  parse(readFileSync(new URL('../../../deploy/defaults/policy.yaml', import.meta.url), 'utf8')),
);
type Json = Record<string, unknown>;
type Value = readonly [path: string, value: unknown];
/** The shipped policy as JSON with one value replaced, or taken out where it is undefined. */
const withValue = (document: unknown, [key = '', ...rest]: readonly string[], value: unknown): Json => {
  const { [key]: old, ...others } = document as Json;
  const next = rest.length === 0 ? value : withValue(old, rest, value);
  return next === undefined ? others : { ...(document as Json), [key]: next };
};
const documentWith = (...values: readonly Value[]): Json =>
  values.reduce<Json>((document, [path, value]) => withValue(document, path.split('/'), value), {
    ...shipped,
    version: 'tenant-1',
  });
const given = (...values: readonly Value[]) => completePolicy(documentWith(...values), shipped);
const LIMIT_50 = ['thresholds/refund/limit', 50] as const;

describe('a published policy that lacks something', () => {
  test('gets the default of a rule it does not name, and keeps its refund limit', () => {
    const { policy, faults } = given(LIMIT_50, ['rules/stakes.security', undefined]);
    expect(policy).toEqual(documentWith(LIMIT_50));
    expect(faults).toEqual([]);
  });

  test.each([
    'thresholds/repetition/loopAt',
    'thresholds/nearMiss',
    'lists/acronyms',
    'lists/subjectWords/billing',
    'priority/waiting',
    'texts/reasons/legal',
    'texts/shared',
    'playbooks/subjects/general',
    'playbooks/goodwill',
    'issues',
  ])('gets the default of %s', (path) => {
    expect(given(LIMIT_50, [path, undefined]).policy).toEqual(documentWith(LIMIT_50));
  });

  test('does not get back what it chose not to say', () => {
    const silent = documentWith(
      ['thresholds/refund/rates', {}],
      ['lists/phrases', {}],
      ['subjects', {}],
      ['priority/subjects', {}],
      ['texts/offer/reasons', {}],
    );
    expect(completePolicy(silent, shipped).policy).toEqual(silent);
  });

  test('gets the phrases, the subject and the texts of a rule that is newer than it', () => {
    const { policy } = given(
      ['rules/stakes.security', undefined],
      ['subjects', { refund: 'technical' }],
      ['texts/acknowledge/reasons', {}],
    );
    expect(policy.subjects).toEqual({ security: 'technical', refund: 'technical' });
    expect(policy.texts.acknowledge.reasons).toEqual({ security: shipped.texts.acknowledge.reasons.security });
  });

  test('gets no amount of another currency: refunds go to a person and no goodwill is proposed', () => {
    const { policy } = given(['thresholds/refund', { currency: 'JPY' }], ['playbooks/goodwill', undefined]);
    expect(policy.thresholds.refund).toEqual({ currency: 'JPY', limit: 0, rates: {} });
    expect(policy.playbooks.goodwill.limit).toBe(0);
  });
});

describe('a published policy that is wrong somewhere', () => {
  test('is used without a rule that is not known', () => {
    const { policy, faults } = given(LIMIT_50, ['rules/stakes.retired', { enabled: true, verdict: 'offer' }]);
    expect(policy).toEqual(documentWith(LIMIT_50));
    expect(faults).toEqual([{ path: 'rules', message: 'Unrecognized key: "stakes.retired"' }]);
  });

  test('is used without the names in its lists and records that are not known', () => {
    const { policy, faults } = given(
      ['recovery/reasons', ['legal', 'retired', 'refund']],
      ['subjects', { retired: 'billing', legal: 'billing' }],
      ['thresholds/retired', 3],
    );
    expect(policy).toEqual(documentWith(['recovery/reasons', ['legal', 'refund']], ['subjects', { legal: 'billing' }]));
    expect(faults.map(({ path }) => path)).toEqual(['thresholds', 'subjects', 'recovery.reasons.1']);
  });

  test('keeps its refund limit when another threshold is bad', () => {
    const { policy, faults } = given(LIMIT_50, ['thresholds/sessionMinutes', 'long']);
    expect(policy).toEqual(documentWith(LIMIT_50));
    expect(faults.map(({ path }) => path)).toEqual(['thresholds.sessionMinutes']);
  });

  test('loses the values that bound a bad one, and money loses its meaning with its currency', () => {
    const { policy } = given(
      ['thresholds/refund', { limit: 50_000, currency: 'yen', rates: { USD: 150 } }],
      ['playbooks/goodwill/limit', 2_500],
      ['thresholds/emotional', { immediateAt: 9, withinMessages: 0 }],
      ['thresholds/subjectSwitches', 7],
    );
    expect(policy).toEqual(documentWith(['thresholds/subjectSwitches', 7]));
  });

  test('still obeys a customer who asks for a person', () => {
    const { policy, faults } = given(['rules/emotional.human-request', { enabled: false, verdict: 'immediate' }]);
    expect(policy.rules['emotional.human-request']).toEqual({ enabled: true, verdict: 'immediate' });
    expect(faults).toEqual([
      { path: 'rules.emotional.human-request', message: expect.stringContaining('always gets one') },
    ]);
  });

  test('always gives a policy, whatever stands in one place, and keeps its refund limit elsewhere', () => {
    const paths = (value: unknown, above: readonly string[] = []): readonly (readonly string[])[] =>
      typeof value !== 'object' || value === null || Array.isArray(value)
        ? [above]
        : [above, ...Object.entries(value).flatMap(([key, child]) => paths(child, [...above, key]))];
    const places = paths(shipped).filter((path) => path.length > 0 && path[0] !== 'version');
    fc.assert(
      fc.property(fc.constantFrom(...places), fc.jsonValue(), (path, value) => {
        const { policy } = given(LIMIT_50, [path.join('/'), value]);
        expect(policySchema.safeParse(policy).success).toBe(true);
        if (path[0] !== 'thresholds') expect(policy.thresholds.refund.limit).toBe(50);
      }),
    );
  });
});

describe('what may be published', () => {
  const faultsOf = (document: Json) =>
    publishedPolicySchema.safeParse(document).error?.issues.map(({ path }) => path.join('.')) ?? [];

  test('is a document with every section, and what it leaves out stays out', () => {
    const document = documentWith(['rules/stakes.security', undefined], ['lists/acronyms', undefined]);
    expect(publishedPolicySchema.parse(document)).toEqual(document);
    expect(publishedPolicySchema.parse(documentWith())).toEqual(documentWith());
    expect(faultsOf({ version: 'tenant-1' })).toContain('thresholds');
  });

  test.each(['thresholds/sessionMinutes', 'thresholds/botAnswerSeconds'])(
    'is no time that leads beyond what can be stored: %s',
    (path) => {
      expect(faultsOf(documentWith([path, 1e300]))).toEqual([path.replaceAll('/', '.')]);
      expect(faultsOf(documentWith([path, 0]))).toEqual([path.replaceAll('/', '.')]);
    },
  );

  test('is nothing with an unknown name or a bad value', () => {
    expect(faultsOf(documentWith(['rules/stakes.retired', { enabled: true, verdict: 'offer' }]))).toEqual(['rules']);
    expect(faultsOf(documentWith(['thresholds/refund/limit', -1]))).toEqual(['thresholds.refund.limit']);
    expect(faultsOf(documentWith(['lists/profanity/languages', ['en', 'xx']]))).toEqual([
      'lists.profanity.languages.1',
    ]);
    expect(faultsOf(documentWith(['rules/emotional.human-request/verdict', 'offer']))).toEqual([
      'rules.emotional.human-request',
    ]);
  });
});
