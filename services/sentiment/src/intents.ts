export {
  GATE_BUCKETS,
  GATE_LANGUAGE,
  type Gate,
  type GateWeights,
  gateBuckets,
  gateOf,
} from './domain/intents/gate.ts';
export { type IntentInput, intentInputOf } from './domain/intents/intent-input.ts';
export { openIntentModel } from './intent-model.ts';
export { type IntentReader, type Intents, intentReader } from './intent-reader.ts';
