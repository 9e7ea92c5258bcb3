import type { notices as en } from './en.ts';

export const notices: Readonly<Record<keyof typeof en, string>> = {
  salutation: '{name}, ',
  'agent.warning': 'Ich übergebe Sie an jemanden aus unserem Team.',
  'agent.introduced':
    '{salutation}{agent} aus dem Team {team} ist jetzt für Sie da. {short} weiß, worum es geht, und hat eine Zusammenfassung, unser ganzes Gespräch und alles, was schon versucht wurde. Sie müssen also nichts wiederholen.',
  'agent.introduced-issue':
    '{salutation}{agent} aus dem Team {team} ist jetzt für Sie da. {short} weiß, worum es geht – {issue} –, und hat eine Zusammenfassung, unser ganzes Gespräch und alles, was schon versucht wurde. Sie müssen also nichts wiederholen.',
  'agent.transferring':
    '{salutation}{agent} verbindet Sie mit der Person, die hier weiterhelfen kann. Nichts von dem, was Sie uns gesagt haben, geht verloren.',
  'agent.unresponsive':
    '{salutation}es tut mir leid, dass {agent} nicht geantwortet hat. Sie behalten Ihren Platz, und wer als Nächstes übernimmt, kennt alles, was Sie uns gesagt haben.',
  'agent.disconnected':
    '{salutation}es tut mir leid: Die Verbindung zu {agent} ist abgebrochen. Sie behalten Ihren Platz, und wer als Nächstes übernimmt, kennt alles, was Sie uns gesagt haben.',
  'agent.closed':
    '{agent} hat diese Anfrage abgeschlossen. Schreiben Sie hier jederzeit, dann helfe ich Ihnen gern weiter.',

  'contact.phone':
    'Unter welcher Nummer dürfen wir anrufen? Bitte schreiben Sie sie mit Ländervorwahl, zum Beispiel +49 30 901820. Ihr Platz in der Warteschlange bleibt erhalten.',
  'contact.email':
    'An welche E-Mail-Adresse dürfen wir antworten? Bitte schreiben Sie sie hier. Ihr Platz in der Warteschlange bleibt erhalten.',
  'contact.phone-missing':
    'Bitte geben Sie eine Telefonnummer mit Ländervorwahl an, zum Beispiel +49 30 901820. Ihr Platz in der Warteschlange bleibt erhalten.',
  'contact.email-missing':
    'Bitte geben Sie eine E-Mail-Adresse an, zum Beispiel name@example.com. Ihr Platz in der Warteschlange bleibt erhalten.',

  'refused.offer': 'Dieses Angebot gilt nicht mehr.',
  'refused.callback': 'Es ist kein Anruf abzusagen.',
  'refused.handoff': 'Das hat sich inzwischen geändert. Bitte wählen Sie noch einmal.',
  'refused.survey': 'Diese Umfrage ist nicht mehr offen.',
  'refused.rated': 'Sie haben diese Umfrage schon beantwortet.',
  'refused.ended': 'Dieses Gespräch ist beendet. Schreiben Sie eine Nachricht, um neu zu beginnen.',

  'left.back-to-bot':
    'Sie haben die Warteschlange verlassen und sind wieder bei mir. Fragen Sie jederzeit nach einem Menschen.',
  'ticket.priority':
    'Ich habe Ihre Anfrage mit allem, was Sie uns gesagt haben, weitergegeben; sie hat Vorrang, und jemand aus unserem Team nimmt sich ihrer an.',
  'ticket.priority-within':
    'Ich habe Ihre Anfrage mit allem, was Sie uns gesagt haben, weitergegeben; sie hat Vorrang, und jemand aus unserem Team nimmt sich ihrer innerhalb von {duration} an.',
  'ticket.email':
    'Ich habe Ihre Anfrage mit allem, was Sie uns gesagt haben, weitergegeben; jemand aus unserem Team antwortet Ihnen per E-Mail.',
  'ticket.email-within':
    'Ich habe Ihre Anfrage mit allem, was Sie uns gesagt haben, weitergegeben; jemand aus unserem Team antwortet Ihnen innerhalb von {duration} per E-Mail.',
  'ticket.answered': 'Jemand aus unserem Team hat Ihre Anfrage per E-Mail beantwortet.',
  'bot.until-then':
    'Bis dahin kann ich weiterhin eine Bestellung nachsehen, eine Adresse ändern oder Fragen zu unseren Produkten beantworten.',

  'card.ringing': 'Das Team {team} wird gefragt',
  'card.ringing-text':
    'Meist antwortet jemand in weniger als 1 Minute und sieht, was Sie geschrieben haben; Sie können weiterschreiben.',
  'card.queue': 'Sie sind in der Warteschlange',
  'card.queue-place': 'Sie sind auf Platz {position} der Warteschlange',
  'card.queue-longer': 'Sie sind auf Platz {position} der Warteschlange, bei einer Wartezeit von {wait} oder länger',
  'card.queue-about': 'Sie sind auf Platz {position} der Warteschlange, bei einer Wartezeit von etwa {wait}',
  'card.queue-range': 'Sie sind auf Platz {position} der Warteschlange, bei einer Wartezeit von etwa {low} bis {wait}',
  'card.queue-text': 'Wer übernimmt, sieht, was Sie geschrieben haben; Sie können weiterschreiben.',
  'card.nobody': 'Zurzeit ist niemand im Dienst, der Ihnen hierbei helfen kann',
  'card.nobody-text': 'Sie behalten Ihren Platz. Wir können Sie auch anrufen oder Ihnen per E-Mail antworten.',
  'card.closed': 'Unser Team hat zurzeit geschlossen',
  'card.closed-hours': 'Öffnungszeiten: {hours}.',
  'card.closed-text':
    'Sobald wir öffnen, kann sich jemand aus unserem Team zuerst darum kümmern, Sie anrufen oder Ihre Nachricht per E-Mail beantworten.',

  'callback.scheduled':
    'Jemand aus unserem Team ruft Sie zur gewählten Zeit an, in {duration}, und kennt alles, was Sie uns gesagt haben. Bis dahin bin ich für Sie da.',
  'callback.scheduled-issue':
    'Jemand aus unserem Team ruft Sie zur gewählten Zeit an, in {duration}, und kennt alles, was Sie uns gesagt haben. Es geht um: {issue}. Bis dahin bin ich für Sie da.',
  'callback.scheduled-at':
    'Jemand aus unserem Team ruft Sie zur gewählten Zeit an, {time}, und kennt alles, was Sie uns gesagt haben. Bis dahin bin ich für Sie da.',
  'callback.scheduled-at-issue':
    'Jemand aus unserem Team ruft Sie zur gewählten Zeit an, {time}, und kennt alles, was Sie uns gesagt haben. Es geht um: {issue}. Bis dahin bin ich für Sie da.',
  'callback.promised':
    'Jemand aus unserem Team ruft Sie innerhalb von {duration} an und kennt alles, was Sie uns gesagt haben. Bis dahin bin ich für Sie da.',
  'callback.promised-issue':
    'Jemand aus unserem Team ruft Sie innerhalb von {duration} an und kennt alles, was Sie uns gesagt haben. Es geht um: {issue}. Bis dahin bin ich für Sie da.',
  'windows.none':
    'In den nächsten Tagen ist keine Zeit für einen Anruf frei. Sie behalten Ihren Platz in der Warteschlange.',
  'windows.taken': 'Diese Zeit wurde gerade vergeben. Sie behalten Ihren Platz; diese Zeiten sind frei.',
  'windows.impossible': 'Zu dieser Zeit können wir nicht anrufen. Sie behalten Ihren Platz; diese Zeiten sind frei.',
  'call.missed': 'Wir haben Sie angerufen und nicht erreicht. Wir versuchen es in {duration} noch einmal.',
  'call.overdue':
    'Es tut mir leid: Wir hatten Ihnen einen Anruf bis jetzt zugesagt und haben noch nicht angerufen. Sie behalten Ihren Platz, und wir rufen an, sobald jemand frei ist.',
  'call.done': 'Vielen Dank für das Gespräch. Schreiben Sie hier jederzeit, dann helfe ich Ihnen gern weiter.',
  'call.no-answer':
    'Wir haben Sie mehrmals angerufen und nicht erreicht, deshalb versuchen wir es nicht weiter. Fragen Sie hier jederzeit nach einem Menschen.',
  'call.wrong-number':
    'Die Nummer, die wir haben, ist nicht Ihre; deshalb konnten wir Sie nicht anrufen. Fragen Sie hier nach einem Menschen, und nennen Sie uns die richtige.',
  'call.cancelled': 'Der Anruf ist abgesagt.',

  'again.offer': 'Soll ich Sie jetzt mit jemandem aus unserem Team verbinden? Bitte antworten Sie mit Ja oder Nein.',
  'again.choice': 'Bitte wählen Sie: Antworten Sie mit einer Nummer von 1 bis {choices}.',
  'again.survey': 'Wie viele Sterne geben Sie? Bitte antworten Sie mit einer ganzen Zahl von 1 bis 5; 5 ist am besten.',
  'again.contact':
    'Das konnte ich nicht lesen. Sie behalten Ihren Platz in der Warteschlange; bitte schreiben Sie es noch einmal, oder sagen Sie mir, dass Sie warten möchten.',
  'offer.declined': 'In Ordnung. Ich helfe Ihnen hier weiter; fragen Sie jederzeit nach einem Menschen.',
  'survey.rated': 'Vielen Dank für Ihre Antwort.',

  'issue.billing': 'Ihre Frage zur Rechnung',
  'issue.technical': 'das technische Problem',
  'issue.cancellation': 'Ihre Kündigung',
  'issue.enterprise': 'Ihre Pläne mit uns',
  'issue.general': 'Ihre Frage',
  'issue.person': 'Ihr Wunsch, mit einem Menschen zu sprechen',
  'issue.quoted': '{issue} („{quote}“)',

  'secret.card-number': 'Kartennummer',
  'secret.identity-number': 'Ausweisnummer',
  'secret.security-code': 'Prüfnummer',
  'secret.pin': 'PIN',
  'secret.password': 'Passwort',
  'secret.iban': 'IBAN',
  'secret.token': 'Zugangsschlüssel',

  'join.under-minute': 'weniger als 1 Minute',
  'join.unknown': 'unbekannt',
  'join.longer': '{count, plural, one {# Minute oder länger} other {# Minuten oder länger}}',
  'join.about': '{count, plural, one {etwa # Minute} other {etwa # Minuten}}',
  'join.range': '{count, plural, one {{low} bis # Minute} other {{low} bis # Minuten}}',
  'join.closed': 'geschlossen bis {opening}',

  'list.comma': ', ',
  'list.semicolon': '; ',
  'hours.week': '{shifts} ({zone})',
  'hours.all-day': '{days} ganztägig',
  'hours.single-days': 'nur an einzelnen Tagen',
  'hours.next': '{week}; wieder erreichbar {opening}',
  'hours.opening-both': '{reader} Ihrer Zeit ({team}, {zone})',

  'duration.minutes': '{count, plural, one {einer Minute} other {# Minuten}}',
  'duration.hours': '{count, plural, one {einer Stunde} other {# Stunden}}',

  'team.billing': 'Abrechnung',
  'team.technical': 'Technik',
  'team.retention': 'Kundenbindung',
  'team.enterprise': 'Geschäftskunden',
  'team.general': 'Kundenservice',
  'team.other': '„{name}“',

  'greeting.hello': 'Guten Tag, ich bin {agent}.',
  'greeting.hello-name': 'Guten Tag, {name}, ich bin {agent}.',
  'greeting.apology': 'Die bisherigen Umstände tun mir leid.',
  'greeting.ask': 'Ich bin jetzt für Sie da. Worum geht es?',
  'greeting.read-quote':
    'Ich habe alles gelesen, Sie müssen also nichts wiederholen: Sie haben geschrieben „{quote}“. Ich sehe mir das jetzt an.',
  'greeting.read-issue':
    'Ich habe alles gelesen, Sie müssen also nichts wiederholen: Es geht um {issue}. Ich sehe mir das jetzt an.',
};
