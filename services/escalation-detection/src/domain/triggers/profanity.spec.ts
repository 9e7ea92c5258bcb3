import { policy } from '../../../test/lines.ts';
import { profanityOf } from './profanity.ts';
import { read } from './reading.ts';

const profanity = profanityOf(policy.lists.profanity);

test.each([
  'what a load of shit',
  'where is my bloody parcel',
  'you are useless idiots',
  'you people are crooks',
  'shut up',
  'go to hell',
  'stupid bot',
  'this damn thing',
])('“%s” is strong language', (text) => expect(profanity(read(text))).not.toBeNull());

test.each([
  'My name is Fanny Cox',
  'the class assessment was in Scunthorpe',
  'a cocktail dress',
  'I hate waiting',
  'you are very kind',
  'how can I find you?',
  'tennis balls and a pawn ticket',
])('“%s” is none', (text) => expect(profanity(read(text))).toBeNull());

test('the word is shown where it stands', () => {
  expect(profanity(read('where is my bloody parcel'))).toEqual({ span: [12, 18], text: 'bloody' });
});

test('a tenant adds and allows words', () => {
  const own = profanityOf({ languages: ['en'], also: ['frak'], allowed: ['bloody'] });
  expect(own(read('what the frak'))).not.toBeNull();
  expect(own(read('a bloody mary'))).toBeNull();
});
