/** Words of a list, in lower case. */
const words = (list: string): string[] => list.trim().split(/\s+/);

/** Words of medicine, birds, plants, food, colours, places and surnames that the library counts as swear words. */
export const harmless: ReadonlySet<string> = new Set(
  words(`a55 as$ anal anus rectum penis vagina vulva clitoris labia testicle testical scrotum semen ejaculate ejaculated ejaculates ejaculating ejaculation
    orgasm orgasms porn porno pornography viagra v1gra cyalis breasts sex sadist masochist bestial bum fanny doggin lust lusting homo hoar hoare hoer hoes hore horny cox dink dinks doosh duche dlck dirsa
    flange fook fux cok cipa kum kums kummer kock kondum kondums cawk buceta boiolas nob pawn pecker poop pron pube snatch spac smut teets teez wang willies willy w00se knob pimpis muff chink jap`),
);

/** Rude only where somebody is called so ("you dicks"): else a name, a bird, an animal, a dish, a title. */
export const rudeInContext: ReadonlySet<string> = new Set(
  words(
    'dick dicks cock cocks tit tits titt boob boobs titties cum cums cumming shag shagging shaggin dyke coon nazi butt butts prick pricks spunk fag fags faggot faggots faggitt fagot fagots gaylord pussy pussies balls dildo dildos screwing',
  ),
);

/** Rude, but also parts of names of several words ("Fat Bastard Shiraz"). */
export const partsOfNames: ReadonlySet<string> = new Set(
  words('fuk fuks bastard bastards bitch bitches ass asses arse arses slut sluts whore bugger wank turd'),
);

/** What the library lacks. Its lists of other languages are translations word by word ("lustig", "dedo"): those languages have patterns. */
export const swearWords: readonly string[] = words(
  "damned sluts kys bollocks half-assed f'ing wtf wtff stfu gtfo ffs effing f-ing fck fcking fckin fcked fuk fuking fk fucc fcuk fuckwad sht shite shitshow shithole shitless arsehole arseholes wanker wankers dickhead dickheads tosser tossers twat twats scumbag scumbags moron morons imbecile imbeciles retard retards retarded bastard bastards crap dumbass dumbasses jackass jackasses bs bullshite horseshit mofo arsewipe asswipe asshat douche douchebag douchebags prat bellends nutjob bloodyhell motherfuckers dipshit bullcrap cretin cretins",
);

/** What makes a compound rude ("dumbfuck", "bullshitter"); an insult in two parts ("cockwomble"). */
export const rudeCompound =
  /fuck|^motherf|^(?:bull|horse|dip|ape|bat|dog)?shit(?:s|e|ty|tier|tiest|ters?|ting|ted|heads?|faced?|holes?|shows?|storms?|bags?|stains?|less|loads?|bots?|piles?|sticks?|lists?|posts?|birds?|fests?)?$|^(?:cock|dick|twat|wank|knob|bell|arse|ass|douche|turd|piss|cunt|fart)(?:wombles?|heads?|hats?|wads?|nuggets?|weasels?|faces?|bags?|wits?|sticks?|waffles?|goblins?|gibbons?|trumpets?|holes?|biscuits?|ends?|wipes?)$/u;

/** What a first letter and marks stand for ("s***"). */
export const coveredBehindFirst: readonly string[] = words(
  'fuck fucked fucker fucking shit bitch cunt crap arse merde mierda puta putain scheiße scheisse arsch',
);
