import { calledBy, type Reply, reply, type Said } from './dialogue.ts';
import { dollars } from './shop.ts';
import { PRODUCTS } from './shop-data.ts';
import { plain } from './understand.ts';

const ABLE =
  'I can look up an order, change a delivery address, cancel what has not left yet, explain refunds and answer questions about our products.';

const productsIn = (text: string) => PRODUCTS.filter((product) => product.words.test(plain(text)));

export const price = ({ text, confidence, memory }: Said): Reply => {
  const named = productsIn(text);
  const shown = named.length > 0 ? named : PRODUCTS;
  const list = shown.map((product) => `${product.name} ${dollars(product.price)}`).join(', ');
  const words = /\bdiscounts?|quote\b/.test(plain(text))
    ? `I cannot grant discounts or write quotes. The list prices: ${list}.`
    : `The prices, delivery included: ${list}.`;
  return reply('price_question', confidence, words, memory, { attempted: 'Quoted list prices' });
};

export const product = ({ text, confidence, memory }: Said): Reply => {
  const [first, ...rest] = productsIn(text);
  if (first === undefined) {
    const names = PRODUCTS.map((known) => known.name).join(', ');
    return reply(
      'product_question',
      0.6,
      `We sell furniture for desks: ${names}. Which one are you curious about?`,
      memory,
    );
  }
  const words = [first, ...rest].map((known) => `${known.name}: ${known.about}`).join(' ');
  const names = [first, ...rest].map((known) => known.name).join(', ');
  return reply('product_question', confidence, words, memory, { attempted: `Described ${names}` });
};

export const human = ({ confidence, memory }: Said): Reply =>
  reply(
    'human_request',
    confidence,
    'Of course, a colleague can take over. Should nothing happen in a moment, please press Talk to human.',
    memory,
  );

export const closure = ({ confidence, memory }: Said): Reply =>
  reply('account_closure', confidence, 'An account I cannot close myself; a colleague will see to that.', memory, {
    attempted: 'Said that a bot cannot close accounts',
  });

export const capabilities = ({ confidence, memory }: Said): Reply => reply('capabilities', confidence, ABLE, memory);

export const thanks = ({ confidence, memory, customer }: Said): Reply =>
  reply('thanks', confidence, `You are welcome${calledBy(customer)}. Is there anything else?`, memory);

export const acknowledgement = ({ confidence, memory }: Said): Reply =>
  reply('acknowledgement', confidence, 'All right. If there is anything else, just write.', memory);

export const goodbye = ({ confidence, memory, customer }: Said): Reply =>
  reply('goodbye', confidence, `Goodbye${calledBy(customer)}, and thank you for writing.`, memory);

export const greeting = ({ confidence, memory, customer }: Said): Reply =>
  reply('greeting', confidence, `Hello${calledBy(customer)}! What can I do for you?`, memory);

export const smallTalk = ({ text, confidence, memory }: Said): Reply => {
  const said = plain(text);
  const words = /\bjoke\b/.test(said)
    ? 'I asked our standing desk for a joke. It rose to the occasion.'
    : /\bweather\b/.test(said)
      ? 'I live in a server room: always 21 degrees, never any rain.'
      : /\bhow are you|hows it going\b/.test(said)
        ? 'All in order here, thank you. What brings you to us?'
        : 'I am the shop’s assistant, a program. People are one tap away: Talk to human.';
  return reply('small_talk', confidence, words, memory);
};

const LOST = [
  `I am afraid I did not understand that. ${ABLE}`,
  'That one is beyond me. Could you put it another way, or give me an order number?',
  'I still cannot make sense of it. A person surely can: press Talk to human.',
];

export const unknown = ({ confidence, memory }: Said): Reply =>
  reply('unknown', confidence, LOST[memory.misunderstood % LOST.length] ?? ABLE, {
    ...memory,
    misunderstood: memory.misunderstood + 1,
  });
