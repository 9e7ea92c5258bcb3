import { topics } from '@warmline/contracts';
import { type AnyEvent, deciderStep, type Input, type Stage, stage } from '@warmline/messaging';
import { sentiment } from './domain/sentiment.ts';
import type { SentimentModel } from './http-model.ts';

/** What the service runs: by the service itself, by the simulation, by the benchmark. With a model of others, it is asked first. */
export const stages = (model?: SentimentModel): readonly Stage[] => [
  stage({
    name: 'sentiment',
    inputs: [topics.conversation],
    key: 'conversationId',
    step: deciderStep(sentiment),
    ...(model === undefined ? {} : { prepare: (inputs: readonly Input[]) => addModelScores(model, inputs) }),
  }),
];

/** The customers' messages with what the model says of them. A replay reads SentimentScored, which tells the score, and asks nobody. */
const addModelScores = async (model: SentimentModel, inputs: readonly Input[]): Promise<readonly Input[]> => {
  const texts = inputs.map(textOf);
  const judgements = await model(texts.filter((text) => text !== undefined));
  let next = 0;
  return inputs.map((input, i) => {
    const judgement = texts[i] === undefined ? undefined : judgements[next++];
    return judgement === undefined ? input : { ...input, modelScore: judgement };
  });
};

const textOf = ({ type, data }: AnyEvent): string | undefined => {
  if (type !== 'MessagePosted') return undefined;
  const { role, text } = data as { readonly role: string; readonly text: string };
  return role === 'customer' && text.trim() !== '' ? text : undefined;
};
