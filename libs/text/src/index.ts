export { passesLuhn } from './card-number.ts';
