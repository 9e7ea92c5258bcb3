/** Characters of one sentence that are read. */
const SENTENCE = /[^.!?؟\n]{1,300}[?؟]/gu;

/** Questions of a bot in one language: a verb of speaking or connecting, and a person, in any order. */
interface OfferWords {
  readonly verb: RegExp;
  readonly person: RegExp;
}

const words = (list: string): RegExp => new RegExp(`(?<![\\p{L}\\p{M}])(?:${list})(?![\\p{L}\\p{M}])`, 'iu');

const LANGUAGES: readonly OfferWords[] = [
  {
    verb: words(
      'sprechen|reden|chatten|verbinden|verbinde|verbunden werden|weiterleiten|durchstellen|übergeben|holen|hinzuziehen|kontaktieren',
    ),
    person: words(
      '(?:kunden)?berater(?:in|n)?|mitarbeiter(?:in|n|s)?|mitarbeitenden|kolleg(?:e|en|in)|agent(?:en|in)?|menschen?|person|jemande[mn]|ansprechpartner(?:in)?|kundenservice|kundendienst|support|fachmann|expert(?:e|en|in)|team',
    ),
  },
  {
    verb: words(
      'hablar|hable|conversar|conectar(?:le|lo|la|te)?|conecte|conecto|comunicar(?:le|lo|te)?|comunique|transferir(?:le|lo|te)?|transfiera|transfiero|pasar(?:le|te)?|pase|paso|contactar|chatear|derivar(?:le|te|lo)?|ponga|poner(?:le|te)',
    ),
    person: words(
      'agentes?|asesor(?:a|es)?|personas?|humanos?|compañer[oa]s?|colegas?|representantes?|operador(?:a|es)?|alguien|especialistas?|ejecutiv[oa]s?|soporte|atención al cliente|equipo',
    ),
  },
  {
    verb: words(
      'parler|discuter|échanger|(?:vous |te )?connecter?|mette|mettre en (?:relation|contact)|transférer|transfère|passer|passe|joindre|contacter|rediriger|orienter|être mis(?:e)? en relation',
    ),
    person: words(
      "conseill(?:er|ère|ers)|agents?|collègues?|personne|humain(?:e|s)?|quelqu['’]un|opérat(?:eur|rice)|représentant(?:e|s)?|spécialiste|expert|équipe|service client|support",
    ),
  },
  {
    verb: /تحدث|تكلم|التواصل|تتواصل|[أا]وصلك|وصلك|توصيلك|تحويلك|[أا]حولك|نحولك|تحويلكم|الاتصال|كلم|دردشة|[أا]ربطك/u,
    person: /موظف|شخص|ممثل|زميل|وكيل|[إا]نسان|بشري|مستشار|خدمة العملاء|مسؤول|[أا]حد|مختص|خبير|فريق/u,
  },
];

/** True if a bot asks in German, Spanish, French or Arabic whether the customer wants to speak to a person. */
export const offersAgentElsewhere = (text: string): boolean =>
  [...text.matchAll(SENTENCE)].some(([sentence]) =>
    LANGUAGES.some(({ verb, person }) => verb.test(sentence) && person.test(sentence)),
  );
