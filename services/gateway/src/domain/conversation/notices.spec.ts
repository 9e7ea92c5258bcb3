import { describe, expect, test } from '@jest/globals';
import { suggestedGreeting } from '../desk/greeting.ts';
import {
  assignedTo,
  chooses,
  given,
  message,
  payload,
  requested,
  returnedBy,
  starts,
  writes,
} from '../story.fixtures.ts';

/** Each text of the gateway is checked in every language by the specs of @warmline/locale; here, that the customer's language counts. */
const startingWith = (text: string): RegExp => new RegExp(`^(?:\\u200f?Ada[,،] )?${text}`, 'i');
const inQueue = (language: string) => [starts({ language }, 0), writes('Wo ist meine Bestellung?', 1), requested()];

describe.each([
  [
    'de-AT',
    'Mia Torres aus dem Team Kundenbindung ist jetzt für Sie da.',
    'Es tut mir leid: Die Verbindung zu Mia ist abgebrochen.',
  ],
  [
    'es',
    'Mia Torres, del equipo de fidelización, ya está con usted.',
    'Lo lamento: se ha perdido la conexión con Mia.',
  ],
  [
    'fr-CA',
    'Mia Torres, de l’équipe fidélisation, est maintenant avec vous.',
    'Toutes mes excuses : la connexion avec Mia a été perdue.',
  ],
  ['ar', 'معك الآن Mia Torres من فريق رعاية العملاء.', 'نعتذر، فقد انقطع الاتصال مع Mia.'],
  ['pt', 'Mia Torres from the retention team is with you now.', 'I am sorry: the connection to Mia was lost.'],
])('given a conversation in %s', (language, introduced, lost) => {
  test('then the customer reads who is with them in that language', () => {
    given(...inQueue(language))
      .when(assignedTo('mia'))
      .thenEmits('OwnerChanged', message(startingWith(introduced)), 'CustomerNotified');
  });

  test('then the customer reads that the agent was lost in that language', () => {
    given(...inQueue(language), assignedTo('mia'))
      .when(returnedBy('mia'))
      .thenEmits(message(startingWith(lost)), 'OwnerChanged');
  });
});

test('given a German customer with a name, then the sentence goes on after the name in small letters', () => {
  given(
    starts({ language: 'de', customer: { customerId: 'c-7', name: 'Ada Byron' } }, 0),
    writes('Hallo?', 1),
    requested(),
    assignedTo('mia'),
  )
    .when(returnedBy('mia', 'agent-unresponsive'))
    .thenEmits(message(/^Ada, es tut mir leid, dass Mia nicht geantwortet hat\./), 'OwnerChanged');
});

test('given a Spanish hand-off, then the suggested reply of the agent is Spanish', () =>
  expect(suggestedGreeting(payload({ language: 'es-MX' }), 'Mia Torres')).toMatch(
    /^Hola, Ada, soy Mia\. [^«]* usted escribió «I cancelled order #12345 [^»]+»\. Lo reviso ahora mismo\.$/,
  ));

test('given a German customer who accepts an offer that is gone, then the refusal is German', () => {
  const { answer } = given(...inQueue('de')).when(chooses('accept-offer', { offerId: 'o-1' }));
  expect(answer).toMatchObject({ status: 409, body: { detail: 'Dieses Angebot gilt nicht mehr.' } });
});
