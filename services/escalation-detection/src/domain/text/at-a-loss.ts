/** Longer answers say something besides. */
const MAX_LENGTH = 240;
const THAT = '(?:that|this|it|you|anything|your \\w+|what you\\b.*|the (?:question|request|message))(?=[ .,!?]|$)';
const START = '(?<![\\p{L}])';

/** How a bot says that it does not understand, or has no answer, in en, de, es, fr and ar. */
const LOSS = [
  `(?:(?:did|do|could|am|was) ?n[o'’]?t|can ?not|can['’]?t|unable to|trouble|difficulty|not sure i|think i|not able to|struggl\\w+ to)(?: (?:quite|fully|really|properly|yet|able to|to))*(?: (?:get|got|catch|understand|understood|understanding|follow|recogni[sz]e|make sense of|process|parse|interpret))(?: ${THAT}|\\s*(?:[.!?,]|$)| that yet)`,
  `not sure (?:what you|how to (?:help|answer|respond)|i (?:understand|follow|got))`,
  `(?:don['’]?t|do not|n['’]?t) (?:know|see) (?:how to (?:help|answer|respond)|what you mean)`,
  `(?:don['’]?t|do not) (?:know|have) (?:an?|any|the) (?:answers?|information)`,
  `(?:could|can) ?(?:n[o'’]?t|['’]?t) find (?:an? (?:answer|match)|anything)|no (?:match|answers?|results?) found|can ?not find an? (?:answer|match)`,
  `(?:unable to|not able to|can ?not|can['’]t) (?:help|assist|answer|process)(?: you)?(?: with)? (?:that|this)(?=[.!, ]|$)|not trained (?:on|for)|outside (?:of )?what i know|(?:request|question|message|answer) (?:was|is) not (?:understood|recogni[sz]ed)|not a valid (?:option|answer|choice)|(?:did|do) ?n[o'’]?t (?:understand|recogni[sz]e)(?: your| the)? \\w+`,
  `(?:could|can|would|may|please|mind)(?: (?:you|i|please|kindly|mind|ask you to|try to))* (?:re-?phras\\w*|reword\\w*|clarif\\w*|elaborate|explain (?:that|it|yourself)|repeat(?:ing)? (?:that|it|yourself|your \\w+|the question)|say (?:that|it) (?:again|differently|in|another)|put (?:that|it) (?:differently|another|in other)|be more specific|phrase (?:that|it))`,
  `(?:try|ask)(?: \\w+)? (?:asking |it |that |me )*(?:again(?=\\s*(?:[.!]|$)|,? (?:with|using|in) )|in (?:a different|another|other) \\w+|differently)`,
  `not following(?: you)?(?=[.!, ]|$)|(?:i|we) missed (?:that|your)|what do you mean|what did you mean|come again\\?|pardon\\?|^sorry\\?|what was that|i (?:am|['’]m) (?:confused|lost)|beyond me|i do(?:n['’]t| not) get (?:it|that|you)|i['’]m confused`,
  `nicht (?:ganz |richtig |genau |so recht )?(?:verstanden|mitbekommen|verstehen)|versteh\\w*(?: \\w+){0,3} nicht|(?:anders|neu|um)\\s?(?:zu\\s?)?(?:formulieren|ausdrücken)|formulier\\w*(?: \\w+){0,3} (?:neu|anders|um)(?=[ .!?]|$)|was (?:sie|du) mein\\w+|nicht weiterhelfen|(?:keine|nicht die) antwort|(?:frage|das) anders|(?:frage|das) (?:bitte )?wiederholen`,
  `no (?:\\w+ )?(?:\\w+ )?(?:entendido|entiendo|entender\\w*|entendí|comprend\\w+)|reformul\\w+|no estoy segur[oa] de (?:entender|lo que|haber|qué)|qué quiere\\w* decir|a qué se refiere|(?:puede|podría)\\w* repetir\\w*|de otra (?:forma|manera)|no (?:sé|puedo) (?:cómo )?ayudar\\w* con eso|no (?:encontré|encuentro|tengo) (?:una |ninguna )?respuesta`,
  `n['’]ai pas (?:bien |tout à fait )?(?:compris|saisi)|ne (?:vous |te |le )?comprends pas|pas s[uû]re? de (?:\\w+ )?comprendre|pas certaine? de (?:\\w+ )?comprendre|pou\\w+-vous répéter|que voulez-vous dire|ne (?:sais|peux) pas (?:répondre|vous aider|comment)|n['’]ai pas (?:la|de) réponse`,
  `لم (?:أفهم|افهم|أستوعب)|لا (?:أفهم|افهم)|(?:إعادة|اعادة|أعد) صياغة|لست متأكد\\p{L}*|ماذا تقصد|(?:لم|لا) (?:أتمكن|أستطيع|اتمكن|استطيع) (?:من )?(?:فهم|المساعدة)|(?:توضيح|تكرار) (?:السؤال|طلبك|ذلك)|هل يمكنك (?:ال)?توضيح`,
].map((source) => new RegExp(`${START}(?:${source})`, 'iu'));

/** True for an answer by which a bot says that it does not understand, or cannot help. */
export const isAtALoss = (answer: string): boolean =>
  answer.length <= MAX_LENGTH && LOSS.some((loss) => loss.test(answer));
