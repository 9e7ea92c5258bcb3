/** What the gateway says to customers. `{salutation}` is the text of that name, or nothing. */
export const notices = {
  salutation: '{name}, ',
  'agent.warning': 'I am handing you over to a colleague.',
  'agent.introduced':
    '{salutation}{agent} from the {team} is with you now. {short} knows what this is about, and has a summary, our whole conversation and what was tried, so you need not repeat anything.',
  'agent.introduced-issue':
    '{salutation}{agent} from the {team} is with you now. {short} knows this is about {issue}, and has a summary, our whole conversation and what was tried, so you need not repeat anything.',
  'agent.transferring':
    '{salutation}{agent} is passing you on to the colleague who can take this further. Nothing you told us is lost.',
  'agent.unresponsive':
    '{salutation}I am sorry that {agent} has not answered. You keep your place, and whoever comes next has everything you told us.',
  'agent.disconnected':
    '{salutation}I am sorry: the connection to {agent} was lost. You keep your place, and whoever comes next has everything you told us.',
  'agent.closed': '{agent} has closed this request. Write here any time, and I will help you further.',

  'contact.phone':
    'Which number may we call? Please write it with its country code, for example +44 20 7946 0958. You keep your place in the queue.',
  'contact.email': 'Which e-mail address may we answer to? Please write it here. You keep your place in the queue.',
  'contact.phone-missing':
    'Please give a telephone number with its country code, for example +44 20 7946 0958. The place in the queue is kept.',
  'contact.email-missing':
    'Please give an e-mail address, for example name@example.com. The place in the queue is kept.',

  'refused.offer': 'This offer is no longer open.',
  'refused.callback': 'There is no call to cancel.',
  'refused.handoff': 'This has changed since. Please choose again.',
  'refused.survey': 'This survey is no longer open.',
  'refused.rated': 'You have answered this survey already.',
  'refused.ended': 'This conversation has ended. Write a message to start again.',

  'left.back-to-bot': 'You have left the queue and are back with me. Ask for a person whenever you like.',
  'ticket.priority':
    'I have passed your request on with everything you told us; it has priority, and a colleague will take it up.',
  'ticket.priority-within':
    'I have passed your request on with everything you told us; it has priority, and a colleague will take it up within {duration}.',
  'ticket.email': 'I have passed your request on with everything you told us; a colleague will answer by e-mail.',
  'ticket.email-within':
    'I have passed your request on with everything you told us; a colleague will answer by e-mail within {duration}.',
  'ticket.answered': 'A colleague has answered your request by e-mail.',
  'bot.until-then':
    'Until then I can still look up an order, change an address or answer questions about our products.',

  'card.ringing': 'The {team} is being asked',
  'card.ringing-text': 'Somebody usually answers in under 1 minute. They see what you wrote; you can keep writing.',
  'card.queue': 'You are in the queue',
  'card.queue-place': "You''re #{position} in the queue",
  'card.queue-longer': "You''re #{position} in the queue, {wait} or longer",
  'card.queue-about': "You''re #{position} in the queue, about {wait}",
  'card.queue-range': "You''re #{position} in the queue, about {low} to {wait}",
  'card.queue-text': 'Whoever takes over sees what you wrote; you can keep writing.',
  'card.nobody': 'Nobody on duty can help with this at the moment',
  'card.nobody-text': 'You keep your place. We can also call you or answer by e-mail.',
  'card.closed': 'Our team is closed at the moment',
  'card.closed-hours': 'Opening hours: {hours}.',
  'card.closed-text': 'When we open, a colleague can take this up first, call you, or answer your note by e-mail.',

  'callback.scheduled':
    'A colleague will call you at the time you chose, {duration} from now, and will have everything you told us. I am here until then.',
  'callback.scheduled-issue':
    'A colleague will call you at the time you chose, {duration} from now about {issue}, and will have everything you told us. I am here until then.',
  'callback.scheduled-at':
    'A colleague will call you at the time you chose, {time}, and will have everything you told us. I am here until then.',
  'callback.scheduled-at-issue':
    'A colleague will call you at the time you chose, {time}, about {issue}, and will have everything you told us. I am here until then.',
  'callback.promised':
    'A colleague will call you within {duration}, and will have everything you told us. I am here until then.',
  'callback.promised-issue':
    'A colleague will call you within {duration} about {issue}, and will have everything you told us. I am here until then.',
  'windows.none': 'There is no free time for a call in the next days. You keep your place in the queue.',
  'windows.taken': 'That time has just been taken. You keep your place; these times are free.',
  'windows.impossible': 'We cannot call at that time. You keep your place; these times are free.',
  'call.missed': 'We called you and could not reach you. We will try again in {duration}.',
  'call.overdue':
    'I am sorry: we promised to call you by now, and have not done so yet. You keep your place, and a colleague will call as soon as one is free.',
  'call.done': 'Thank you for talking to us. Write here any time, and I will help you further.',
  'call.no-answer':
    'We called you several times and could not reach you, so we have stopped. Ask for a person here whenever you like.',
  'call.wrong-number':
    'The number we have is not yours, so we could not call you. Ask for a person here, and give us the right one.',
  'call.cancelled': 'The call is cancelled.',

  'again.offer': 'Shall I connect you with a colleague now? Please answer yes or no.',
  'again.choice': 'Please choose one: answer with its number, from 1 to {choices}.',
  'again.survey': 'How many stars do you give? Please answer with a whole number from 1 to 5; 5 is best.',
  'again.contact':
    'I could not read that. You keep your place in the queue; please write it once more, or tell me to wait.',
  'offer.declined': 'All right. I will go on helping you here; ask for a person whenever you like.',
  'survey.rated': 'Thank you for your answer.',

  'issue.billing': 'your billing question',
  'issue.technical': 'the technical problem',
  'issue.cancellation': 'your cancellation',
  'issue.enterprise': 'your plans with us',
  'issue.general': 'your question',
  'issue.person': 'your wish to talk to a person',
  'issue.quoted': '{issue} (“{quote}”)',

  'secret.card-number': 'card number',
  'secret.identity-number': 'identity number',
  'secret.security-code': 'security code',
  'secret.pin': 'PIN',
  'secret.password': 'password',
  'secret.iban': 'IBAN',
  'secret.token': 'token',

  'join.under-minute': 'under 1 minute',
  'join.unknown': 'unknown',
  'join.longer': '{count, plural, one {# minute or longer} other {# minutes or longer}}',
  'join.about': '{count, plural, one {about # minute} other {about # minutes}}',
  'join.range': '{count, plural, one {{low} to # minute} other {{low} to # minutes}}',
  'join.closed': 'closed until {opening}',

  'list.comma': ', ',
  'list.semicolon': '; ',
  'hours.week': '{shifts} ({zone})',
  'hours.all-day': '{days} all day',
  'hours.single-days': 'single days only',
  'hours.next': '{week}; next open {opening}',
  'hours.opening-both': '{reader} your time ({team}, {zone})',

  'duration.minutes': '{count, plural, one {a minute} other {# minutes}}',
  'duration.hours': '{count, plural, one {an hour} other {# hours}}',

  'team.billing': 'billing team',
  'team.technical': 'tech team',
  'team.retention': 'retention team',
  'team.enterprise': 'enterprise team',
  'team.general': 'general team',
  'team.other': '{name}',

  'greeting.hello': "Hello, I'm {agent}.",
  'greeting.hello-name': "Hello {name}, I'm {agent}.",
  'greeting.apology': 'I am sorry for the trouble so far.',
  'greeting.ask': 'I am here for you now. What is it about?',
  'greeting.read-quote':
    'I have read it all, so you need not repeat anything: you wrote “{quote}”. I will look into it now.',
  'greeting.read-issue':
    'I have read it all, so you need not repeat anything: I see it is about {issue}. I will look into it now.',
};
