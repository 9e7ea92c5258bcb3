import type { LanguagePatterns } from './language-matcher.ts';

/** German, with words of Austria and Switzerland. Umlauts are folded to a, o, u. */
export const german: LanguagePatterns = {
  negation: 'nicht|nich|ned|net|nie|niemals|kein|keine|keinen|keinem|keiner|ohne|statt|anstatt|weder|niemand',
  classes: {
    person:
      'mensch(en)?|person|*mitarbeiter(in)?|berater(in)?|*agente?n?|kolleg(e|en|in)|ansprechpartner(in)?|sachbearbeiter(in)?|kundendienst|kundenservice|jemand(en|em)?|operator|vorgesetzten?|support',
    who: 'mensch(en)?|person|*mitarbeiter*|kolleg(e|en|in)|*berater*|*betreu*|sachbearb*|ansprech*|agent*|operator|techniker*|expert*|chef(in)?|vorgesetzte*|*leiter(in)?|manager*|geschaftsf*|verantwortliche*|zustandige*|jemand*|opper*|jmdn?|we[nm]|irgendwe*|leute|kundendienst*|(kunden)?service|*support|hotline|vertrieb|*abteilung|beschwerde*|buchhaltung',
    talk: 'red(e|e?n|a)|sprech(e|en)|telefonier(en|e)|unterhalten|chatten|klaren|kontakt*|erreiche?n?|(an|zuruck)(ge)?ruf(en|t)|ruckruf|melde[nt]?|helfen?|hilft|*schau(en|t)|ansehen|kummer(n|t)|ubernehmen|verb[iu]nd[a-z]*|weiter(ge)?(leit|verb|geb)[a-z]*|durch(ge)?stell[a-z]*|zuhor*',
    ask: 'brauch*|benotig*|will|mocht*|mecht*|wunsch*|gern|such|suche|verlang*|her|herhol*|hol*|gib|gebt|geben|bitte|lass*|schick*|wo ist|lieber|online|dran',
    real: '(echt|richtig|lebend|lebendig|menschlich|wirklich|real)(e|en|er|es|em)?',
    thing:
      '*karte(n)?|*charte|visa|*konto|*konten|*account|profil|*zugang|*zugangsdaten|login|handy*|*telefon|*nummer|smartphone|iphone|sim|geldb*|portemonnaie|*tasche|laptop|*ausweis|*pass|passwort|identitat|depot|shop|geld|*daten',
    lost: 'verlor(en|n)|verlier|abhanden*|gestohlen|gstohl*|ge?klaut|entwendet|geraubt|weg|fort|verschwunden|liegen ge?lassen|darknet|gfladert|getauscht|portiert|missbraucht|nirgends|finde?~ (nicht mehr|nimmer)|nicht mehr find*',
    odd: '(fremd|unbekannt|verdachtig|komisch|unbefugt|dubios)(e|er|es|en)?|(nicht|ned|net) (von mir|durch mich|meine*)|(nie|nicht|ned|net|nid)~ [a-z]{3,}(t|en) hab*|hab*~ (nie|nicht|ned|net|nid|gar nicht) [a-z]{3,}(t|en)|(nicht|ned) kenn*|erkenn*~ nicht',
    act: '*gerate?|*phone|*pad|*login*|*zugriff*|*anmeldung*|user|*uberweisung*|transaktion*|*bestellung*|admin*|*adresse|einkauf*|sms|link|codes?|*hebung*|*hoben|von we[mn]',
    cancel:
      'kue?ndige[nrt]?|kue?ndigung|storn(o|ier|iere|ieren|ierung)|ruckgangig|absage[n]?|abbestelle[n]?|beende[nt]?|ende[nt]|auf(zu)?los(e|en|ung)|abmelde[nt]?|*widerruf*|zuruckt?ret*|zuruckziehen|rucktritt|aufheben|loswerden|schliessen?|annullieren?|cancel(n|en)?|deaktivieren?|losche[nt]?|loschung|entfernen|streich*|aussteigen|aus?tret*|austritt|austragen|abbrechen|stoppen|raus|treten|(gekundigt|geloscht|abgemeldet|storniert|beendet) (werden|haben)',
    contract:
      '*vertrag(s)?|*abo(s)?|*abonnement|*mitglied*|*konto|*account|*profil|*tarif|*versicherung|*schutz|police|*bestellung|*auftrag|*buchung|*reservierung|*flug|hotel*|*reise|*fahrt|*zimmer|*termin|*tickets?|*karte|*wagen|*kurs|*lizenz*|anmeldung|*schaft|newsletter|*programm|zeitung|*anschluss|*paket|strom|gas|kredit|probe*|*monat|verein|*studio|*box|*leasing|*plan|*lieferung|spende|sitz*|tisch*|tv|prime|premium|family|netflix|spotify|daten',
    charge:
      '*bucht|abgezogen|*rechnet|*belastet|kassiert|eingezogen|verlangt|verlangen|fordert|zahlen|*zahlt|*zahle|aufgebrummt|gekostet|kostet|uberwiesen|belasten|rechnen|zur kasse',
    bill: '*rechnung(en)?|*betrag|*gebuh?r(en)?|*beitrag|*preis|*pramie|*position|posten|*abbuchung(en)?|*zahlung(en)?|*lastschrift|mahn*|*kosten|*zuschlag|*tarif|*abschlag|*kaution|*pauschale|rabatt|guts[a-z]*|guthaben|roaming|*euro|franken|*kauf',
    wrong:
      'falsch*|*fehler*|fehlerhaft*|fehlt|fehlen|stimm(t|en)~ (nicht|net|ned|nie|hinten)|zu (viel|hoch|teuer)|zuviel|so hoch|doppelt*|(zwei|2|drei|3) ?(x|mal)|mehrfach|passt~ (nicht|ned|nie|hinten)|un(berechtigt|gerecht|korrekt)[a-z]*|nicht (in ordnung|korrekt|richtig)|hoher als|uberhoht*|irrtum*|anders|mehr als|statt|trotz(dem)?|immer noch|schon wieder|weiterhin|obwohl|dabei|laut|aber|ohne (auftrag|grund|ankund*|info*|zustimmung|mein*)|*erhoht|teurer|plotzlich|auf einmal|nie die rede|nichts sagt|langst|bereits',
    never:
      '(nie|nicht|nichts|nix|niemals|ned|net|nid|kein|keine|keinen|gar nicht|nur)~ (bestellt|gebucht|abgeschlossen|genommen|*nutzt|erhalten|bekommen|verbraucht|beauftragt|geliefert|vereinbart|zugestimmt|gab|gehabt|gekauft|gewollt|wollte|da|abgezogen|erbracht|berucksichtigt|zuruck*|hab|habe|erstattet|kenn*|zuordnen)',
    oath: 'scheiss*|*scheisse?|schas*|sch\\*{1,}e?n?|kack|kack*|arsch(loch|geige|gesicht|kriecher)?|arschlocher|oasch*|fick(t|en|er)?|(ge|ver)fickt*|verf[iuy]?\\*{1,}[a-z]*|fi\\*{1,}[a-z]*|wixx?er*|wichser*|hurens*|hure|nutte*|fotze*|schlampe*|bastard*|missgeburt*|spast[a-z]{0,3}|mongo|*idiot(en|isch*)?|depp*|deppat*|*trottel*|dummste[rnm]?|*pfosten|*horst|penner*|drecks*|saftladen|sauladen|pisser|verpiss*|verarsch*|schweine(hund|pack|bande)|gesindel|abschaum|verrecke*|krepier*|gopf*|schafs?eckel|halsabschneider|hirnlos*|beschissen*|bescheuert*|bekloppt*|schwachkopf*|dummkopf*|sau(haufen|bande|verein|stall)|pappnase*|wappler|gfrast*|beidl|hirni|hirnamp*|spacko|hunde?sohn*|mist(kerl|stuck|geburt)[a-z]*|lugenpack|huere*|zum kotzen|kotz(t|en)|ver(flucht|dammt)(e|er|es)? (scheiss|nochmal|noch)|zefix|kruzi*|tubel|tschumpel|lmaa|bagage|hurenkind*|miststuck|drecks*|arschkrampe*|pissnelke|wtf|stfu',
  },
  intents: {
    'emotional.human-request': {
      says: [
        '{who} & {talk}',
        '{ask} & {who}',
        '(den|die|we[nmr]) & (sprechen|zustandig|auskennt|kennt sich|hilft|helfen|anrufen|zuruckruf*)',
        '*nummer & {who}',
        '(wo|ich)~ anrufen|weiterverbinden|durchstellen|(soll|kann|konn*)~ mich~ anrufen',
        '(ruf|ruft|rufen)~ (mich|uns)~ (an|zuruck)|ruckruf|zuruckgerufen|(mit (euch|ihnen)|telefonisch)~ {talk}',
        '(stell*|leit*|geb|gebt|geben|gib|schick*|verweis*)~ (mich|uns|vorgang|das|es)~ (durch|weiter|an|zu|ab|hin)',
        '(gibt*|ist|isch|sitzt|hort|liest)~ (da|hier|auch|uberhaupt|noch|ume)~ {who}|jemand~ (da|dran|hier|online)|{real} {who}|we[rnm] {real}',
        '^(live )?({who}|live ?chat)( bitte| sofort| jetzt| her| chat){0,2}$|{who} (ans|am|her)|live ?chat',
        '(will|mag|rede)~ nicht~ mit~ (*maschine*|*bots?|computer|robot*|automat*|ki)|personlich[a-z]*~ ({talk}|gesprach)|gibts?~ (ein|nen)[a-z]* {who}',
      ],
      unless: [
        '(niemand*|keine[nrm]?|kein|ohne|nicht mit)( [^ .?]{1,})? ({who}|sprechen|reden)',
        '(muss|musste|soll|brauche) (ich|man|mein*)~ (mit|beim|an|zu)|(bist|sind) (du|sie)|(hab|habe|hat|wurde|hatte)~~ (ge[a-z]*t|gesprochen|angerufen|empfohlen)',
        'verdien*|job|bewerb*|buch|wann|termin beim|wie ?viele?|offen|schneller|hinzu*|ob jemand',
        '(die|der|den|ihr|ihre|mein|meine) {who} (hat|war|ist|mocht*|will|kommt|sagt|brauch*)|andere person',
      ],
    },
    'stakes.security': {
      says: [
        '{thing} & {lost}',
        '{act} & {odd}',
        '*gehackt|ghackt|hijack*|gekapert|geknackt|wurde ubernommen|gephisht|*missbrauch|*(raumt|plundert)|geklont|*falscht|erpress*|losegeld',
        'phishing|eingebrochen|*betrug|*betruger*|trojaner|virus|auf~ abgezogen|betrogen|ausgegeben|fernzugriff|reingefallen|falsche[nr]? polizist*',
        '(jemand|jmd|wer|irgendwe*|fremde*|unbekannte*|einer|hacker|ex) & (mein*|unser*) {thing}',
        '(jemand|wer|irgendwe*|einer|fremde*)~~ (eingeloggt|angemeldet|*gebucht|*hoben|uberwiesen|geandert|nutzt|daten|als ich)',
        '(war|bin) (ich|i)~ (nicht|net|ned|nid)|hab* ich (nicht|nie|ned) gemacht|ich war (das|es)? ?nicht|(auf|in) mein(en|em)? namen|ohne (mein|meine|mich|dass ich)',
        '(sperre?n?|sperrung|sperrt|blockieren?|einfrieren|zumachen|dichtmachen) & ({thing}|bitte|sofort)',
        'stopp* & zahlung',
        '(tan|pin|passwort|*daten|code|*nummer)~~ (ein(gegeben|getippt)|*gegeben|verraten|gesagt)|(link|sms|mail)~ geklickt|draufgeklickt',
        'versucht~~ zu (bezahlen|*loggen|*heben)|(login|anmeldung) aus',
      ],
      unless: [
        '(falls|wenn)~ (ich|mir|man)|was (passiert|bedeutet|ist|heisst)|versicher*|schutz*|sicher|wieder (da|gefunden|aufgetaucht)|erledigt|geklart|krimi|film|spiel|kurs|paket|koffer|vergessen|falsch eingegeben|verliere ich|punkte|schon ein neue*',
      ],
    },
    'stakes.cancellation': {
      says: [
        '{contract} & {cancel}',
        '(will|mocht*|wollen|bitte|wie|hatt*|hiermit|wo|ich|wir|wu)~ (kue?ndige[n]?|stornieren?|abbestellen|austreten|aussteigen|zurucktreten)',
        '^(kue?ndige[n]?|*kue?ndigung|vertragsaufl*|storno|stornier(e|en|ung)|abmelden|abbestellen|widerruf)( [^ .?]{1,}){0,3}$',
        'vertragsende|(sage?|melde?|bestelle?)~~ ab$|keine?n? {contract} mehr|(brauch|benotig|hatt|mocht|will)[a-z]*~ {contract}~ (nicht mehr|nimmer|nimma)|{contract}~ (brauch|benotig|will|mocht)[a-z]*~~ (nicht mehr|nimmer)|{contract}~ nicht (weiter|verlanger)[a-z]*|nicht mehr mitglied|brauch*~ (nicht mehr|nimmer)|(nicht|nimmer)~ (verlangern|weiterfuhren)',
        'meine[r]? kue?ndigung|(losch*|nehmt|nehmen|streich*|meld*|entfern*)~ (mich|uns)~ (aus|ab|raus|von|losch*)|(tret|steig)e?~ (aus|zuruck)|(widerrufs|rucktritts)recht',
      ],
      unless: [
        'bis wann|was kostet|was passiert|kostenlos|*gebuhr(en)?|*kosten|*frist*|vorlage|schon|bereits|letzte[snr]?|pausier*|versehentlich|aus versehen|browser|alarm|(mir|uns)~ gekundigt|wurden?|bricht|doch nicht|bitte nicht|erhalten|bekommen|foto*|*verlauf|umbuch*|verschieb*|ob|wie lauft|jederzeit|muss ich~ (zahlen|tun)|adresse',
      ],
    },
    'stakes.billing-dispute': {
      says: [
        '({charge}|{bill}) & ({wrong}|{never})',
        '(reklamier*|beanstand*|widersprech*|widerspruch|einspruch|bestreit*|anfecht*|ruckbuch*|sehe nicht ein)|akzeptier*~ nicht',
        '(was|wofur|warum|wieso|weshalb|woher)~ ({charge}|{bill})|wofur (sind|ist)|nicht der preis',
        '(unbekannte*|komische*|fremde*)~ {bill}',
        '(geld|differenz)~ zuruck|(versprochen|vereinbart|ausg[a-z]*macht|zugesagt|hiess|offerte|angebot) & {bill}',
      ],
      unless: [
        '(kann|konnen|darf|muss|will|mochte) (ich|man|wir)~ (umstellen|zahlen|bezahlen|andern|ubernehmen)|danke|stimmt (so|wieder|die)|lag bei mir|(was|wie) (hoch|viel|teuer|kann|funktioniert|setzt|kostet)|wieviel|billiger|falls|zeitung|gilt|ist (meine|die)~ da|nochmal|noch nicht (da|gekommen|erhalten)|ab wann',
      ],
    },
    'emotional.profanity': {
      says: [
        '{oath}|(am|in|den) arsch|leck*~ (arsch|oarsch|mich)|konnt?(en)? mich~ mal|mach*~ (dich|euch) (fertig|kalt|platt)|kurz und klein|(stuck|haufen|letzte|der) (dreck|mull|schrott|software)|halt*~ (maul|fresse|klappe|schnauze|gosch*)|(maul|fresse) halten|auf den (sack|keks)|sonst wohin|wohin stecken',
        '(du|ihr|sie|so ein*|was fur ein*|eure*|dein*|verlogen*|elend*|mies*|unfahig*|dreckig*)~ (pack|lugner*|betruger*|abzocker*|versager*|pfeifen?|nuss|sau|schwein*|letzte|ratte*|kuhe?|esel|clowns?|affen?|gauner*|verbrecher*|mistding|vieh)',
        '(geh|geht) (sterben|scheissen|zum teufel)|fahrt?~ zur holle|(polier*|schlag*|hau*|brech*)~ (fresse|schadel|zahne|kopf|nase|knochen)|(umbring|abstech|anzund)[a-z]*|bring*~ (dich|euch) um|angezundet|zund* (euch|dir)|(so )?dumm wie|abgefackelt|abfackeln|brennt ab|weiss wo (du|ihr)|bombe|(bist|seid) (du|ihr)~ (behindert|gestort|krank|dumm|blod|taub|bescheuert)',
        '(dumm|blod|hohl|dreckig|mies|verdammt|elend|bescheuert|nutzlos)(e|er|es|en)? (nuss|sau|kuh|maschine|*bot|computer|ding|kiste|pack|laden|verein|affen|app)',
      ],
      unless: ['buch|film|dvd|roman|titel|name|nachname|familie|heisse'],
    },
  },
  plainRequests: [
    '(sprech|red|chatt|telefonier|unterhalt)[a-z]*~ mit~ {person}',
    'mit~ {person}~ (sprech|red|chatt|telefonier|verbind|unterhalt)[a-z]*',
    '(verbind|verbund|weiterleit|weitergeleit|durchstell|leit|stell|ubergeb|gib|gebt|geben)[a-z]*~ (mit|an|zu)~ {person}',
    '(will|mochte|brauche?|wunsche|verlange)~ (einen|eine|nen|ne|jemanden) (echte[nr]? |richtige[nr]? |menschliche[nr]? |lebende[nr]? )?{person}$',
    '^(bitte )?(einen |eine |den |die )?(echte[nr]? )?{person}( bitte| jetzt| sofort){0,2}$',
  ],
};
