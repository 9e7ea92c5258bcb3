/** Ordinary customer messages: none of them fires a rule of the default policy, alone or after the others. */
export const ORDINARY_MESSAGES = [
  'Hello, I have just moved to my new flat.',
  'The parcel is for the ground floor, on the left.',
  'My neighbour can take it in before noon.',
  'I usually work from home on Thursdays.',
  'The doorbell carries my family name.',
  'Thank you, that sounds good to me.',
  'I will look at the tracking page this evening.',
  'The blue one fits well with our kitchen.',
  'We measured the hallway again yesterday.',
  'It is about ninety centimetres wide.',
  'My sister recommended your shop.',
  'Next week would suit us as well.',
  'I found the leaflet inside the box.',
  'The assembly took twenty minutes.',
  'Everything is in place by now.',
  'The lamp gives a warm light.',
  'I wrote down the reference for later.',
  'Morning hours are the most convenient.',
  'We are at home on Friday afternoon.',
] as const;

/** Leads to a hand-off at once (`emotional.human-request`). */
export const HUMAN_REQUEST = 'I would like to talk to a human, please.';

/** One hand-off in this many messages: 5 %. */
export const MESSAGES_PER_CONVERSATION = ORDINARY_MESSAGES.length + 1;
