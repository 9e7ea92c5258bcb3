import { GATE_LANGUAGE, type GateWeights, gateOf, openIntentModel } from '@warmline/sentiment/intents';
import { languageOf } from '@warmline/text/language';
import { fitGate, type GateRow } from './fit-gate.ts';
import type { IntentRow } from './intent-rows.ts';

/** The encoder raises a message from this probability on that a person should hear it: the lowest threshold of the default policy. */
const RAISED_FROM = 0.2;
/** Share of what the encoder raises that the gate must let pass, on sources that it was not fitted to. */
const RECALL = 0.995;
/** Printed beside it: what a lower recall would save. */
const OTHER_RECALLS = [0.998, 0.99, 0.98, 0.97, 0.95] as const;
const MIN_ROWS = 80;

type JudgedRow = GateRow & { readonly isHarmless: boolean; readonly probability: number };

/** Fits the gate to what the encoder and the authors of the rows hear; its threshold reaches the recall on sources left out. */
export const fitGateTo = async (all: readonly IntentRow[], print: (line: string) => void): Promise<GateWeights> => {
  const rows = all.filter(({ text }) => languageOf(text) === GATE_LANGUAGE);
  const model = await openIntentModel((error) => {
    throw error;
  });
  const scores = (await model?.read(rows)) ?? [];
  const judged: JudgedRow[] = rows.map((row, i) => {
    const probability = 1 - (scores[i]?.none ?? 1);
    const isLabelled = row.label !== 'none' && row.strength === 'strong';
    const { source, text, before } = row;
    const isHarmless = row.label === 'none';
    return { source, text, before, isHarmless, probability, isRaised: probability >= RAISED_FROM || isLabelled };
  });
  const sizes = Map.groupBy(judged, ({ source }) => source);
  const sources = [...sizes].filter(([, those]) => those.length >= MIN_ROWS).map(([source]) => source);
  const unseen = sources.flatMap((source) => {
    const gate = gateOf(
      fitGate(
        judged.filter((row) => row.source !== source),
        0,
      ),
    );
    return judged.filter((row) => row.source === source).map((row) => ({ ...row, suspicion: gate.suspicion(row) }));
  });
  const raised = unseen
    .filter(({ probability }) => probability >= RAISED_FROM)
    .map(({ suspicion }) => suspicion)
    .sort((a, b) => a - b);
  const harmless = unseen.filter(({ isHarmless }) => isHarmless);
  const thresholdFor = (recall: number): number => raised[Math.floor(raised.length * (1 - recall))] ?? 0;
  for (const recall of [RECALL, ...OTHER_RECALLS]) {
    const passed = harmless.filter(({ suspicion }) => suspicion >= thresholdFor(recall)).length;
    print(
      `gate: from ${thresholdFor(recall)} on it passes ${(recall * 100).toFixed(1)} % of ${raised.length} raised and ${((100 * passed) / harmless.length).toFixed(1)} % of ${harmless.length} harmless messages of ${sources.length} sources it was not fitted to`,
    );
  }
  return fitGate(judged, thresholdFor(RECALL));
};
