import type { notices as en } from './en.ts';

export const notices: Readonly<Record<keyof typeof en, string>> = {
  salutation: '{name}, ',
  'agent.warning': 'Je vous mets en relation avec une personne de notre équipe.',
  'agent.introduced':
    '{salutation}{agent}, de l’équipe {team}, est maintenant avec vous. {short} sait de quoi il s’agit et dispose d’un résumé, de toute notre conversation et de ce qui a été tenté : vous n’avez donc rien à répéter.',
  'agent.introduced-issue':
    '{salutation}{agent}, de l’équipe {team}, est maintenant avec vous. {short} sait de quoi il s’agit ({issue}) et dispose d’un résumé, de toute notre conversation et de ce qui a été tenté : vous n’avez donc rien à répéter.',
  'agent.transferring':
    '{salutation}{agent} vous met en relation avec la personne qui peut poursuivre. Rien de ce que vous nous avez dit n’est perdu.',
  'agent.unresponsive':
    '{salutation}je regrette que {agent} n’ait pas répondu. Vous gardez votre place, et la personne suivante aura tout ce que vous nous avez dit.',
  'agent.disconnected':
    '{salutation}toutes mes excuses : la connexion avec {agent} a été perdue. Vous gardez votre place, et la personne suivante aura tout ce que vous nous avez dit.',
  'agent.closed': '{agent} a clos cette demande. Écrivez ici quand vous voulez, je continuerai à vous aider.',

  'contact.phone':
    'Quel numéro pouvons-nous appeler ? Indiquez-le avec l’indicatif du pays, par exemple +33 1 40 20 50 50. Vous gardez votre place dans la file.',
  'contact.email':
    'À quelle adresse e-mail pouvons-nous répondre ? Indiquez-la ici, s’il vous plaît. Vous gardez votre place dans la file.',
  'contact.phone-missing':
    'Indiquez un numéro de téléphone avec l’indicatif du pays, par exemple +33 1 40 20 50 50. Vous gardez votre place dans la file.',
  'contact.email-missing':
    'Indiquez une adresse e-mail, par exemple nom@example.com. Vous gardez votre place dans la file.',

  'refused.offer': 'Cette proposition n’est plus valable.',
  'refused.callback': 'Il n’y a pas d’appel à annuler.',
  'refused.handoff': 'Cela a changé entre-temps. Choisissez de nouveau, s’il vous plaît.',
  'refused.survey': 'Cette enquête n’est plus ouverte.',
  'refused.rated': 'Vous avez déjà répondu à cette enquête.',
  'refused.ended': 'Cette conversation est terminée. Écrivez un message pour recommencer.',

  'left.back-to-bot':
    'Vous avez quitté la file et êtes de nouveau avec moi. Demandez à parler à une personne quand vous voulez.',
  'ticket.priority':
    'J’ai transmis votre demande avec tout ce que vous nous avez dit ; elle est prioritaire, et une personne de notre équipe s’en chargera.',
  'ticket.priority-within':
    'J’ai transmis votre demande avec tout ce que vous nous avez dit ; elle est prioritaire, et une personne de notre équipe s’en chargera dans un délai de {duration}.',
  'ticket.email':
    'J’ai transmis votre demande avec tout ce que vous nous avez dit ; une personne de notre équipe vous répondra par e-mail.',
  'ticket.email-within':
    'J’ai transmis votre demande avec tout ce que vous nous avez dit ; une personne de notre équipe vous répondra par e-mail dans un délai de {duration}.',
  'ticket.answered': 'Une personne de notre équipe a répondu à votre demande par e-mail.',
  'bot.until-then':
    'D’ici là, je peux toujours consulter une commande, modifier une adresse ou répondre à des questions sur nos produits.',

  'card.ringing': 'Nous demandons à l’équipe {team}',
  'card.ringing-text':
    'Une personne répond en général en moins de 1 minute et voit ce que vous avez écrit ; vous pouvez continuer à écrire.',
  'card.queue': 'Vous êtes dans la file',
  'card.queue-place': 'Vous êtes à la place {position} dans la file',
  'card.queue-longer': 'Vous êtes à la place {position} dans la file, {wait} ou plus',
  'card.queue-about': 'Vous êtes à la place {position} dans la file, environ {wait}',
  'card.queue-range': 'Vous êtes à la place {position} dans la file, environ {low} à {wait}',
  'card.queue-text': 'La personne qui prend le relais voit ce que vous avez écrit ; vous pouvez continuer à écrire.',
  'card.nobody': 'Personne en service ne peut vous aider sur ce point en ce moment',
  'card.nobody-text': 'Vous gardez votre place. Nous pouvons aussi vous appeler ou vous répondre par e-mail.',
  'card.closed': 'Notre équipe est fermée en ce moment',
  'card.closed-hours': 'Horaires : {hours}.',
  'card.closed-text':
    'À l’ouverture, nous pouvons traiter votre demande en premier, vous appeler ou répondre à votre note par e-mail.',

  'callback.scheduled':
    'Une personne de notre équipe vous appellera à l’heure choisie, dans {duration}, et aura tout ce que vous nous avez dit. D’ici là, je reste à votre disposition.',
  'callback.scheduled-issue':
    'Une personne de notre équipe vous appellera à l’heure choisie, dans {duration}, et aura tout ce que vous nous avez dit (sujet : {issue}). D’ici là, je reste à votre disposition.',
  'callback.scheduled-at':
    'Une personne de notre équipe vous appellera à l’heure choisie, {time}, et aura tout ce que vous nous avez dit. D’ici là, je reste à votre disposition.',
  'callback.scheduled-at-issue':
    'Une personne de notre équipe vous appellera à l’heure choisie, {time}, et aura tout ce que vous nous avez dit (sujet : {issue}). D’ici là, je reste à votre disposition.',
  'callback.promised':
    'Une personne de notre équipe vous appellera dans un délai de {duration} et aura tout ce que vous nous avez dit. D’ici là, je reste à votre disposition.',
  'callback.promised-issue':
    'Une personne de notre équipe vous appellera dans un délai de {duration} et aura tout ce que vous nous avez dit (sujet : {issue}). D’ici là, je reste à votre disposition.',
  'windows.none':
    'Aucun horaire n’est libre pour un appel dans les prochains jours. Vous gardez votre place dans la file.',
  'windows.taken': 'Cet horaire vient d’être pris. Vous gardez votre place ; ces horaires sont libres.',
  'windows.impossible':
    'Nous ne pouvons pas appeler à cet horaire. Vous gardez votre place ; ces horaires sont libres.',
  'call.missed': 'Nous vous avons appelé sans pouvoir vous joindre. Nous réessaierons dans {duration}.',
  'call.overdue':
    'Toutes mes excuses : nous avions promis de vous appeler avant maintenant et ne l’avons pas encore fait. Vous gardez votre place, et nous vous appellerons dès qu’une personne sera libre.',
  'call.done': 'Merci de nous avoir parlé. Écrivez ici quand vous voulez, je continuerai à vous aider.',
  'call.no-answer':
    'Nous vous avons appelé plusieurs fois sans pouvoir vous joindre, nous avons donc cessé d’essayer. Demandez ici à parler à une personne quand vous voulez.',
  'call.wrong-number':
    'Le numéro que nous avons n’est pas le vôtre, nous n’avons donc pas pu vous appeler. Demandez ici à parler à une personne et donnez-nous le bon numéro.',
  'call.cancelled': 'L’appel est annulé.',

  'again.offer':
    'Dois-je vous mettre en relation avec une personne de notre équipe maintenant ? Répondez par oui ou par non, s’il vous plaît.',
  'again.choice': 'Choisissez une option : répondez par son numéro, de 1 à {choices}.',
  'again.survey': 'Combien d’étoiles donnez-vous ? Répondez par un nombre entier de 1 à 5 ; 5 est la meilleure note.',
  'again.contact':
    'Je n’ai pas pu lire cela. Vous gardez votre place dans la file ; écrivez-le encore une fois, s’il vous plaît, ou dites-moi que vous préférez attendre.',
  'offer.declined': 'Entendu. Je continue à vous aider ici ; demandez à parler à une personne quand vous voulez.',
  'survey.rated': 'Merci de votre réponse.',

  'issue.billing': 'votre question de facturation',
  'issue.technical': 'le problème technique',
  'issue.cancellation': 'votre résiliation',
  'issue.enterprise': 'vos projets avec nous',
  'issue.general': 'votre question',
  'issue.person': 'votre souhait de parler à une personne',
  'issue.quoted': '{issue} (« {quote} »)',

  'secret.card-number': 'numéro de carte',
  'secret.identity-number': 'numéro d’identité',
  'secret.security-code': 'code de sécurité',
  'secret.pin': 'code PIN',
  'secret.password': 'mot de passe',
  'secret.iban': 'IBAN',
  'secret.token': 'clé d’accès',

  'join.under-minute': 'moins de 1 minute',
  'join.unknown': 'inconnue',
  'join.longer': '{count, plural, one {# minute ou plus} other {# minutes ou plus}}',
  'join.about': '{count, plural, one {environ # minute} other {environ # minutes}}',
  'join.range': '{count, plural, one {de {low} à # minute} other {de {low} à # minutes}}',
  'join.closed': 'fermé jusqu’au {opening}',

  'list.comma': ', ',
  'list.semicolon': ' ; ',
  'hours.week': '{shifts} ({zone})',
  'hours.all-day': '{days} toute la journée',
  'hours.single-days': 'certains jours seulement',
  'hours.next': '{week} ; prochaine ouverture : {opening}',
  'hours.opening-both': '{reader}, heure de chez vous ({team}, {zone})',

  'duration.minutes': '{count, plural, =1 {une minute} one {# minute} other {# minutes}}',
  'duration.hours': '{count, plural, =1 {une heure} one {# heure} other {# heures}}',

  'team.billing': 'facturation',
  'team.technical': 'technique',
  'team.retention': 'fidélisation',
  'team.enterprise': 'entreprises',
  'team.general': 'service client',
  'team.other': '« {name} »',

  'greeting.hello': 'Bonjour, je suis {agent}.',
  'greeting.hello-name': 'Bonjour {name}, je suis {agent}.',
  'greeting.apology': 'Toutes mes excuses pour les désagréments jusqu’ici.',
  'greeting.ask': 'Je suis là pour vous maintenant. De quoi s’agit-il ?',
  'greeting.read-quote':
    'J’ai tout lu, vous n’avez donc rien à répéter : vous avez écrit « {quote} ». Je regarde cela maintenant.',
  'greeting.read-issue':
    'J’ai tout lu, vous n’avez donc rien à répéter : je vois que le sujet est {issue}. Je regarde cela maintenant.',
};
