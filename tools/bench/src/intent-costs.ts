import { escalation, loadPolicy } from '@warmline/escalation-detection/detect';
import { deciderStep } from '@warmline/messaging/decider';
import { intentInputOf, intentReader, openIntentModel } from '@warmline/sentiment/intents';
import { score } from '@warmline/sentiment/score';
import { HARMLESS_SENTENCES } from './harmless-sentences.ts';

export interface IntentCosts {
  /** Messages a second of one core's processor time: score, gate, and the encoder where the gate suspects something. */
  readonly harmlessPerSecond: number;
  /** Share of the harmless messages that the encoder reads. */
  readonly harmlessReadShare: number;
  readonly gatePerSecond: number;
  readonly encoderMs: number;
  /** Messages a second, sentiment and gate included, where the encoder reads one in five. */
  readonly mixedPerSecond: number;
  /** Sentiment, intents and verdict of one message of so many characters, milliseconds of processor time; the slowest text. */
  readonly long: readonly { readonly characters: number; readonly ms: number }[];
  readonly residentMb: number;
}

const POLICY = new URL('../../../deploy/defaults/policy.yaml', import.meta.url).pathname;
const SECONDS = 3;
const LENGTHS = [8_000, 65_536] as const;
/** Parts that long messages repeat: words, a log, one letter, another script, a wish. */
const PARTS = [
  'and then the parcel came on Monday ',
  '10:00:01 INFO worker 7 is idle\n',
  'x',
  'مرحبا ',
  'cancel my account ',
];

/** Milliseconds of processor time of this process: the encoder runs on a thread of its own. */
const cpuTime = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};

const perSecond = async (work: (round: number) => Promise<number>): Promise<number> => {
  const measure = async (seconds: number): Promise<number> => {
    const began = cpuTime();
    let messages = 0;
    for (let round = 0; cpuTime() - began < seconds * 1_000; round++) messages += await work(round);
    return messages / ((cpuTime() - began) / 1_000);
  };
  await measure(1);
  return Math.round(await measure(SECONDS));
};

/** What the intents of a message cost. Undefined without the runtime of the model. */
export const measureIntents = async (): Promise<IntentCosts | undefined> => {
  const opening = openIntentModel(() => {});
  const model = await opening;
  if (model === null) return undefined;
  let byEncoder = 0;
  let all = 0;
  const read = intentReader(opening, {
    messageRead: (by) => {
      all += 1;
      if (by === 'encoder') byEncoder += 1;
    },
    failed: (error) => {
      throw error;
    },
  });
  const sentences = HARMLESS_SENTENCES.map((text) => ({ text, botTurn: '' }));
  const harmlessPerSecond = await perSecond(async () => {
    for (const { text } of sentences) score(text);
    await read(sentences);
    return sentences.length;
  });
  const harmlessReadShare = byEncoder / all;
  const inputs = sentences.flatMap(({ text }) => intentInputOf(text, '') ?? []);
  const gatePerSecond = await perSecond(async () => {
    for (const input of inputs) model.gate.suspicion(input);
    return inputs.length;
  });
  const encoderMs = 1_000 / (await perSecond(async () => (await model.read(inputs.slice(0, 50))).length));
  const passed = sentences.filter(
    (_, i) => (inputs[i] === undefined ? 0 : model.gate.suspicion(inputs[i])) < model.gate.threshold,
  );
  const suspected = sentences.filter((sentence) => !passed.includes(sentence));
  const mixed = Array.from({ length: 100 }, (_, i) => (i % 5 === 0 ? suspected : passed)).map(
    (among, i) => among[i % among.length] ?? { text: '', botTurn: '' },
  );
  const mixedPerSecond = await perSecond(async () => {
    for (const { text } of mixed) score(text);
    await read(mixed);
    return mixed.length;
  });
  const { step } = deciderStep(escalation(loadPolicy(POLICY)));
  const place = { conversationId: 'c', tenantId: 'bench' };
  const started = { ...place, seq: 1, channel: 'web', externalId: 'x', policyVersion: 'p', hasBot: true };
  const context = { id: (name: string) => name };
  const { state } = step(null, { type: 'ConversationStarted', id: 's', at: 0, data: started }, context);
  const long: { characters: number; ms: number }[] = [];
  for (const characters of LENGTHS) {
    let ms = 0;
    for (const part of PARTS) {
      const text = part.repeat(Math.ceil(characters / part.length)).slice(0, characters);
      const data = { ...place, seq: 2, messageId: 'm', role: 'customer', text, epoch: 1 };
      const judge = async (): Promise<number> => {
        const began = cpuTime();
        score(text);
        await read([{ text, botTurn: '' }]);
        step(state, { type: 'MessagePosted', id: 'm', at: 1, data }, context);
        return cpuTime() - began;
      };
      // The first time the compiler is measured too.
      await judge();
      ms = Math.max(ms, await judge());
    }
    long.push({ characters, ms });
  }
  const residentMb = process.memoryUsage().rss / 2 ** 20;
  return { harmlessPerSecond, harmlessReadShare, gatePerSecond, encoderMs, mixedPerSecond, long, residentMb };
};

export const intentTable = (costs: IntentCosts): string =>
  [
    '| intents | |',
    '| --- | ---: |',
    `| harmless messages a second, gate and encoder included | ${costs.harmlessPerSecond} |`,
    `| of them read by the encoder | ${(100 * costs.harmlessReadShare).toFixed(1)} % |`,
    `| messages a second, one in five read by the encoder | ${costs.mixedPerSecond} |`,
    `| the gate alone, messages a second | ${costs.gatePerSecond} |`,
    `| the encoder alone, ms a message | ${costs.encoderMs.toFixed(2)} |`,
    ...costs.long.map(({ characters, ms }) => `| ${characters} characters of anything, ms | ${ms.toFixed(1)} |`),
    `| resident memory of this process, MB | ${costs.residentMb.toFixed(0)} |`,
  ].join('\n');
