export { type Answer, answerTo, type Question } from './answers/answer-to.ts';
export { emailIn, phoneIn } from './answers/contact.ts';
export type { MenuChoice } from './answers/menu.ts';
export { passesLuhn } from './card-number.ts';
export { greetingName } from './greeting-name.ts';
