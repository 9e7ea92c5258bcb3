import { topics } from '@warmline/contracts';
import { type AnyEvent, deciderStep, type Input, type Stage, stage } from '@warmline/messaging';
import { prepare } from '@warmline/text';
import { sentiment } from './domain/sentiment.ts';
import type { SentimentModel } from './http-model.ts';

/** The stages of the service, also run by the simulation and the benchmark. An external model, if there is one, is called first. */
export const stages = (model?: SentimentModel): readonly Stage[] => [
  stage({
    name: 'sentiment',
    inputs: [topics.conversation],
    key: 'conversationId',
    step: deciderStep(sentiment),
    ...(model === undefined ? {} : { prepare: (inputs: readonly Input[]) => addModelScores(model, inputs) }),
  }),
];

/** Customer messages with the scores that the external model gives to the customer's own words. A replay reads them from SentimentScored and calls no model. */
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
  const own = role === 'customer' ? prepare(text).text : '';
  return own.trim() === '' ? undefined : own;
};
