/** Thanks and praise, in en, de, es, fr and ar. */
const PRAISE =
  /(?<![\p{L}\p{N}])(?:thanks?|thank you|thx|great|awesome|perfect|excellent|wonderful|amazing|love(?:ly|d|s)?|fantastic|brilliant|cheers|congrat\p{L}*|nice|happy|good job|yay|hurray|best|welcome|wow|cool|excited|pretty|cute|beautiful|delicious|merry|bravo|(?:it |all |now )?works (?:now|again|great)|all good|found it|see you|never mind|no worries|danke(?:schön)?|vielen dank|toll|super|prima|klasse|gracias|perfecto|genial|estupendo|merci|parfait|génial|شكرا|شكرًا|رائع|ممتاز|спасибо|obrigad[oa]|grazie|dank je\p{L}*|teşekkür\p{L}*|धन्यवाद|hurrah|fun|solved|sorted|bye|done)(?![\p{L}\p{N}])|謝謝|谢谢|太好了|ありがとう|감사합니다/iu;
/** Greetings, assent and joy, which say nothing of what else is in the message. */
const CHEER =
  /(?<![\p{L}\p{N}])(?:hello|hi|good (?:morning|day|evening|afternoon|night)|hallo|guten (?:morgen|tag|abend)|let['’]?s go|(?:it|they) fits?|take care|hola|bonjour|salut|ciao|مرحبا|got it|^ok(?:ay)?|yes please|looking forward|passed|lol|ha(?:ha)+|(?:that was|so|super|very) (?:quick|fast|sweet|kind|good|helpful)|hooray|wo+ ?ho+|you rock|sounds good|finally (?:arrived|works|here)|can['’]?t wait|no worries|birthday|anniversary|dear (?:team|all|sirs?)|attached)(?![\p{L}\p{N}])/iu;
/** Idioms that complain of nothing although they hold a word that does. */
const NO_COMPLAINT =
  /(?<![\p{L}\p{N}])(?:never mind|problem solved|no (?:worries|problems?(?: at all)?|rush|need)|not bad|can['’]?t wait|could ?n['’]?t be (?:happier|better))(?![\p{L}\p{N}])/giu;
const COMPLAINT =
  /(?<![\p{L}\p{N}])(?:not|no|never|cannot|wrong|broken|worst|bad|terrible|awful|horrible|still|useless|angry|ridiculous|unacceptable|disappointed|late|lost|why|waiting|charged|twice|lies?|liars?|stuck|missing|damaged|problems?|scam|fail\p{L}*|error|for nothing|nicht|nichts|kein\p{L}*|immer noch|warum|nada|nunca|todavía|por qué|rien|jamais|toujours|pourquoi|لم|لماذا|не|нет|ничего)(?![\p{L}\p{N}])|\p{L}n['’]t(?![\p{L}\p{N}])/iu;

const complains = (text: string): boolean => COMPLAINT.test(text.replace(NO_COMPLAINT, ' '));

/** Thanks or praise, and no complaint beside it. */
export const isPraise = (text: string): boolean => PRAISE.test(text) && !complains(text);

/** Thanks, praise, a greeting or joy, and no complaint beside it. */
export const isFriendly = (text: string): boolean => (PRAISE.test(text) || CHEER.test(text)) && !complains(text);
