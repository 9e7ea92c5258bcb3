import { type EventOf, topics } from '@warmline/contracts';
import { type AnyEvent, deciderStep, type Input, type Stage, stage } from '@warmline/messaging';
import { prepare } from '@warmline/text';
import { type InputEventType, type SmoothedSentiment, sentiment } from './domain/sentiment.ts';
import type { GuidanceReader } from './guidance-reader.ts';
import type { SentimentModel } from './http-model.ts';
import type { IntentReader } from './intent-reader.ts';

/** What is asked of models before a batch is decided. */
export interface Models {
  /** An external model of the sentiment, used before the built-in one. */
  readonly sentiment?: SentimentModel | undefined;
  readonly intents?: IntentReader | undefined;
  /** A language model that judges the guidance of policies. */
  readonly guidance?: GuidanceReader | undefined;
}

type StateOf = (conversationId: string) => SmoothedSentiment | null;

/** The stages of the service, also run by the simulation and the benchmark. Models are asked before a batch is decided. */
export const stages = (models: Models = {}): readonly Stage[] => [
  stage<SmoothedSentiment>({
    name: 'sentiment',
    inputs: [topics.conversation],
    key: 'conversationId',
    step: deciderStep(sentiment),
    ...(Object.values(models).every((model) => model === undefined)
      ? {}
      : { prepare: (inputs: readonly Input[], stateOf: StateOf) => addJudgements(models, inputs, stateOf) }),
  }),
];

/** Customer messages with what the models say of them. A replay reads it from SentimentScored and calls no model. */
const addJudgements = async (models: Models, inputs: readonly Input[], stateOf: StateOf): Promise<readonly Input[]> => {
  const before = statesBefore(inputs, stateOf);
  const [modelScores, intents, guidance] = await Promise.all([
    scoresOf(models.sentiment, inputs),
    intentsOf(models.intents, inputs, before),
    guidanceOf(models.guidance, inputs, before),
  ]);
  return inputs.map((input, i) => {
    const judgements = { modelScore: modelScores[i], intents: intents[i], guidance: guidance[i] };
    const given = Object.entries(judgements).filter(([, judgement]) => judgement !== undefined);
    return given.length === 0 ? input : { ...input, ...Object.fromEntries(given) };
  });
};

/** The results of `ask` for the items that have a question, each in the place of its item. */
const askFor = async <Item, Question, Answer>(
  items: readonly Item[],
  questionOf: (item: Item) => Question | undefined,
  ask: ((questions: readonly Question[]) => Promise<readonly (Answer | undefined)[]>) | undefined,
): Promise<readonly (Answer | undefined)[]> => {
  if (ask === undefined) return [];
  const questions = items.map(questionOf);
  const answers = await ask(questions.filter((question) => question !== undefined));
  let next = 0;
  return questions.map((question) => (question === undefined ? undefined : answers[next++]));
};

const scoresOf = (model: SentimentModel | undefined, inputs: readonly Input[]) =>
  askFor(
    inputs,
    (input) => {
      const own = prepare(customerTextOf(input) ?? '').text;
      return own.trim() === '' ? undefined : own;
    },
    model,
  );

const intentsOf = (
  reader: IntentReader | undefined,
  inputs: readonly Input[],
  before: ReadonlyMap<Input, SmoothedSentiment | null>,
) =>
  askFor(
    inputs,
    (input) => {
      const text = customerTextOf(input);
      return text === undefined ? undefined : { text, botTurn: before.get(input)?.botTurn ?? '' };
    },
    reader,
  );

const guidanceOf = (
  reader: GuidanceReader | undefined,
  inputs: readonly Input[],
  before: ReadonlyMap<Input, SmoothedSentiment | null>,
) =>
  askFor(
    inputs,
    (input) => {
      const [text, state] = [customerTextOf(input), before.get(input)];
      if (text === undefined || state?.policyVersion === undefined || state.withPerson) return undefined;
      const { policyVersion, botTurn = '' } = state;
      return { text, botTurn, tenantId: turnOf(input).tenantId, policyVersion };
    },
    reader,
  );

/** The state of a conversation before each input, as far as the inputs before it in the batch change it. Scores are not in it. */
const statesBefore = (inputs: readonly Input[], stateOf: StateOf): ReadonlyMap<Input, SmoothedSentiment | null> => {
  const states = new Map<string, SmoothedSentiment | null>();
  return new Map(
    inputs.map((input) => {
      const before = states.has(input.key) ? (states.get(input.key) ?? null) : stateOf(input.key);
      states.set(input.key, sentiment.evolve(before, input as EventOf<InputEventType>));
      return [input, before];
    }),
  );
};

const turnOf = ({ data }: AnyEvent) =>
  data as { readonly role: string; readonly text: string; readonly tenantId: string };

const customerTextOf = (event: AnyEvent): string | undefined =>
  event.type === 'MessagePosted' && turnOf(event).role === 'customer' ? turnOf(event).text : undefined;
