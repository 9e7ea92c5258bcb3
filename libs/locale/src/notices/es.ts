import type { notices as en } from './en.ts';

export const notices: Readonly<Record<keyof typeof en, string>> = {
  salutation: '{name}, ',
  'agent.warning': 'Le paso con una persona de nuestro equipo.',
  'agent.introduced':
    '{salutation}{agent}, del equipo de {team}, ya está con usted. {short} sabe de qué se trata y tiene un resumen, toda nuestra conversación y lo que ya se ha intentado, así que no hace falta que repita nada.',
  'agent.introduced-issue':
    '{salutation}{agent}, del equipo de {team}, ya está con usted. {short} sabe de qué se trata ({issue}) y tiene un resumen, toda nuestra conversación y lo que ya se ha intentado, así que no hace falta que repita nada.',
  'agent.transferring':
    '{salutation}{agent} le pasa con la persona que puede seguir con su caso. No se pierde nada de lo que nos ha contado.',
  'agent.unresponsive':
    '{salutation}lamento que {agent} no haya respondido. Usted conserva su lugar, y quien le atienda después tendrá todo lo que nos ha contado.',
  'agent.disconnected':
    '{salutation}lo lamento: se ha perdido la conexión con {agent}. Usted conserva su lugar, y quien le atienda después tendrá todo lo que nos ha contado.',
  'agent.closed': '{agent} ha cerrado esta solicitud. Escriba aquí cuando quiera y seguiré ayudándole.',

  'contact.phone':
    '¿A qué número podemos llamarle? Escríbalo con el prefijo del país, por ejemplo +34 912 345 678. Conserva su lugar en la fila.',
  'contact.email':
    '¿A qué dirección de correo podemos responderle? Escríbala aquí, por favor. Conserva su lugar en la fila.',
  'contact.phone-missing':
    'Indique un número de teléfono con el prefijo del país, por ejemplo +34 912 345 678. Conserva su lugar en la fila.',
  'contact.email-missing':
    'Indique una dirección de correo, por ejemplo nombre@example.com. Conserva su lugar en la fila.',

  'refused.offer': 'Esta oferta ya no está disponible.',
  'refused.callback': 'No hay ninguna llamada que cancelar.',
  'refused.handoff': 'Esto ha cambiado entretanto. Elija de nuevo, por favor.',
  'refused.survey': 'Esta encuesta ya no está abierta.',
  'refused.rated': 'Ya respondió a esta encuesta.',
  'refused.ended': 'Esta conversación ha terminado. Escriba un mensaje para empezar de nuevo.',

  'left.back-to-bot': 'Ha salido de la fila y vuelve a estar conmigo. Pida hablar con una persona cuando quiera.',
  'ticket.priority':
    'He transmitido su solicitud con todo lo que nos ha contado; tiene prioridad y una persona de nuestro equipo se ocupará de ella.',
  'ticket.priority-within':
    'He transmitido su solicitud con todo lo que nos ha contado; tiene prioridad y una persona de nuestro equipo se ocupará de ella en un plazo de {duration}.',
  'ticket.email':
    'He transmitido su solicitud con todo lo que nos ha contado; una persona de nuestro equipo le responderá por correo electrónico.',
  'ticket.email-within':
    'He transmitido su solicitud con todo lo que nos ha contado; una persona de nuestro equipo le responderá por correo electrónico en un plazo de {duration}.',
  'ticket.answered': 'Una persona de nuestro equipo ha respondido a su solicitud por correo electrónico.',
  'bot.until-then':
    'Hasta entonces puedo seguir consultando un pedido, cambiando una dirección o respondiendo preguntas sobre nuestros productos.',

  'card.ringing': 'Estamos avisando al equipo de {team}',
  'card.ringing-text':
    'Normalmente alguien responde en menos de 1 minuto y ve lo que ha escrito; puede seguir escribiendo.',
  'card.queue': 'Está en la fila',
  'card.queue-place': 'Es el número {position} de la fila',
  'card.queue-longer': 'Es el número {position} de la fila, con una espera de {wait} o más',
  'card.queue-about': 'Es el número {position} de la fila, con una espera de aproximadamente {wait}',
  'card.queue-range': 'Es el número {position} de la fila, con una espera de entre {low} y {wait}',
  'card.queue-text': 'Quien le atienda verá lo que ha escrito; puede seguir escribiendo.',
  'card.nobody': 'En este momento no hay nadie de turno que pueda ayudarle con esto',
  'card.nobody-text': 'Conserva su lugar. También podemos llamarle o responderle por correo electrónico.',
  'card.closed': 'Nuestro equipo está cerrado en este momento',
  'card.closed-hours': 'Horario: {hours}.',
  'card.closed-text':
    'Cuando abramos, podemos ocuparnos primero de su caso, llamarle o responder a su nota por correo electrónico.',

  'callback.scheduled':
    'Una persona de nuestro equipo le llamará a la hora que ha elegido, dentro de {duration}, y tendrá todo lo que nos ha contado. Hasta entonces estoy aquí.',
  'callback.scheduled-issue':
    'Una persona de nuestro equipo le llamará a la hora que ha elegido, dentro de {duration}, sobre {issue}, y tendrá todo lo que nos ha contado. Hasta entonces estoy aquí.',
  'callback.scheduled-at':
    'Una persona de nuestro equipo le llamará a la hora que ha elegido, {time}, y tendrá todo lo que nos ha contado. Hasta entonces estoy aquí.',
  'callback.scheduled-at-issue':
    'Una persona de nuestro equipo le llamará a la hora que ha elegido, {time}, sobre {issue}, y tendrá todo lo que nos ha contado. Hasta entonces estoy aquí.',
  'callback.promised':
    'Una persona de nuestro equipo le llamará en un plazo de {duration} y tendrá todo lo que nos ha contado. Hasta entonces estoy aquí.',
  'callback.promised-issue':
    'Una persona de nuestro equipo le llamará en un plazo de {duration} sobre {issue} y tendrá todo lo que nos ha contado. Hasta entonces estoy aquí.',
  'windows.none': 'No hay horas libres para una llamada en los próximos días. Conserva su lugar en la fila.',
  'windows.taken': 'Esa hora se acaba de ocupar. Conserva su lugar; estas horas están libres.',
  'windows.impossible': 'No podemos llamar a esa hora. Conserva su lugar; estas horas están libres.',
  'call.missed': 'Le hemos llamado y no hemos podido hablar con usted. Lo intentaremos de nuevo en {duration}.',
  'call.overdue':
    'Lo lamento: le prometimos llamarle antes de ahora y aún no lo hemos hecho. Conserva su lugar, y le llamaremos en cuanto alguien quede libre.',
  'call.done': 'Gracias por hablar con nosotros. Escriba aquí cuando quiera y seguiré ayudándole.',
  'call.no-answer':
    'Le hemos llamado varias veces y no hemos podido hablar con usted, así que no lo intentaremos más. Pida aquí hablar con una persona cuando quiera.',
  'call.wrong-number':
    'El número que tenemos no es el suyo y no hemos podido llamarle. Pida aquí hablar con una persona y díganos el número correcto.',
  'call.cancelled': 'La llamada está cancelada.',

  'again.offer': '¿Le paso ahora con una persona de nuestro equipo? Responda sí o no, por favor.',
  'again.choice': 'Elija una opción: responda con su número, del 1 al {choices}.',
  'again.survey': '¿Cuántas estrellas nos da? Responda con un número entero del 1 al 5; 5 es lo mejor.',
  'again.contact':
    'No he podido leerlo. Conserva su lugar en la fila; escríbalo otra vez, por favor, o dígame que prefiere esperar.',
  'offer.declined': 'De acuerdo. Sigo ayudándole aquí; pida hablar con una persona cuando quiera.',
  'survey.rated': 'Gracias por su respuesta.',

  'issue.billing': 'su consulta de facturación',
  'issue.technical': 'el problema técnico',
  'issue.cancellation': 'su cancelación',
  'issue.enterprise': 'sus planes con nosotros',
  'issue.general': 'su consulta',
  'issue.person': 'su deseo de hablar con una persona',
  'issue.quoted': '{issue} («{quote}»)',

  'secret.card-number': 'número de tarjeta',
  'secret.identity-number': 'número de identidad',
  'secret.security-code': 'código de seguridad',
  'secret.pin': 'PIN',
  'secret.password': 'contraseña',
  'secret.iban': 'IBAN',
  'secret.token': 'clave de acceso',

  'join.under-minute': 'menos de 1 minuto',
  'join.unknown': 'desconocida',
  'join.longer': '{count, plural, one {# minuto o más} other {# minutos o más}}',
  'join.about': '{count, plural, one {aproximadamente # minuto} other {aproximadamente # minutos}}',
  'join.range': '{count, plural, one {de {low} a # minuto} other {de {low} a # minutos}}',
  'join.closed': 'cerrado hasta: {opening}',

  'list.comma': ', ',
  'list.semicolon': '; ',
  'hours.week': '{shifts} ({zone})',
  'hours.all-day': '{days} todo el día',
  'hours.single-days': 'solo algunos días',
  'hours.next': '{week}; próxima apertura: {opening}',
  'hours.opening-both': '{reader}, hora suya ({team}, {zone})',

  'duration.minutes': '{count, plural, one {un minuto} other {# minutos}}',
  'duration.hours': '{count, plural, one {una hora} other {# horas}}',

  'team.billing': 'facturación',
  'team.technical': 'soporte técnico',
  'team.retention': 'fidelización',
  'team.enterprise': 'empresas',
  'team.general': 'atención al cliente',
  'team.other': '«{name}»',

  'greeting.hello': 'Hola, soy {agent}.',
  'greeting.hello-name': 'Hola, {name}, soy {agent}.',
  'greeting.apology': 'Lamento las molestias que ha tenido hasta ahora.',
  'greeting.ask': 'Ya estoy aquí para ayudarle. ¿De qué se trata?',
  'greeting.read-quote':
    'Lo he leído todo, así que no hace falta que repita nada: usted escribió «{quote}». Lo reviso ahora mismo.',
  'greeting.read-issue':
    'Lo he leído todo, así que no hace falta que repita nada: veo que el motivo es {issue}. Lo reviso ahora mismo.',
};
