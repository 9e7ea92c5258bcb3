import { profanityLanguages } from '@warmline/contracts';
import { policy } from '../../../test/conversation.fixtures.ts';
import { parseText } from '../text/parsed-text.ts';
import { profanityDetector } from './profanity.ts';

const profanity = profanityDetector(policy.lists.profanity);

test.each([
  'what a load of shit',
  'where is my bloody parcel',
  'you are useless idiots',
  'you people are crooks',
  'shut up',
  'go to hell',
  'stupid bot',
  'this damn thing',
  'this is bullshit',
  'fuck off',
  'shit service as always',
  "I'm so damn tired of this shit",
  'screw you guys',
  'bunch of thieving bastards',
  'you suck',
  'what a shitty website',
  'you lot are a bunch of wankers',
  'piss off',
  'answer me asshole',
  'why the hell is my money still not there, you morons',
  'ur support is garbage and ur all liars',
  'this is the crappiest bank on the planet, fuck this',
  "I swear you're dumber than a brick",
  'you incompetent fools ruined my wedding',
  "holy shit you people can't do anything right",
  'what an absolute shitshow',
  'bugger off with your surveys, you pillocks',
  'what a load of crap',
  'oh for fucks sake',
  'dumbass bot',
  'f*ck this',
  'sh1t service',
  'a$$hole',
  'фuck you',
  'f@#$ you',
  'you dicks',
  'Dick move, charging me twice',
  'Bloody Vodafone lost it again',
])('“%s” is strong language', (text) => expect(profanity(parseText(text))).not.toBeNull());

test.each([
  'My name is Fanny Cox',
  'the class assessment was in Scunthorpe',
  'a cocktail dress',
  'I hate waiting',
  'you are very kind',
  'how can I find you?',
  'tennis balls and a pawn ticket',
  'stop the timer',
  'stop playing music',
  'tell me a joke about a lawyer',
  'skip this song, it sucks',
  'are you a robot',
  'i love the colour, thanks',
  'my head hurts since monday',
  'the agent on my server stopped sending logs',
  'hello there',
  "damn that's good, thanks",
  'cool',
  'where did I leave my wallet joke',
  'does freezing my card stop direct debits',
  'are these reviews fake',
  'these boots are wicked sick',
  'hell yes',
  "is the hotel bar open, I'd kill for a drink",
  'stop the server',
  'how do I stop autoplay previews',
  'My name is Dick Van Dyke and I ordered a shuttlecock',
  'I fly to Fukuoka, airport code FUK, on Monday',
  'My cat, pussy willow plants and the great tit feeder arrived fine',
  'Is the Bitch Planet comic volume 2 in stock?',
  'Cum laude diploma frame',
  'magna cum laude tassel',
  'Dr Wang Dong is the account holder',
  'my name is Gaylord Focker',
  'Tit for tat clause',
  'tits and finches bird food',
  'Cock-a-leekie soup tin',
  'Bloody Mary mix',
  'Shag carpet 2x3 m',
  'Fat Bastard Chardonnay case',
  'BS 7671 wiring standard',
  'ASS tablets 100 mg',
  'hotel in Fucking, Austria',
  'Bastard Sword replica',
  'a bloody nose, which plaster',
  'Is the book The Subtle Art of Not Giving a F*ck in stock?',
  'Suche das Buch Am Arsch vorbei geht auch ein Weg',
])('“%s” is not strong language', (text) => expect(profanity(parseText(text))).toBeNull());

test('the match has the position of the word', () => {
  expect(profanity(parseText('where is my bloody parcel'))).toEqual({ span: [12, 18], text: 'bloody' });
});

test('a tenant can add and allow words', () => {
  const own = profanityDetector({ languages: ['en'], also: ['frak'], allowed: ['bloody'] });
  expect(own(parseText('what the frak'))).not.toBeNull();
  expect(own(parseText('a bloody mary'))).toBeNull();
});

test.each(profanityLanguages)('a policy may name the language %s', (language) => {
  const detect = profanityDetector({ languages: [language], also: [], allowed: [] });
  expect(detect(parseText('where is my parcel'))).toBeNull();
});

test('words that a policy adds are words and no patterns', () => {
  const detect = profanityDetector({ languages: ['en'], also: ['(a+)+$', '.*'], allowed: [] });
  expect(detect(parseText('where is my parcel'))).toBeNull();
});

test('a name is refused, so that no model takes it for swearing; a message without such words is not', () => {
  expect(profanity.refuses?.(parseText('Bloody Mary mix'))).toBe(true);
  expect(profanity.refuses?.(parseText('Bloody Mary mix, you bastards'))).toBe(false);
  expect(profanity.refuses?.(parseText('where is my parcel'))).toBe(false);
});
