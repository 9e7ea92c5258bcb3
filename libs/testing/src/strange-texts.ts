import type { TopicDefinition } from '@warmline/contracts';
import type { AnyEvent, Context, StepResult } from '@warmline/messaging/decider';

/** Texts that strangers send: names every object inherits, what databases cannot store, what turns or bloats a text, and nothing. */
export const STRANGE_TEXTS: readonly string[] = [
  'constructor',
  '__proto__',
  'toString',
  'hasOwnProperty',
  'My constructor cancelled the order, I want to speak to a human',
  'null \u0000 byte',
  'half \ud83d character',
  'turned \u202e around',
  'a/b:c|d',
  'x'.repeat(64 * 1_024),
  '   ',
  '',
];

/** A value with one text, or one name in a map, replaced by a strange one. */
export interface StrangeVariant {
  /** Where the text stands, such as `customer.name`. */
  readonly path: string;
  readonly text: string;
  readonly value: unknown;
}

/** Every variant of a JSON value with one of its texts replaced, and with one more entry of a strange name in each object. */
export function* strangeVariants(value: unknown, path: readonly string[] = []): Generator<StrangeVariant> {
  if (typeof value === 'string') for (const text of STRANGE_TEXTS) yield { path: path.join('.'), text, value: text };
  if (typeof value !== 'object' || value === null) return;
  const isList = Array.isArray(value);
  const entries = Object.entries(value);
  const rebuilt = (parts: readonly (readonly [string, unknown])[]): unknown =>
    isList ? parts.map(([, part]) => part) : Object.fromEntries(parts);
  for (const [n, [name, part]] of entries.entries())
    for (const variant of strangeVariants(part, [...path, name]))
      yield { ...variant, value: rebuilt(entries.with(n, [name, variant.value])) };
  if (isList) return;
  for (const text of STRANGE_TEXTS)
    yield { path: [...path, '(name)'].join('.'), text, value: rebuilt([...entries, [text, entries[0]?.[1] ?? 'x']]) };
}

/** An input with the check its data passes before any rule sees it. */
export interface CheckedInput {
  readonly type: string;
  readonly sample: unknown;
  readonly schema: { safeParse(data: unknown): { readonly success: boolean; readonly data?: unknown } };
}

/** Every event of the topics, in the order they are declared. */
export const inputsOf = (topics: readonly TopicDefinition[]): CheckedInput[] =>
  topics.flatMap((topic) =>
    Object.entries(topic.events).map(([type, { sample, schema }]) => ({ type, sample, schema })),
  );

/**
 * Where a step throws on an input that passes its check, as messages: each strange variant of each input, on no state and on the state
 * that all inputs in order lead to.
 */
export const throwsOnStrangeTexts = (
  inputs: readonly CheckedInput[],
  step: (state: unknown, event: AnyEvent, context: Context) => StepResult<unknown>,
): string[] => {
  const at = 1_760_000_000_000;
  const eventOf = (type: string, data: unknown, n: number): AnyEvent => ({
    type,
    id: `e-${n}`,
    at: at + n * 1_000,
    data,
  });
  const context: Context = { id: (name) => name };
  const states: unknown[] = [null];
  for (const [n, { type, sample }] of inputs.entries())
    states.push(step(states.at(-1) ?? null, eventOf(type, sample, n), context).state);
  const fullest = states.findLast((state) => state !== null) ?? null;
  const faults = new Set<string>();
  for (const { type, sample, schema } of inputs)
    for (const { path, text, value } of strangeVariants(sample)) {
      const parsed = schema.safeParse(value);
      if (!parsed.success) continue;
      for (const state of [null, fullest])
        try {
          step(state, eventOf(type, parsed.data, inputs.length), context);
        } catch (error) {
          faults.add(`${type} ${path} = ${JSON.stringify(text.slice(0, 40))}: ${String(error)}`);
        }
    }
  return [...faults];
};
