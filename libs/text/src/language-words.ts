const setOf = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/));

/** Frequent words that only English has: two of them in a plain text need no closer look. */
export const distinctiveEnglish = setOf(
  "the you your my this that what how when where why would could should don't can't didn't isn't i'm it's i've i'd please thanks they from with have has get got and need want can of to been there their",
);

/** Words that English shares with other languages: a short text of them alone is English. */
export const sharedWords = setOf(
  `terrible horrible excellent problem problems super impossible important bravo total normal urgent fatal no error me service we he so am
   was in on do as an a person agent human email transfer password internet wifi router app website ok bag account chat operator support
   info status stop start login reset code bot manager bonus plan online offline not die is robot real live data ticket tickets hotel roaming sim upgrade`,
);

/** Words of short English messages. */
export const englishWords = setOf(
  `i you he she it we they me my your our their this that these those is are was were be been am do does did have has had can could
   will would should not no yes and or but so if when where what why how who which the a an to of in on for with from at by about up out get got
   want need help please thanks thank hi hello hey order account card refund order there here just now again don't can't i'm it's i've didn't isn't
   cancel payment money password bill charge charged flight service customer agent human person talk speak work working number email phone
   still never nothing always than then too also some any all as ok okay good bad let make know go bag hours waiting nobody someone call website
   app its thats been very more only every everywhere each other one two three four five six seven ten half day days week weeks month months year
   hour minute minutes time times today tonight edit details recover signal network photo news show car heading coming going doing trying getting
   having looking dropping rebooting using moving stop done sent later maybe soon way back down off over under before after while during until
   since last next first second third same another many much few home thing things something anything because were into them him her his even ever
   yet keep keeps gets give given see says said tell told called try tried used use like look really fast quick small big long short old great
   without within small dm stars store shop line wifi internet router calls fees hidden bye sure morning evening night balance purchase new yeah yep
   nope product delivery invoice question price open close change update yesterday tomorrow u ur im dont cant won't thx pls plz ty cancelled
   canceled wrong broken lost stolen hacked fraud dispute representative rep manager supervisor operator live real chat bot robot stupid useless
   shit fuck fucking damn hell wtf omg lol cheers welcome perfect fine nice cool awesome terrible horrible worst best subscription membership
   booking reservation ticket tickets policy insurance contract plan upgrade downgrade transfer lock unlock freeze block report unauthorized
   transaction transactions address reset login log sign forgot hotel train bus seat seats luggage check checkin meter reading gas electricity water
   power internet data sim voicemail roaming cash atm loan mortgage rate rates interest statement fee savings checking debit credit`,
);
