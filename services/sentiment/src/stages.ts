import { topics } from '@warmline/contracts';
import { type Anything, decided, type Input, type Stage, stage } from '@warmline/messaging';
import { sentiment } from './domain/sentiment.ts';
import type { Model } from './model-over-http.ts';

/** What the service runs: by the service itself, by the simulation, by the benchmark. With a model of others, it is asked first. */
export const stages = (model?: Model): readonly Stage[] => [
  stage({
    name: 'sentiment',
    inputs: [topics.conversation],
    key: 'conversationId',
    step: decided(sentiment),
    ...(model === undefined ? {} : { prepare: (inputs: readonly Input[]) => judged(model, inputs) }),
  }),
];

/** The customers' messages with what the model says of them. A replay reads SentimentScored, which tells the score, and asks nobody. */
const judged = async (model: Model, inputs: readonly Input[]): Promise<readonly Input[]> => {
  const texts = inputs.map(textOf);
  const judgements = await model(texts.filter((text) => text !== undefined));
  let next = 0;
  return inputs.map((input, i) => {
    const judgement = texts[i] === undefined ? undefined : judgements[next++];
    return judgement === undefined ? input : { ...input, judged: judgement };
  });
};

const textOf = ({ type, data }: Anything): string | undefined => {
  if (type !== 'MessagePosted') return undefined;
  const { role, text } = data as { readonly role: string; readonly text: string };
  return role === 'customer' && text.trim() !== '' ? text : undefined;
};
