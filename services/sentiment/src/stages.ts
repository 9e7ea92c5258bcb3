import { topics } from '@warmline/contracts';
import { type AnyEvent, deciderStep, type Input, type Stage, stage } from '@warmline/messaging';
import { prepare } from '@warmline/text';
import { type SmoothedSentiment, sentiment } from './domain/sentiment.ts';
import type { SentimentModel } from './http-model.ts';
import type { IntentReader } from './intent-reader.ts';

/** What is asked of models before a batch is decided. */
export interface Models {
  /** An external model of the sentiment, used before the built-in one. */
  readonly sentiment?: SentimentModel | undefined;
  readonly intents?: IntentReader | undefined;
}

type StateOf = (conversationId: string) => SmoothedSentiment | null;

/** The stages of the service, also run by the simulation and the benchmark. Models are asked before a batch is decided. */
export const stages = (models: Models = {}): readonly Stage[] => [
  stage<SmoothedSentiment>({
    name: 'sentiment',
    inputs: [topics.conversation],
    key: 'conversationId',
    step: deciderStep(sentiment),
    ...(models.sentiment === undefined && models.intents === undefined
      ? {}
      : { prepare: (inputs: readonly Input[], stateOf: StateOf) => addJudgements(models, inputs, stateOf) }),
  }),
];

/** Customer messages with what the models say of them. A replay reads it from SentimentScored and calls no model. */
const addJudgements = async (models: Models, inputs: readonly Input[], stateOf: StateOf): Promise<readonly Input[]> => {
  const [modelScores, intents] = await Promise.all([
    scoresOf(models.sentiment, inputs),
    intentsOf(models.intents, inputs, stateOf),
  ]);
  return inputs.map((input, i) => {
    const [modelScore, wanted] = [modelScores[i], intents[i]];
    if (modelScore === undefined && wanted === undefined) return input;
    return {
      ...input,
      ...(modelScore === undefined ? {} : { modelScore }),
      ...(wanted === undefined ? {} : { intents: wanted }),
    };
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

const intentsOf = (reader: IntentReader | undefined, inputs: readonly Input[], stateOf: StateOf) => {
  const botTurns = new Map<string, string>();
  return askFor(
    inputs,
    (input) => {
      if (input.type !== 'MessagePosted') return undefined;
      const botTurn = botTurns.get(input.key) ?? stateOf(input.key)?.botTurn ?? '';
      const { role, text } = turnOf(input);
      botTurns.set(input.key, role === 'bot' ? text : '');
      return role === 'customer' ? { text, botTurn } : undefined;
    },
    reader,
  );
};

const turnOf = ({ data }: AnyEvent) => data as { readonly role: string; readonly text: string };

const customerTextOf = (event: AnyEvent): string | undefined =>
  event.type === 'MessagePosted' && turnOf(event).role === 'customer' ? turnOf(event).text : undefined;
