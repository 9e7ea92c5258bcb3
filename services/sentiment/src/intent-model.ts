import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Tokenizer } from '@huggingface/tokenizers';
import { type IntentScores, intentNames } from '@warmline/contracts';
import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { type Gate, type GateWeights, gateOf } from './domain/intents/gate.ts';
import type { IntentInput } from './domain/intents/intent-input.ts';

/** The committed model: its card is model/README.md, how it is made tools/train/intents. */
const MODEL = join(import.meta.dirname, '../model');
const MAX_PIECES = 128;
/** Pieces of the vocabulary that stand before and behind a text. */
const [START, END] = [0, 2];

/** Probabilities of the intents of texts, in their order: softmax of the encoder's logits. */
export interface IntentModel {
  readonly version: string;
  /** ISO 639-1: the languages that it was trained and evaluated on. */
  readonly languages: ReadonlySet<string>;
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
  const { version, languages } = json('model.json') as { readonly version: string; readonly languages: string[] };
  const tokenizer = new Tokenizer(json('tokenizer.json'), json('tokenizer_config.json'));
  const session = await runtime.InferenceSession.create(join(MODEL, 'model.onnx'), {
    // The other processes of the machine need the cores too; threads of the runtime spin while they wait.
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionMode: 'sequential',
  });

  const piecesOf = (text: string): number[] => tokenizer.encode(text, { add_special_tokens: false }).ids;

  /** One at a time: in a batch the scale of the 8-bit activations, and so each score, would depend on the other messages. */
  const readOne = async ({ text, before }: IntentInput): Promise<IntentScores> => {
    const ids = modelInput(piecesOf(text), piecesOf(before));
    const shape = [1, ids.length];
    const { logits } = await session.run({
      input_ids: new runtime.Tensor('int64', ids, shape),
      attention_mask: new runtime.Tensor('int64', new BigInt64Array(ids.length).fill(1n), shape),
    });
    return softmax(logits?.data as Float32Array);
  };

  return {
    version,
    languages: new Set(languages),
    gate: gateOf(json('gate.json') as GateWeights),
    read: async (inputs) => {
      const scores: IntentScores[] = [];
      for (const input of inputs) scores.push(await readOne(input));
      return scores;
    },
  };
};

/**
 * What the encoder was trained to read: `<s> message </s>`, or `<s> message </s> </s> bot turn </s>`. Where there are too many pieces the
 * bot turn loses its beginning, then the message its end.
 */
const modelInput = (message: readonly number[], botTurn: readonly number[]): BigInt64Array => {
  const text = message.slice(0, MAX_PIECES - 2);
  const room = MAX_PIECES - 4 - text.length;
  const before = room > 0 ? botTurn.slice(-room) : [];
  return BigInt64Array.from([START, ...text, END, ...(before.length === 0 ? [] : [END, ...before, END])], BigInt);
};

const softmax = (logits: Float32Array): IntentScores => {
  const most = Math.max(...logits);
  const odds = [...logits].map((logit) => Math.exp(logit - most));
  const sum = odds.reduce((a, b) => a + b, 0);
  const probability = (at: number): number => Math.round(((odds[at] ?? 0) / sum) * 10_000) / 10_000;
  return Object.fromEntries(intentNames.map((name, at) => [name, probability(at)])) as unknown as IntentScores;
};
