import { z } from 'zod';
import { humanRequestFault, keepsHumanRequest, type Policy, policySchema } from './escalation-policy.ts';
import { escalationRules, ruleIds } from './escalation-rules.ts';
import { ownValue } from './own-value.ts';

type Mapping = Readonly<Record<string, unknown>>;
type Path = readonly PropertyKey[];

/** A policy as somebody published it: each value is valid, and what it leaves out is the installation's default. */
export type PublishedPolicy = Mapping & { readonly version: string };

/** A value of a published policy that is not used: where it stands and why. */
export interface PolicyFault {
  readonly path: string;
  readonly message: string;
}

const isMapping = (value: unknown): value is Mapping =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const withoutDefault = (schema: z.ZodType): z.ZodType =>
  schema instanceof z.ZodDefault ? withoutDefault(schema.unwrap() as z.ZodType) : schema;

/**
 * The named parts of a schema: fields of an object, or keys of a record that must have them all. Null for a leaf: a value, a list,
 * or a record whose missing keys mean something (a reason without a text of its own, a currency without a rate).
 */
const partsOf = (schema: z.ZodType): ReadonlyMap<string, z.ZodType> | null => {
  const bare = withoutDefault(schema);
  if (bare instanceof z.ZodObject) return new Map(Object.entries(bare.shape as Record<string, z.ZodType>));
  if (!(bare instanceof z.ZodRecord) || bare.def.partial === true || !(bare.keyType instanceof z.ZodEnum)) return null;
  const part = bare.valueType as z.ZodType;
  return new Map(bare.keyType.options.map((key) => [String(key), part]));
};

/** The same schema with every part optional and no default filled in: a document says only what it says. */
const optionalParts = (schema: z.ZodType): z.ZodType => {
  const parts = partsOf(schema);
  if (parts === null) return withoutDefault(schema);
  return z.strictObject(Object.fromEntries([...parts].map(([key, part]) => [key, optionalParts(part).optional()])));
};

const rules = optionalParts(policySchema.shape.rules).refine(
  (given) => keepsHumanRequest(given as object),
  humanRequestFault,
);
const sections = Object.entries(policySchema.shape as Record<string, z.ZodType>).map(
  ([name, schema]) => [name, name === 'rules' ? rules : optionalParts(schema), schema instanceof z.ZodDefault] as const,
);
const anyDocument = z.strictObject(Object.fromEntries(sections.map(([name, schema]) => [name, schema.optional()])));

/**
 * What may be published. Unknown names and bad values are refused, and so is a document without one of the sections. A section may
 * leave out rules, thresholds, lists or texts, so a document from before a rule existed can be published again.
 */
export const publishedPolicySchema = z
  .strictObject(
    Object.fromEntries(sections.map(([name, schema, hasDefault]) => [name, hasDefault ? schema.optional() : schema])),
  )
  .superRefine((document, context) => {
    for (const path of unstorableTexts(document, []))
      context.addIssue({ code: 'custom', path: [...path], message: 'may not hold U+0000 or half a character' });
  }) as unknown as z.ZodType<PublishedPolicy>;

/** Where texts or names hold what a database cannot store as text. */
const unstorableTexts = (value: unknown, path: Path): Path[] => {
  if (typeof value === 'string') return value.includes('\u0000') || !value.isWellFormed() ? [path] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => [
    ...unstorableTexts(key, [...path, key]),
    ...unstorableTexts(part, [...path, key]),
  ]);
};

/** Values that bound one another (a limit and its currency, a number and its window): an object without parts of parts. */
const isUnit = (schema: z.ZodType): boolean =>
  withoutDefault(schema) instanceof z.ZodObject &&
  [...(partsOf(schema)?.values() ?? [])].every((part) => partsOf(part) === null);

/** What a fault costs: the innermost unit around it, or the one value where it stands in none. */
const unitAround = (path: Path): Path => {
  let schema: z.ZodType | undefined = policySchema;
  const unit: PropertyKey[] = [];
  for (const key of path) {
    const parts: ReadonlyMap<string, z.ZodType> | null = schema === undefined ? null : partsOf(schema);
    if (schema === undefined || parts === null || (unit.length > 0 && isUnit(schema))) break;
    unit.push(key);
    schema = parts.get(String(key));
  }
  return unit;
};

const without = (value: unknown, [key, ...rest]: Path): unknown => {
  if (Array.isArray(value)) return value.filter((_, index) => index !== key);
  if (key === undefined || !isMapping(value) || !Object.hasOwn(value, key)) return value;
  const { [String(key)]: old, ...others } = value;
  return rest.length === 0 ? others : { ...others, [String(key)]: without(old, rest) };
};

/** Names that are no longer known are left out one by one: a rule, a field, a reason in a list. All else costs its unit. */
const cutsOf = (issue: z.core.$ZodIssue): readonly Path[] => {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => [...issue.path, key]);
  const isListed = issue.code === 'invalid_value' && typeof issue.path.at(-1) === 'number';
  return [isListed ? issue.path : unitAround(issue.path)];
};

/** The document without what is wrong in it. Ends: every round takes something away, and an empty document is valid. */
const withoutFaults = (document: Mapping, faults: PolicyFault[]): Mapping => {
  const parsed = anyDocument.safeParse(document);
  if (parsed.success) return parsed.data;
  let rest: unknown = document;
  for (const { path, message } of parsed.error.issues) faults.push({ path: path.join('.'), message });
  for (const cut of parsed.error.issues.flatMap(cutsOf).reverse()) rest = without(rest, cut);
  return withoutFaults(rest as Mapping, faults);
};

/** Rules the document does not name, and the reasons that only these give. */
const newerNames = (document: Mapping): ReadonlySet<string> => {
  const named = isMapping(document.rules) ? document.rules : {};
  const newer = ruleIds.filter((id) => !Object.hasOwn(named, id));
  const knownReasons = new Set<string>(
    ruleIds.filter((id) => !newer.includes(id)).map((id) => escalationRules[id].reason),
  );
  return new Set([...newer, ...newer.map((id) => escalationRules[id].reason).filter((r) => !knownReasons.has(r))]);
};

const isKeyedByRuleOrReason = (schema: z.ZodType): boolean =>
  schema instanceof z.ZodRecord &&
  schema.keyType instanceof z.ZodEnum &&
  ['emotional.human-request', 'human_request'].some((name) => (schema.keyType as z.ZodEnum).options.includes(name));

const complete = (schema: z.ZodType, given: unknown, shipped: unknown, newer: ReadonlySet<string>): unknown => {
  if (given === undefined) return shipped;
  if (!isMapping(given) || !isMapping(shipped)) return given;
  const parts = partsOf(schema);
  if (parts !== null)
    return Object.fromEntries(
      [...parts].map(([key, part]) => [key, complete(part, ownValue(given, key), ownValue(shipped, key), newer)]),
    );
  if (!isKeyedByRuleOrReason(withoutDefault(schema))) return given;
  return { ...Object.fromEntries(Object.entries(shipped).filter(([key]) => newer.has(key))), ...given };
};

const refundOf = (document: Mapping): unknown =>
  isMapping(document.thresholds) ? document.thresholds.refund : undefined;

/** Shipped amounts hold in the shipped currency. In another one what lacks is strict: every refund goes to a person, no goodwill. */
const defaultsIn = (currency: unknown, shipped: Policy): Policy =>
  currency === undefined || currency === shipped.thresholds.refund.currency
    ? shipped
    : {
        ...shipped,
        thresholds: { ...shipped.thresholds, refund: { ...shipped.thresholds.refund, limit: 0, rates: {} } },
        playbooks: { ...shipped.playbooks, goodwill: { ...shipped.playbooks.goodwill, limit: 0 } },
      };

/**
 * The policy of a published document, whenever it was published: it keeps all it says, and what it lacks is the shipped default.
 * A name that is no longer known is left out. A bad value costs the values that bound it and no others (ADR 0017), so that one
 * fault never replaces a whole policy. Every fault is reported. Always gives a policy; O(size of the document) a fault.
 */
export const completePolicy = (
  document: Mapping,
  shipped: Policy,
): { readonly policy: Policy; readonly faults: readonly PolicyFault[] } => {
  const faults: PolicyFault[] = [];
  const valid = withoutFaults(document, faults);
  const refund = refundOf(valid);
  const lostCurrency = refund === undefined && document.thresholds !== undefined && refundOf(document) !== refund;
  const kept = lostCurrency ? (without(valid, ['playbooks', 'goodwill']) as Mapping) : valid;
  const defaults = defaultsIn(isMapping(refund) ? refund.currency : undefined, shipped);
  return { policy: policySchema.parse(complete(policySchema, kept, defaults, newerNames(document))), faults };
};
