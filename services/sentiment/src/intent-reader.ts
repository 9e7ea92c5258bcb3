import type { DataOf, IntentScores } from '@warmline/contracts';
import { languageOf } from '@warmline/text/language';
import { GATE_LANGUAGE } from './domain/intents/gate.ts';
import { type IntentInput, intentInputOf } from './domain/intents/intent-input.ts';
import { windowsOf } from './domain/intents/windows.ts';
import type { IntentModel } from './intent-model.ts';

/** What SentimentScored says of a message. */
export type Intents = NonNullable<DataOf<'SentimentScored'>['intents']>;

export interface Turn {
  readonly text: string;
  /** The turn before it, if it was the bot's; else ''. */
  readonly botTurn: string;
}

/** What the turns of a batch may want, in their order; undefined where there is nothing to read. Rejects only if the model cannot be opened. */
export type IntentReader = (turns: readonly Turn[]) => Promise<readonly (Intents | undefined)[]>;

/** What tells no language may be of any. */
const UNDETERMINED = 'und';
/** Windows of one message that the encoder reads: those the gate suspects most. Bounds the time for a long message. */
const MAX_WINDOWS = 2;

/** Where all windows are as suspect, the first and the last are read: most wishes stand there. */
const endsFirst = (windows: readonly IntentInput[]): IntentInput[] => [
  ...windows.slice(0, 1),
  ...windows.slice(1).slice(-1),
  ...windows.slice(1, -1),
];

const worse = (a: IntentScores, b: IntentScores): IntentScores => (b.none < a.none ? b : a);

export interface IntentObserver {
  readonly messageRead: (by: 'gate' | 'encoder') => void;
  readonly failed: (error: unknown) => void;
}

/**
 * The gate reads every window of an English message, the encoder those that the gate suspects, and all of other languages. The window that is
 * least harmless counts. Without a model there are no intents, nor in a language that it was not evaluated on.
 */
export const intentReader = (
  opening: Promise<IntentModel | null>,
  { messageRead, failed }: IntentObserver,
): IntentReader => {
  const messageOf = ({ languages, gate }: IntentModel, { text, botTurn }: Turn) => {
    const input = intentInputOf(text, botTurn);
    if (input === null) return null;
    const language = languageOf(input.text);
    if (language !== UNDETERMINED && !languages.has(language)) return null;
    const windows = endsFirst(windowsOf(input)).map((window) => ({
      window,
      suspicion: language === GATE_LANGUAGE ? gate.suspicion(window) : 1,
    }));
    const suspect = windows
      .filter(({ suspicion }) => suspicion >= gate.threshold)
      .toSorted((a, b) => b.suspicion - a.suspicion)
      .slice(0, MAX_WINDOWS);
    return {
      gate: Math.max(...windows.map(({ suspicion }) => suspicion)),
      suspect: suspect.map(({ window }) => window),
    };
  };

  return async (turns) => {
    const model = await opening;
    if (model === null) return turns.map(() => undefined);
    const messages = turns.map((turn) => messageOf(model, turn));
    let read: readonly IntentScores[] = [];
    try {
      read = await model.read(messages.flatMap((message): readonly IntentInput[] => message?.suspect ?? []));
    } catch (error) {
      failed(error);
      return turns.map(() => undefined);
    }
    let next = 0;
    return messages.map((message): Intents | undefined => {
      if (message === null) return undefined;
      const from = next;
      next += message.suspect.length;
      const [first, ...others] = read.slice(from, next);
      messageRead(first === undefined ? 'gate' : 'encoder');
      const scores = first === undefined ? {} : { scores: others.reduce(worse, first) };
      return { model: model.version, gate: message.gate, ...scores };
    });
  };
};
