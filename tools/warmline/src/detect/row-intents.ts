import { type IntentScores, intentScores } from '@warmline/contracts';
import { type Intents, intentReader, openIntentModel } from '@warmline/sentiment/intents';
import { z } from 'zod';
import { UsageError } from '../errors.ts';
import { eachLine } from '../json-lines.ts';
import type { Conversation } from './conversation-row.ts';

/** What the customer may want, by the place of the turn in the conversation; undefined where nothing was read. */
export type RowIntents = (row: Conversation) => Promise<readonly (Intents | undefined)[]>;

/** The rules alone, as where the runtime of the model is missing. */
const noIntents: RowIntents = async () => [];

/** As the sentiment service reads them. Without the runtime the rules decide alone, which is said once on standard error. */
const modelIntents = (): RowIntents => {
  const opening = openIntentModel((error) =>
    process.stderr.write(`the intent model is not used: ${error instanceof Error ? error.message : String(error)}\n`),
  );
  const read = intentReader(opening, {
    messageRead: () => {},
    failed: (error) => {
      throw error;
    },
  });
  return async ({ conversation }) => {
    const asked = conversation.flatMap(({ role, text }, at) => {
      const before = conversation[at - 1];
      const botTurn = before?.role === 'bot' ? before.text : '';
      return role === 'customer' ? [{ at, text, botTurn }] : [];
    });
    const answers = await read(asked);
    const byTurn: (Intents | undefined)[] = conversation.map(() => undefined);
    for (const [n, { at }] of asked.entries()) byTurn[at] = answers[n];
    return byTurn;
  };
};

const scoredRow = z.object({ id: z.union([z.string(), z.number()]), scores: intentScores });

/** Scores of the last message of each conversation from a file of JSON lines {id, scores}: those of a model that did not see them. */
const fileIntents = (file: string): RowIntents => {
  const read = async (): Promise<ReadonlyMap<string, IntentScores>> => {
    const found = new Map<string, IntentScores>();
    await eachLine(
      file,
      scoredRow,
      ({ id, scores }) => void found.set(String(id), scores),
      (line, why) => {
        throw new UsageError(`${file} line ${line}: ${why}`);
      },
    );
    if (found.size === 0) throw new UsageError(`${file} has no scores`);
    return found;
  };
  let reading: ReturnType<typeof read> | undefined;
  return async ({ id, conversation }) => {
    reading ??= read();
    const scores = (await reading).get(String(id));
    return conversation.map((_, at) =>
      at === conversation.length - 1 && scores !== undefined ? { model: file.slice(-64), gate: 1, scores } : undefined,
    );
  };
};

/** By the model of the sentiment service; from a file; or, for false, none. */
export const rowIntents = (from: string | false | undefined): RowIntents =>
  from === undefined ? modelIntents() : from === false ? noIntents : fileIntents(from);
