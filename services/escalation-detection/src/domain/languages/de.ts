import type { LanguagePatterns } from './language-matcher.ts';

/** German, with words of Austria and Switzerland. Umlauts are folded to a, o, u. */
export const german: LanguagePatterns = {
  negation: 'nicht|nich|ned|net|nie|niemals|kein|keine|keinen|keinem|keiner|ohne|statt|anstatt|weder|niemand',
  classes: {
    who: 'mensch(en)?|person|*mitarbeiter*|kolleg(e|en|in)|*berater*|*betreuer*|sachbearb*|ansprech*|agent*|techniker*|expert*|chef(in)?|vorgesetzte*|*leiter(in)?|manager*|verantwortliche*|zustandige*|arzt*|jemand*|opper*|jmdn?|we[rnm]|irgendwe*|leute|*dienst|*service|*support|hotline|vertrieb|*abteilung|*stelle',
    talk: 'red(e|e?n|a)|sprech(e|en)|telefonier(en|e)|unterhalten|chatten|klaren|kontakt*|erreiche?n?',
    reach:
      '(an|zuruck)rufen|meld(en|et)|kontaktier(en|t)|helfen|hilft|kummer(n|t)|*schauen|ansehen|ubernehmen|sprechen|reden|erreich(e|en)',
    real: '(echt|richtig|lebend|lebendig|menschlich|wirklich|real)(e|en|er|es|em)?',
    thing:
      '*karte(n)?|*konto|*konten|*account|profil|*zugang|login|handy*|natel|telefon|smartphone|iphone|sim|geldborse|portemonnaie|geldbeutel|brieftasche|*tasche|laptop|*ausweis|*pass|schlussel|passwort|identitat|shop',
    lost: 'verlor(en|n)|verlier|abhanden*|gestohlen|gstohl*|ge?klaut|entwendet|geraubt|weg|fort|verschwunden|liegen lassen|gfladert|getauscht',
    cancel:
      'kue?ndige[nrt]?|kue?ndigung|storn(o|ier|iere|ieren|ierung)|ruckgangig|absage[n]?|abbestelle[n]?|beenden?|auflos(e|en|ung)|abmelde[n]?|widerruf*|zurucktreten|rucktritt|aufheben|loswerden|schliessen?|annullieren?|cancel(n|en)?|deaktivieren?|losche[nt]?|loschung|aussteigen|austreten|austritt|austragen|abbrechen|raus',
    contract:
      '*vertrag(s)?|*abo(s)?|*abonnement|mitgliedschaft|*konto|*account|*profil|*tarif|*versicherung|police|*bestellung|*auftrag|*buchung|*reservierung|*flug|hotel*|*reise|*zimmer|*termin|*tickets?|*karte|*wagen|*kurs|*lizenz*|anmeldung|*schaft|newsletter|*programm|zeitung|*anschluss|*paket|strom|gas|kredit|probe*|verein|*studio|*box|*leasing|*plan|*lieferung|spende|sitz*|tisch*|tv|prime|premium|daten',
    charge:
      '*bucht|abgezogen|*rechnet|*belastet|kassiert|eingezogen|abzieht|verlangt|verlangen|fordert|*zahlt|aufgebrummt|rechnen|gekostet|uberwiesen|bucht|belasten',
    bill: '*rechnung(en)?|*betrag|*gebuh?r(en)?|*beitrag|*preis|*pramie|*position|posten|*abbuchung(en)?|*zahlung(en)?|*lastschrift|mahn*|*kosten|*zuschlag|*tarif|*abschlag|*kaution|*pauschale|rabatt|gutschein|guthaben|roaming|euro|franken|*kauf',
    wrong:
      'falsch*|*fehler*|fehlerhaft*|stimm(t|en)~ (nicht|net|ned|nie|hinten)|zu (viel|hoch|teuer)|zuviel|doppelt*|(zwei|2|drei|3) ?(x|mal)|mehrfach|passt~ (nicht|ned|nie|hinten)|un(berechtigt|gerecht|korrekt)[a-z]*|nicht (in ordnung|korrekt|richtig|nachvollzieh*)|hoher als|uberhoht*|irrtum*|anders|mehr als|statt|trotz|immer noch|weiterhin|(verdoppelt|verdreifacht|explodiert)|langst|bereits',
    never:
      '(nie|nicht|nichts|nix|niemals|ned|net|nid|kein|keine|keinen|gar nicht)~ (bestellt|gebucht|abgeschlossen|genommen|*nutzt|erhalten|bekommen|verbraucht|beauftragt|geliefert|vereinbart|zugestimmt|gab|gehabt|gekauft|angefordert|gewollt|wollte|stattgefunden|kam)',
    oath: 'scheiss*|*scheisse?|schas*|sch\\*{1,}e?n?|kack|kack*|arsch(loch|geige|gesicht|kriecher)?|arschlocher|oasch*|fick(t|en|er)?|(ge|ver)fickt*|verf[iuy]?\\*{1,}[a-z]*|fi\\*{1,}[a-z]*|wixx?er*|wichser*|hurens*|hure|nutte*|fotze*|schlampe*|bastard*|missgeburt*|spast[a-z]{0,3}|mongo|*idiot(en|isch*)?|depp*|deppat*|trottel*|*pfosten|penner*|drecks*|saftladen|sauladen|pisser|verpiss*|verarsch*|schwein(e|ehund)?|gesindel|abschaum|verrecke*|krepier*|gopf*|schafs?eckel|halsabschneider|hirnlos*|beschissen*|bescheuert*|bekloppt*|schwachkopf*|dummkopf*|sau(haufen|bande|verein)|wappler|gfrast*|beidl|hirn(i|amputiert)[a-z]*|spacko|hunde?sohn*|mist(kerl|stuck|geburt)[a-z]*|lugenpack|huere*|zum kotzen|kotz(t|en)|ver(flucht|dammt)(e|er|es)? (scheiss|nochmal|noch)|zefix|kruzi*|tubel|tschumpel|lmaa|wtf|stfu',
  },
  intents: {
    'emotional.human-request': {
      says: [
        '(mit|an|zu)~ {who}~~ {talk}|{talk}~ (mit|zu)~ {who}|(erreich|anruf|kontaktier)[a-z]*~ {who}',
        '(verbinden?|verbind|durch(ge)?stell[a-z]*|weiter(ge)?leit[a-z]*|ubergeben)~ (mich|uns|mit|an|zu[mr]?|werden|bitte)',
        '(stell*|leit*|geb|gebt|geben|gib|schick*|verweis*)~ (mich|uns|vorgang|das|es)~ (durch|weiter|an|zu|ab|hin|mit)',
        '(kann|konn*|soll*|muss|mocht*|bitte|will|dass|gibts?|da)~ {who}~~ {reach}',
        '(ruf|ruft|rufen|meld*)~ (mich|uns|sich)~ (an|zuruck|bei)|ruckruf|zuruckgerufen|(wo|ich)~ anrufen',
        '(gibt*|ist|sitzt|hort|liest|habt)~ (da|hier|auch|uberhaupt|noch)~ {who}|jemand~ (da|dran|hier)|{real} ({who}|chat)|we[rnm] {real}',
        '(brauch*|will|mocht*|wunsch*|hatt*|such|verlang*|her mit|hol*|gib|gebt|geben|bitte|wo ist|an|lieber)( [^ .?,]{1,}){0,3} {who}( (bitte|sprechen|*holen|her|haben|ans))?',
        '^(bitte |ein |eine |einen |live |support )?({who}|live ?chat|mensch)( bitte| sofort| jetzt| her| chat)*$',
        '{who} (ans|am) telefon|*nummer~ (vom|von|des)~ {who}|live ?chat',
        '(rede|will|mag)~ nicht~ (mit|zu)~ (*maschine*|*bots?|computer|robot*|automat*|ki)|personlich~ {talk}|personlich~ kummert',
      ],
      unless: [
        '(niemand*|keine[nrm]?|kein|ohne|nicht mit)( [^ .?]{1,})? ({who}|sprechen|reden)',
        '(muss|musste|soll|brauche) (ich|man|mein*)~ (mit|beim|an|zu)|(bist|sind) (du|sie)|(hab|habe|hat|wurde|hatte)~~ (ge[a-z]*t|gesprochen|angerufen|empfohlen)',
        'verdien*|job|bewerb*|buch|film|wann|wie ?viele?|offen|schneller',
        '(die|der|den|ihr|ihre|mein|meine) {who} (hat|war|ist|mocht*|will|kommt|sagt)|andere person',
      ],
    },
    'stakes.security': {
      says: [
        '{thing}~~ {lost}|{lost}~ {thing}|(finde?)~ {thing}~ (nicht|nimmer|nirgends)|{thing}~ (nicht mehr|nirgends|nimmer)',
        '*gehackt|ghackt|hijack*|gekapert|geknackt|wurde ubernommen|gephisht|kompromittiert|missbrauch(t|en)?|*missbrauch|*(raumt|plundert)|geklont|*falscht|erpress*',
        'phishing|eingebrochen|*betrug|*betruger*|datenklau|trojaner|virus|abzocke*|auf~ abgezogen|betrogen|fernzugriff|reingefallen',
        '(jemand|jmd|wer|irgendwe*|fremde*|unbekannte*|einer|hacker)~~ (in|auf|mit|an) (mein*|unser*)~ {thing}',
        '(jemand|wer|irgendwe*|einer|fremde*|unbekannte*)~~ (eingeloggt|angemeldet|zugriff*|gebucht|bestellt|abgehoben|uberwiesen|geandert|nutzt|daten)',
        '(fremd|unbekannt|verdachtig|komisch|unbefugt)(e|er|es|en)? (*gerate?|*phone|*pad|login*|zugriff*|anmeldung*|user|*uberweisung*|transaktion*|*bestellung*|admin*)',
        '(war|bin) (ich|i)~ (nicht|net|ned|nid)|ich war (das|es)? ?nicht|auf mein(en)? namen|(nicht|ned|net) von mir|ohne (mein|meine|mich) ?(wissen|zutun|zustimmung)?|hab*~ (nicht|nie|ned) (gemacht|veranlasst|getatigt|autorisiert|angefordert|geandert|beantragt|freigegeben)',
        '(bitte|sofort|dringend|muss|mussen|konn*|will|lassen)~ (sperre?n?|blockieren?|einfrieren|zumachen)|{thing}~ (sperren?|sperrung|blockieren)|(sperr|sperre|sperrt|stopp*)~ {thing}|zahlung~ stoppen',
        '(tan|pin|passwort|*daten|code|*nummer)~~ (eingegeben|*gegeben|verraten|gesagt|mitgeteilt)|auf~ link~ geklickt',
        'versucht~~ zu (bezahlen|*loggen|*heben)|von we[mn]~ (nicht|ned) kenn*|(bestellung*|uberweisung*|adresse)~~ nicht kenn*',
      ],
      unless: [
        '(falls|wenn)~ (ich|mir|man)|was (passiert|bedeutet|ist|heisst)|versicher*|schutz*|wie sicher|wieder (da|gefunden|aufgetaucht)|erledigt|geklart|buch|krimi|film|spiel|kurs|paket|koffer|vergessen|falsch eingegeben|verliere ich|punkte',
      ],
    },
    'stakes.cancellation': {
      says: [
        '{contract}~~ {cancel}|{cancel}~ {contract}',
        '(will|mocht*|wollen|bitte|wie|hatt*|hiermit|wo|ich|wir|wu)~ (kue?ndige[n]?|stornieren?|abbestellen|austreten|aussteigen|zurucktreten)',
        '^(kue?ndige[n]?|kue?ndigung|storno|stornier(e|en|ung)|abmelden|abbestellen|widerruf)( [^ .?]{1,}){0,3}$',
        'keine?n? {contract} mehr|{contract}~ (nicht mehr|nimmer|nimma|nicht weiter|nicht verlanger*)|brauch*~ (nicht mehr|nimmer)|(nicht|nimmer)~ (verlangern|weiterfuhren)',
        '(losch*|nehmt|nehmen|streich*|meld*|entfern*)~ (mich|uns)~ (aus|ab|raus|von|losch*)|(tret|steig)e?~ (aus|zuruck)|widerrufsrecht',
      ],
      unless: [
        'bis wann|was kostet|was passiert|kostenlos|*gebuhr(en)?|*kosten|*frist*|vorlage|schon|bereits|letzte[snr]?|pausier*|versehentlich|aus versehen|browser|alarm|(mir|uns)~ gekundigt|wurden?|bricht|doch nicht|bitte nicht|erhalten|foto*|*verlauf|umbuch*|verschieb*|ob',
      ],
    },
    'stakes.billing-dispute': {
      says: [
        '{bill}~~ {wrong}|{wrong}~ ({bill}|{charge})|{charge}~~ {wrong}|({charge}|{bill})~~ {never}|{never}~~ ({charge}|{bill})',
        '({charge}|{bill})~~ (obwohl|dabei|trotzdem|laut|aber)|(obwohl|trotzdem|dabei|aber)~~ {charge}',
        '(reklamier*|beanstand*|widersprech*|widerspruch|einspruch|bestreit*|anfecht*|ruckbuch*)',
        '(was|wofur|warum|wieso|weshalb|woher)~ ({charge}|{bill})',
        '(unbekannte*|komische*|fremde*)~ {bill}|{bill}~~ (nicht|ned|nid) (kenn*|zuordnen|bekannt|autorisiert|erklaren)',
        '(fehlen|fehlt)~ (euro|franken|geld|konto)|(geld|differenz)~ zuruck|(versprochen|vereinbart|ausg[a-z]*macht|zugesagt|hiess|offerte|angebot)~~ {bill}|{bill}~~ (nicht|nie|ned)~ (abgezogen|berucksichtigt|angerechnet|zuruck*|erstattet)|{bill}~ (versprochen|vereinbart|ausg[a-z]*macht|zugesagt|sein sollte)',
      ],
      unless: [
        '(kann|konnen|darf|muss|will|mochte) (ich|man|wir)~ (umstellen|zahlen|bezahlen|andern)|danke|stimmt (so|wieder|die)|alles gut|(was|wie) (hoch|viel|teuer|kann|funktioniert|setzt|kostet)|wieviel|billiger|falls|zeitung|gilt|ist (meine|die)~ da|nochmal|ab wann',
      ],
    },
    'emotional.profanity': {
      says: [
        '{oath}|(am|in) arsch|leck*~ (arsch|oarsch|mich)|konnt?(en)? mich~ mal|(mach*~ (dich|euch) (fertig|kalt|platt))|kurz und klein|(stuck|haufen) (dreck|mull|schrott|software)|halt*~ (maul|fresse|klappe|schnauze|gosch*)|(maul|fresse) halten',
        '(du|ihr|sie|so ein*|was fur ein*|eure*|dein*|verlogen*|elend*|mies*|unfahig*|dreckig*)~ (pack|lugner*|betruger*|versager*|nuss|sau|ratte*|kuhe?|esel|clowns?|affen?|gauner*|verbrecher*|mistding|vieh)',
        '(geh|geht) (sterben|scheissen|zum teufel)|fahrt?~ zur holle|(polier*|schlag*|hau*|brech*)~ (fresse|schadel|zahne|kopf|nase|knochen)|(umbring|abstech|anzund)[a-z]*|bring*~ (dich|euch) um|angezundet|abgefackelt|abfackeln|weiss wo (du|ihr)|bombe|(bist|seid) (du|ihr)~ (behindert|gestort|krank|dumm|blod|taub|bescheuert)',
        '(dumm|blod|hohl|dreckig|mies|verdammt|elend|bescheuert|nutzlos)(e|er|es|en)? (nuss|sau|kuh|maschine|*bot|computer|ding|kiste|pack|laden|verein|affen|app)',
      ],
      unless: ['buch|film|dvd|roman|titel|name|nachname|familie|heisse'],
    },
  },
};
