import type { LanguagePatterns } from './language-matcher.ts';

/** French, with words of Canada, Belgium and Switzerland. Accents are folded; apostrophes and hyphens separate words. */
export const french: LanguagePatterns = {
  negation: 'ne|n|pas|jamais|sans|ni|non|aucun|aucune|personne|plutot que|au lieu de',
  classes: {
    person:
      'personne|humaine?|conseill?er(e)?|agente?|operat(eur|rice)|responsable|superieure?|technicien(ne)?|representante?|interlocut(eur|rice)|quelqu un|quelqun|qqn|service client',
    who: 'personne|humaine?|agente?|conseill?er(e|s|es)?|operat(eur|rice)|representante?|responsable|superieure?|gerante?|direct(eur|rice)|manager|chef|collegues?|employee?|gestionnaire|technicien|specialiste|infirmiere?|medecin|docteur|quelqu un|quelqun|quelquun|qqn|qq1|monde|gens|interlocut(eur|rice)|standard|accueil|reception|service|support|equipe|patron|commercial|comptabilite|juridique',
    talk: 'parl(er|e|ez|erai)|discut(er|e)|echanger|jaser|causer|entretenir|contacter|joindre|communiquer|dialoguer|t?chatter|appeler|telephoner',
    pass: 'fai(tes|re) venir|(pass|transfer|mett|connect|redirig|orient|envoy|reli|adress)(e|ez|er|re)|mets|envoie',
    want: 'veux|voudrais|voulons|souhait(e|erais)|aimerais|desire|besoin|exige|demande|prefere|faut|faudrait|cherche|donnez|trouvez|moyen d|rendez vous|rdv|jveux|avoir',
    thing:
      '*cartes?|cb|comptes?|telephone|tel|portable|iphone|mobile|portefeuille|sac|identite|passeport|papiers|mot de passe|mdp|identifiants?|code|digipass|sim|ligne|numero|adresse|donnees|coordonnees|chequier|rib|dossier|profil|espace|visa|mail|acces|cles|miles',
    stolen:
      '(vol|derob|pirat|hack|piqu|detourn|arnaqu|escroqu|clon|fauch|forc)(e|ee|es|ees|er)|usurp[a-z]*|(perdu|egare|disparu|tombe|vide|compromis)e?s?|chour[a-z]*',
    act: 'virements?|operations?|transactions?|retraits?|achats?|connexions?|commandes?|code|alerte|appareil|session|acces|activite|utilisateur|admin*',
    notme:
      '(pas|rien|jamais)~ (valid|autoris|effectu|reconnai|demand|fait|auteur|a moi)[a-z]*|(ne |n )?(reconnais|autorise) pas',
    odd: '(inconnu|suspect|etrange|bizarre|non autorise)(e|s|es)?|depuis l[a-z]?',
    cancel:
      'annul(er|ez|e|ation|ee)|anul(er|ez|e|ation)|resili(er|ez|e|ation)|desabonn(er|ez|e|ement)|desinscri[a-z]*|desinscription|clotur(er|ez|e)|ferm(er|ez|eture)|supprim(er|ez|e)|effac(er|ez)|arret(er|ez|e|ons)|stop|stopp(er|ez)|suppression|termin(er|ez)|mettre fin|mett[a-z]*~ terme|suspendre|rompre|retract(er|ation)|quitt(e|er|ons)|cess(er|ez)|partir|enlever|retirer|sortir|renonce[r]?|rendre',
    contract:
      'contrat|abonnement|abo|forfait|compte|ligne|assurance|mutuelle|commande|achat|reservation|resa|vol|billets?|chambre|hotel|nuit[a-z]*|sejour|voyage|rendez vous|rdv|carte|livret|box|internet|abonnements|adhesion|inscription|formation|cours|licence|option|essai|magazine|journal|prelevement|virement|table|location|salle de sport|premium|profil|donnees|police|electricite|gaz|energie|pret|credit|club|association|alarme|fibre|offre|colis|train|location|don',
    charge:
      '(debit|prelev|factur|encaiss|compt|charg|pay|retir|reclam|coupon|major|augment|tripl)(e|ee|es|ees|er|ez)|paie|pris|prenez|prend|coute|deduite?|rembourse[a-z]*',
    bill: 'factures?|montant|frais|prelevements?|debits?|paiements?|somme|facturation|note|prix|tarif|prime|commission|caution|bill|option|euros?|e|francs?|chf|remise|promo|loyer|mensualite|decompte',
    wrong:
      'erreurs?|faux|fausse|errone(e|s)?|incorrecte?|injustifie(e|s)?|anormal[a-z]*|pour rien|ancien|pas (la|venu)|apres (resili|annul)ation|pas voulu|deux fois|2 fois|2x|trois fois|doubles?|doublon|en double|(de|en) trop|trop (eleve|cher|percu)[a-z]*|trop|different[a-z]*|mauvais[e]?|change sans|de plus|abusifs?|abusive|inconnu(e|s)?|pas (ete )?(normal|juste|correct|conforme|deduit|applique|bon|rendu|rembours|celui|le meme)[a-z]*|sans (autorisation|accord|raison|prevenir|mon)|au lieu de|surfacture*|surfacturation|plein tarif|gonfle[a-z]*',
    never:
      '(jamais|pas|rien|aucun|aucune)~ (demande|command|souscri|utilis|recu|consomm|achet|autoris|valid|sign|accept|reconnai|livr|pris|sais|correspond|profit|compren)[a-z]*|(ne |n )?(reconnai|compren|demand)[a-z]* (pas|jamais)',
    oath: 'putain|putes?|p\\*{1,}n?|pt1|ptn|merde|m\\*{1,}e?|merdi(que|er|ers)|marde|bordel|foutre|foutez|foutent|connards?|connasses?|conn?asse|connes?|conneries?|enculer?s?|encul(e|es|er|ee)|enc\\*{1,}[a-z]*|ntm|fdp|tg|vtff|salauds?|salopes?|saloperie|salopards?|batards?|abrutis?e?|cretins?|debiles?|imbeciles?|idiots?|bouffons?|ordures?|raclures?|encules|trou(s)? du cul|trouduc|tabarnak|tabarnouche|calice|caliss[a-z]*|criss|ostie|osti|esti|crosseurs?|chier|chiez|chiant[a-z]*|emmerd[a-z]*|couill[a-z]*|bite|niqu[a-z]*|nique|pd|pedes?|tapettes?|voleurs|escrocs|incapables|branleurs?|clochards?|charognes?|fumiers?|pourritures?|guignols|nazes?|tocards?|enfoires?|ducon|tares?|boloss|mongol|gogol|degueulasses?|poufiasses?|grognasses?|niaiseux|maudit (bot|service|robot)|crisse[z]?|decaliss[a-z]*|simonac|trou de cul|degage[z]?|tete de (con|noeud)',
  },
  intents: {
    'emotional.human-request': {
      says: [
        '{who} & {talk}',
        '{who} & {pass}',
        '{want} & {who}',
        '(me|m|moi|nous) (rappel|appel|contact|recontact|telephon)(er|ez|e|ent|le)|(rappel|appel|contact|recontact)(ez|e|er|le) (moi|nous)|etre (rappele|recontacte|contacte|appele)[a-z]*|(rappel|contact)er~ par~ {who}',
        '(mettre|mis(e)?|mettez)~ en (relation|contact|ligne)|contact telephonique|numero~ (appel|joindre|telephone)[a-z]*|qui (peut|pourrait) m aider|qui~ je peux~ (appeler|joindre)|(y a|ya)~ {who}~ (vrai|reel|humain|derriere|la|repond|aider)|y a~ moyen~ {who}',
        '(vrai|reel)(le|e|s)? {who}|en chair et en os|de vive voix|(aide|contact) humaine?|(besoin|veux)~ humaine?|qui~ (en ligne|au telephone|parler)',
        '^(il )?y a (t il )?(quelqu un|qqn)( ici| la| svp)?$|^(bonjour )?(un |une |le |la |des )?(vrai )?({who})( client[a-z]*| humaine?| svp| stp| s il vous plait| merci){0,3}$',
        '((ne|n) [^ ]{1,} )?(pas|plus|marre|assez)~ (bots?|robot|machine|chatbot|automate|ia)( merci| svp|$)|(que |qu )avec~ {who}',
      ],
      unless: [
        'pas (besoin|envie)~|savoir si|immobilier|hier|je m appelle|chez le|pour {who}|(es|etes)~ (un|une)|horaires?|ouvert[a-z]*|combien|main propre|(mon|ma|mes|le|la) (mari|femme|mere|pere|{who}) (a|est|qui|de|demande|m|mardi|doit|peut)|(avec|par) mon|(j ai|jai|ai) (deja )?(parle|eu|appele)|deja eu|emploi|recrut[a-z]*|ajouter|langues|merci a',
      ],
    },
    'stakes.security': {
      says: [
        '{thing} & {stolen}',
        '(plus|retrouve (pas|plus)|trouve (pas|plus)) (ma|mon|mes) {thing}|(m a|m ont|on m a|me suis fait|s est fait|me faire|fait)~ {stolen}',
        'piratage|phishing|hameconnage|fraude|fraudul[a-z]*|arnaque|escroquerie|usurpation|ransomware|rancongiciel|virus|faux (site|conseiller|mail|sms|message)|fait passer pour|vol (de|d) {thing}|victime d',
        '(quelqu un|qqn|inconnue?s?|tiers|on m|gens|hacker|mon ex) (a|ont|m a|s est|se|est|utilise|utilisent)~~ (mon|mes|ma|moi|notre)',
        '(mon|mes|ma|notre)~ {thing}~~ (par|a)~ (quelqu un|qqn|inconnu|tiers|personne non)|(a ma place|a mon (nom|insu)|sans mon (accord|autorisation))',
        '(c est|ce n est|c etait|etait|est|suis) pas moi|pas moi qui|',
        '{act} & ({notme}|{odd})',
        'non autorisee?',
        '(bloqu|gel|oppos|coup|desactiv|suspend)(er|ez|e|ition)~ {thing}|faire opposition|opposition~ carte',
        '(donne|communique|dicte|rentre|saisi|entre|tape|transmis|fourni)~~ {thing}|clique~ (sms|lien|mail)',
      ],
      unless: [
        'si (un jour|on|je|jamais|quelqu)|comment~ (proteg|evit|savoir)[a-z]*|quel(le)?s? (est|antivirus)|par precaution|oublie$|mot de passe oublie|regle(e|s)?|resolue?|retrouvee?|concerne|expire|ticket|colis|valise|bagages?|le fil|jeu|film|livre|journaux|newsletter|vendez',
      ],
    },
    'stakes.cancellation': {
      says: [
        '{cancel} & {contract}',
        '(veux|voudrais|souhaite|aimerais|comment|faut|svp|je|desire|vais|peut on|puis je|pour)~ (desabonner|desinscrire|resilier|annuler|retracter|quitter)',
        '^(annul(er|ez|ation|e)|anul(er|ation)|resili(er|ez|ation)|desabonnement|me desabonner|desabonnez moi|retractation)( [^ .?]{1,}){0,4}$',
        '(resiliez|annulez|desabonnez)( moi| tout)?$|partir de chez vous|je me (retracte|desabonne|desinscris)|j (annule|arrete|resilie)|(ne |n )?(veux|souhaite|desire|voulons|voudrais)~ plus~ (de|d|etre|votre|vos|recevoir|renouveler|continuer|{contract})|(n ai |n avons )?plus besoin~|(ne|n|pas) (souhaite|veux|desire|compte|vais) pas (renouveler|continuer|reconduire|garder)|pas (garder|renouveler|reconduire|prolonger)~ {contract}|vous quitte|quitte~ (association|club)|jveux plus',
      ],
      unless: [
        'n annulez|pas annuler|surtout pas|a tout moment|(soeur|frere|mari|femme|ami|amie|voisin) a|annulation gratuite|(a|ont|ete|est)( ete| il| elle)? (annule|supprime|ferme|coupe|resilie|termine)e?|(quel[a-z]*|les|sans|combien)~ frais|delai de resiliation|jusqu a quand|recu~ confirmation|historique|cache|pause|rappel|adresse|utilisateur|photo|garder mon|reste chez|bruit|agence|decaler|reporter|failli|contrat de travail|a quelle heure',
      ],
    },
    'stakes.billing-dispute': {
      says: [
        '({charge}|{bill}) & ({wrong}|{never})',
        'surfactur[a-z]*|trop percu|je n ai pas a payer',
        '({charge}|{bill})~~ (alors (que|qu)|pourtant|mais|quand)|(alors que|pourtant|annule[a-z]*)~~ {charge}',
        '(conteste[a-z]*|reclamation|litige|desaccord|refuse de payer|opposition au prelevement)~',
        '(pourquoi|pk|pq|prk|c est quoi|c koi|cest quoi|a quoi correspond|d ou vient|qu est ce que)~ ({charge}|{bill})|depuis quand~ {charge}|depuis quand~ coute',
        '(promis|annonce|affiche|prevu|convenu|devis|inclus|gratuite?)[a-z]*~~ ({charge}|{bill})|({charge}|{bill})~~ (promis|annonce|affiche|prevu|convenu|gratuite?)[a-z]*',
        'rembours[a-z]*~ (trop|double|difference|indu[a-z]*|en trop|prelevement|frais)|verifi[a-z]* (ma|cette|la) facture',
      ],
      unless: [
        '(combien|quel)~ (coute|est)|si (on|je|nous)|est correcte?|clos|tout est (bon|regle)|credite$|oublie de payer|(puis je|peux|peut on|voudrais|dois je|dois)~ (payer|reessayer|partager|changer)|en papier|recu (ma|la) facture|compris dans|domiciliation',
      ],
    },
    'emotional.profanity': {
      says: [
        '{oath}|(ta|ferme(z)?|fermez|vos) (ta |la )?(gueules?|bouche)|(votre|ta|ma|la) gueule|dans (le|ton|votre) cul|au cul|mon cul|(allez|va)~ (crever|mourir|diable|enfer)|creve[zr]?',
        '(je|j|on|nous)~ (fous|mets|fout|mettre|vais)~ (feu|casser|bruler|peter|exploser|tuer|buter|crever|defoncer|frapper|tabasser|retrouver)|(casser|peter|defoncer|exploser)~ (gueule|tete|dents|vitrine)|mange[rz]?~ (marde|merde|tes morts)|espece (de|d)|bande (de|d) (nuls?|incapables?|[a-z]*)|(gros|pauvre|petit|vieux|t es|es|vraiment|etes|les|des|de|un|trop|si) cons?|gros(se)? (nul|porc|naze)|sers? a rien|sale (con|bot|porc|machine|robot|chien|race)|casse toi|^ta mere$|ferme la$|(va te|allez vous) faire',
      ],
      unless: [
        'nom( de famille)?|livre|film|catalogue|poche|dvd|roman|reference|ref|auberge|piece|ordures? menageres?|collecte|pour ton examen|gers|livrez vous a|commune|village|bus|quai',
      ],
    },
  },
  plainRequests: [
    '(parler|discuter|echanger|t?chatter|communiquer|dialoguer)~ (a|avec|au)~ {person}',
    '(passe[rz]?|mettre|mettez|mets|transfere[rz]?|oriente[rz]?|connecte[rz]?|dirige[rz]?|relie[rz]?|basculez?)~ (a|au|avec|vers|en relation avec|en contact avec)~ {person}',
    '(passe[rz]?|donne[rz]?) (moi|nous) (un |une |le |la )?{person}',
    '(veux|voudrais|souhaite|besoin d|exige)~ (un|une) (vrai |vraie )?{person}$',
    '^(un |une |je veux un |je veux une )?(vrai |vraie )?{person}( humaine?| svp| stp| s il vous plait){0,2}$',
  ],
};
