import { type BotReply, type CustomerTurn, commaName, reply } from './dialogue.ts';
import { normalise } from './intent.ts';
import { dollars } from './shop.ts';
import { OFFICE_HOURS, PRODUCTS } from './shop-data.ts';

const CAPABILITIES =
  'I can look up an order, change a delivery address, cancel an order that has not shipped yet, explain refunds and answer questions about our products.';

const productsIn = (text: string) => PRODUCTS.filter((product) => product.words.test(normalise(text)));

export const priceQuestion = ({ text, confidence, state }: CustomerTurn): BotReply => {
  const named = productsIn(text);
  const shown = named.length > 0 ? named : PRODUCTS;
  const list = shown.map((product) => `${product.name} ${dollars(product.price)}`).join(', ');
  const words = /\bdiscounts?|quote\b/.test(normalise(text))
    ? `I cannot grant discounts or write quotes. The list prices: ${list}.`
    : `The prices, delivery included: ${list}.`;
  return reply('price_question', confidence, words, state, { attempted: 'Quoted list prices' });
};

export const productQuestion = ({ text, confidence, state }: CustomerTurn): BotReply => {
  const [first, ...rest] = productsIn(text);
  if (first === undefined) {
    const names = PRODUCTS.map((known) => known.name).join(', ');
    return reply(
      'product_question',
      0.6,
      `We sell furniture for desks: ${names}. Which one are you curious about?`,
      state,
    );
  }
  const words = [first, ...rest].map((known) => `${known.name}: ${known.about}`).join(' ');
  const names = [first, ...rest].map((known) => known.name).join(', ');
  return reply('product_question', confidence, words, state, { attempted: `Described ${names}` });
};

export const humanRequest = ({ confidence, state }: CustomerTurn): BotReply =>
  reply(
    'human_request',
    confidence,
    'Of course, a colleague can take over. Should nothing happen in a moment, please press Talk to human.',
    state,
  );

export const accountClosure = ({ confidence, state }: CustomerTurn): BotReply =>
  reply('account_closure', confidence, 'I cannot close an account myself, but a colleague can.', state, {
    attempted: 'Said that a bot cannot close accounts',
  });

export const capabilities = ({ confidence, state }: CustomerTurn): BotReply =>
  reply('capabilities', confidence, CAPABILITIES, state);

export const openingHours = ({ confidence, state }: CustomerTurn): BotReply =>
  reply(
    'opening_hours',
    confidence,
    `Our office is open ${OFFICE_HOURS}. I am here at any hour, and you can leave a note for a colleague.`,
    state,
    { attempted: 'Said the opening hours' },
  );

export const thanks = ({ confidence, state, customer }: CustomerTurn): BotReply =>
  reply('thanks', confidence, `You are welcome${commaName(customer)}. Is there anything else?`, state);

export const acknowledgement = ({ confidence, state }: CustomerTurn): BotReply =>
  reply('acknowledgement', confidence, 'All right. If there is anything else, just write.', state);

export const goodbye = ({ confidence, state, customer }: CustomerTurn): BotReply =>
  reply('goodbye', confidence, `Goodbye${commaName(customer)}, and thank you for writing.`, state);

export const greeting = ({ confidence, state, customer }: CustomerTurn): BotReply =>
  reply('greeting', confidence, `Hello${commaName(customer)}! What can I do for you?`, state);

export const smallTalk = ({ text, confidence, state }: CustomerTurn): BotReply => {
  const normalised = normalise(text);
  const words = /\bjoke\b/.test(normalised)
    ? 'I asked our standing desk for a joke. It rose to the occasion.'
    : /\bweather\b/.test(normalised)
      ? 'I live in a server room: always 21 degrees, never any rain.'
      : /\bhow are you|hows it going\b/.test(normalised)
        ? 'All in order here, thank you. What brings you to us?'
        : 'I am the shop’s assistant, a program. People are one tap away: Talk to human.';
  return reply('small_talk', confidence, words, state);
};

const NOT_UNDERSTOOD = [
  `I am afraid I did not understand that. ${CAPABILITIES}`,
  'That one is beyond me. Could you put it another way, or give me an order number?',
  'I still cannot make sense of it. A person surely can: press Talk to human.',
];

export const unknown = ({ confidence, state }: CustomerTurn): BotReply =>
  reply('unknown', confidence, NOT_UNDERSTOOD[state.misunderstoodCount % NOT_UNDERSTOOD.length] ?? CAPABILITIES, {
    ...state,
    misunderstoodCount: state.misunderstoodCount + 1,
  });
