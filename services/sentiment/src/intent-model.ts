import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Tokenizer } from '@huggingface/tokenizers';
import { type IntentScores, intentNames } from '@warmline/contracts';
import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { type Gate, type GateWeights, gateOf } from './domain/intents/gate.ts';
import type { IntentInput } from './domain/intents/intent-input.ts';

/** The committed model: its card is model/README.md, how it is made tools/train/intents. */
const MODEL = join(import.meta.dirname, '../model');
const MAX_TOKENS = 128;

/** Probabilities of the intents of texts, in their order: softmax of the encoder's logits. */
export interface IntentModel {
  readonly version: string;
  readonly gate: Gate;
  read(inputs: readonly IntentInput[]): Promise<readonly IntentScores[]>;
}

type Runtime = { readonly InferenceSession: typeof InferenceSession; readonly Tensor: typeof Tensor };

/** The runtime is an optional package with libraries for a few platforms. Null where it is not installed or cannot be loaded. */
const loadRuntime = async (onMissing: (error: unknown) => void): Promise<Runtime | null> => {
  try {
    return await import('onnxruntime-node');
  } catch (error) {
    onMissing(error);
    return null;
  }
};

const json = (name: string) => JSON.parse(readFileSync(join(MODEL, name), 'utf8'));

/** Opens the encoder, about 150 ms. Null without its runtime. Rejects where a file of the model is missing or broken. */
export const openIntentModel = async (onMissing: (error: unknown) => void): Promise<IntentModel | null> => {
  const runtime = await loadRuntime(onMissing);
  if (runtime === null) return null;
  const { version } = json('model.json') as { readonly version: string };
  const tokenizer = new Tokenizer(json('tokenizer.json'), json('tokenizer_config.json'));
  const session = await runtime.InferenceSession.create(join(MODEL, 'model.onnx'), {
    // The other processes of the machine need the cores too; threads of the runtime spin while they wait.
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionMode: 'sequential',
  });

  const encode = ({ text, before }: IntentInput): { readonly ids: number[]; readonly types: number[] } => {
    const { ids, token_type_ids: types } = tokenizer.encode(text, {
      return_token_type_ids: true,
      ...(before === '' ? {} : { text_pair: before }),
    });
    return ids.length <= MAX_TOKENS ? { ids, types } : shortened(ids, types);
  };

  /** One at a time: in a batch the scale of the 8-bit activations, and so each score, would depend on the other messages. */
  const readOne = async (input: IntentInput): Promise<IntentScores> => {
    const { ids, types } = encode(input);
    const tensor = (values: readonly number[]): Tensor =>
      new runtime.Tensor('int64', BigInt64Array.from(values, BigInt), [1, values.length]);
    const { logits } = await session.run({
      input_ids: tensor(ids),
      attention_mask: tensor(ids.map(() => 1)),
      token_type_ids: tensor(types),
    });
    return softmax(logits?.data as Float32Array);
  };

  return {
    version,
    gate: gateOf(json('gate.json') as GateWeights),
    read: async (inputs) => {
      const scores: IntentScores[] = [];
      for (const input of inputs) scores.push(await readOne(input));
      return scores;
    },
  };
};

/** Cuts the longer part, as the tokenizer did in training: the second first where both are as long. */
const shortened = (ids: readonly number[], types: readonly number[]) => {
  let first = types.filter((type) => type === 0).length;
  let second = ids.length - first;
  while (first + second > MAX_TOKENS) {
    if (first > second) first--;
    else second--;
  }
  const firstAll = types.filter((type) => type === 0).length;
  // The separator stays at the end of each part.
  const part = (from: number, all: number, kept: number): number[] =>
    kept === 0 ? [] : [...ids.slice(from, from + kept - 1), ids[from + all - 1] ?? 0];
  const secondAll = ids.length - firstAll;
  return {
    ids: [...part(0, firstAll, first), ...part(firstAll, secondAll, second)],
    types: [...Array<number>(first).fill(0), ...Array<number>(second).fill(1)],
  };
};

const softmax = (logits: Float32Array): IntentScores => {
  const most = Math.max(...logits);
  const odds = [...logits].map((logit) => Math.exp(logit - most));
  const sum = odds.reduce((a, b) => a + b, 0);
  const probability = (at: number): number => Math.round(((odds[at] ?? 0) / sum) * 10_000) / 10_000;
  return Object.fromEntries(intentNames.map((name, at) => [name, probability(at)])) as unknown as IntentScores;
};
