import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { type IntentScores, intentNames } from '@warmline/contracts';
import { type IntentModel, openIntentModel } from './intent-model.ts';
import { type Intents, intentReader } from './intent-reader.ts';

const MODEL = join(import.meta.dirname, '../model');
let model: IntentModel | null = null;
beforeAll(async () => {
  model = await openIntentModel((error) => {
    throw error;
  });
});

const read = async (text: string, botTurn = ''): Promise<Intents | undefined> => {
  const failed = (error: unknown): never => {
    throw error;
  };
  const [intents] = await intentReader(Promise.resolve(model), { messageRead: () => {}, failed })([{ text, botTurn }]);
  return intents;
};
const likeliest = (scores: IntentScores | undefined): string =>
  scores === undefined ? 'none' : intentNames.reduce((most, name) => (scores[name] > scores[most] ? name : most));

test('the files of the model are those that its version names', () => {
  const { version, sha256 } = JSON.parse(readFileSync(join(MODEL, 'model.json'), 'utf8'));
  const found = Object.fromEntries(
    Object.keys(sha256).map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(join(MODEL, name)))
        .digest('hex'),
    ]),
  );
  expect(found).toEqual(sha256);
  expect(version).toBe(`intents-${sha256['model.onnx'].slice(0, 8)}`);
  expect(model?.version).toBe(version);
});

test.each([
  ['somebody emptied my account while I was asleep', 'security'],
  ['you took the money for the gym twice this month', 'billing_dispute'],
  ['please end my membership, I am moving away', 'cancellation'],
  ['is there a living being who could help me out', 'human_request'],
  ['jemand hat mein Konto leergeräumt, während ich schlief', 'security'],
  ['me cobraron dos veces el gimnasio este mes', 'billing_dispute'],
  ['je souhaite mettre fin à mon abonnement, je déménage', 'cancellation'],
  ['ممكن أكلم حد حقيقي من خدمة العملاء؟', 'human_request'],
])('%s is heard as %s', async (text, intent) => {
  expect(likeliest((await read(text))?.scores)).toBe(intent);
});

test.each([
  'what time do you open tomorrow',
  'where can I download last month’s invoice',
  'do these shoes come in blue',
  'I want real human hair extensions',
  'bis wann habt ihr heute geöffnet',
  '¿dónde descargo la factura de octubre?',
  'est-ce que ces chaussures existent en bleu',
  'كم يستغرق التوصيل إلى جدة؟',
])('nothing that a person should hear is in: %s', async (text) => {
  expect(likeliest((await read(text))?.scores)).toBe('none');
});

test('a short answer is read with the bot turn before it', async () => {
  const alone = await read('the second one please');
  const asked = await read('the second one please', 'Would you like to 1) continue with me or 2) speak with an agent?');
  expect(asked?.scores?.human_request ?? 0).toBeGreaterThan(alone?.scores?.human_request ?? 0);
});

test('the whole of a long message is read', async () => {
  const filler = 'The parcel arrived on Monday and the box was brown with a blue label on the left side. '.repeat(60);
  expect(likeliest((await read(`${filler} Somebody stole my credit card and is using it. ${filler}`))?.scores)).toBe(
    'security',
  );
});

test('of a long message in another language the beginning and the end are read', async () => {
  const filler = 'Das Paket kam am Montag an, der Karton war braun und hatte links ein blaues Etikett. '.repeat(40);
  const wish = 'Jemand hat meine Kreditkarte gestohlen und kauft damit ein.';
  for (const text of [`${wish} ${filler}`, `${filler} ${wish}`])
    expect(likeliest((await read(text))?.scores)).toBe('security');
});

test('the probabilities of a message add up to one', async () => {
  const { scores } = (await read('my card was stolen')) ?? {};
  const sum = Object.values(scores ?? {}).reduce((a, b) => a + b, 0);
  expect(sum).toBeCloseTo(1, 2);
});

test.each(['', '4711', '👋', 'ik wil graag met een medewerker van de klantenservice spreken', '我想和客服人员通话'])(
  'a message without words of a language that the model knows is not judged: %j',
  async (text) => expect(await read(text)).toBeUndefined(),
);

test('a message in a batch scores as it does alone', async () => {
  const texts = ['my card was stolen', 'cancel my subscription, I am done with you', 'agent'];
  const inputs = texts.map((text) => ({ text, before: '' }));
  const together = await model?.read(inputs);
  for (const [i, input] of inputs.entries()) {
    const [alone] = (await model?.read([input])) ?? [];
    for (const name of intentNames) expect(together?.[i]?.[name]).toBe(alone?.[name]);
  }
});

test('without a model no message has intents', async () => {
  const reader = intentReader(Promise.resolve(null), { messageRead: () => {}, failed: () => {} });
  expect(await reader([{ text: 'my card was stolen', botTurn: '' }])).toEqual([undefined]);
});

test('a model that fails leaves the messages without intents and tells it', async () => {
  const faults: unknown[] = [];
  const broken = {
    version: 'v',
    languages: new Set(['en']),
    gate: { threshold: 0, suspicion: () => 1 },
    read: () => Promise.reject(new Error('no memory')),
  };
  const reader = intentReader(Promise.resolve(broken), {
    messageRead: () => {},
    failed: (error) => faults.push(error),
  });
  expect(await reader([{ text: 'my card was stolen', botTurn: '' }])).toEqual([undefined]);
  expect(faults).toHaveLength(1);
});
