import { parseText } from './parsed-text.ts';

const isOffTopic = (text: string): boolean => parseText(text).clauses.every((clause) => clause.isOffTopic);

test.each([
  'remind me to cancel netflix on friday',
  'text john that i was robbed at poker',
  'set an alarm for closing time',
  'what does breach of contract mean',
  'tell me a lawyer joke',
  'how do you spell fraud',
  'call my lawyer',
  'add cancel the gym to my to do list',
  'how long does it take to become a lawyer',
  'play the album Fraud',
  'I am going to speak to my lawyer friend about dinner',
  'Cancel culture is a topic of the book, is it in stock?',
])('“%s” is off-topic', (text) => expect(isOffTopic(text)).toBe(true));

test.each([
  'remind me how to cancel my plan',
  'call me back',
  'call customer service for me',
  'find out who used my card',
  'I spoke to my lawyer friend about your contract',
  'tell me how to close my account',
  'text me when an agent is free',
  'what is this charge',
  'email me the form to close my account',
])('“%s” is meant for the company', (text) => expect(isOffTopic(text)).toBe(false));
