import type { DataOf } from '@warmline/contracts';
import { languages, say } from '@warmline/locale';

type Choice = DataOf<'ChoiceMade'>['choice'];

const names = (...lists: readonly string[]): readonly string[] =>
  lists.flatMap((list) => list.split(',')).map((name) => name.trim());

/** How customers name the choices of the queue, in en, de, es, fr and ar. */
const WORDINGS: ReadonlyMap<Choice, readonly string[]> = new Map([
  [
    'connect-now',
    names(
      'connect now, connect me now, connect me, connect, now please, right now, straight away',
      'jetzt verbinden, sofort verbinden, verbinden Sie mich, verbinden',
      'conectar ahora, conécteme ahora, conéctame ahora, conectar, conécteme',
      'connecter maintenant, me connecter maintenant, connectez-moi, mettez-moi en relation',
      'الاتصال الآن, وصلني الآن, وصلني, حولني الآن',
    ),
  ],
  [
    'share-details',
    names(
      'share details, share details first, share more details, add details, add more details, give details, more details',
      'Details angeben, mehr Details angeben, Angaben ergänzen, erst Details, Details ergänzen, Details mitteilen',
      'compartir detalles, dar detalles, añadir detalles, agregar detalles, dar más detalles',
      'donner des détails, ajouter des détails, partager des détails, préciser',
      'مشاركة التفاصيل, إضافة تفاصيل, اضافة تفاصيل, شارك التفاصيل',
    ),
  ],
  [
    'wait',
    names(
      "wait, I'll wait, I will wait, keep waiting, I can wait, I'm waiting, stay in line, stay in the queue, keep my place, hold, I'll hold, I'd rather wait",
      'warten, ich warte, weiter warten, ich warte weiter, in der Warteschlange bleiben, ich bleibe dran, Platz behalten',
      'esperar, espero, esperaré, voy a esperar, sigo esperando, me quedo en la fila, mantener mi lugar',
      "attendre, j'attends, je vais attendre, rester dans la file, je patiente, patienter, garder ma place",
      'انتظار, الانتظار, سأنتظر, سانتظر, بستنى, راح انتظر, البقاء في الطابور',
    ),
  ],
  [
    'callback',
    names(
      'callback, call back, call-back, a callback, call me, call me back, phone me, phone me back, ring me, ring me back, give me a call, give me a ring, call me back later, request a callback, have someone call me',
      'Rückruf, rückrufen, zurückrufen, zurück rufen, rufen Sie mich an, rufen Sie mich zurück, ruf mich an, ruf mich zurück, bitte um Rückruf, mich anrufen, mich zurückrufen, anrufen',
      'llámame, llámeme, llamada, devolución de llamada, devolver la llamada, que me llamen, me llamen, me llame, llamarme, una llamada, llámenme, devuélvanme la llamada',
      "rappel, rappelez-moi, rappelle-moi, être rappelé, être rappelée, me rappeler, appelez-moi, appelle-moi, m'appeler, un rappel, qu'on me rappelle",
      'اتصل بي, اتصلوا بي, كلمني, كلموني, معاودة الاتصال, عاود الاتصال بي, مكالمة, اتصال, رنوا علي, تتصلوا بي, تتصل بي',
    ),
  ],
  [
    'schedule-call',
    names(
      'schedule a call, schedule call, schedule, scheduled call, book a call, pick a time, choose a time, call me later, call at a set time',
      'Anruf planen, Termin, Termin vereinbaren, Anruf vereinbaren, Rückruftermin, Zeit wählen, einen Termin',
      'programar una llamada, programar llamada, agendar una llamada, agendar, elegir hora, cita telefónica, programar',
      'planifier un appel, programmer un appel, planifier, prendre rendez-vous, choisir une heure, rendez-vous téléphonique',
      'جدولة مكالمة, حدد موعد, تحديد موعد, موعد مكالمة, جدولة اتصال',
    ),
  ],
  [
    'email',
    names(
      'email, e-mail, mail, by email, by e-mail, via email, email me, e-mail me, mail me, write me an email, send me an email, send an email, answer by email, reply by email',
      'E-Mail, Mail, per E-Mail, per Mail, via E-Mail, schreiben Sie mir, schreib mir, mailen Sie mir, Antwort per E-Mail, E-Mail schicken, schicken Sie mir eine E-Mail',
      'correo, email, por correo, por email, correo electrónico, por correo electrónico, escríbeme, escríbame, envíame un correo, envíeme un correo, mándame un correo',
      'e-mail, mail, courriel, par e-mail, par mail, par courriel, écrivez-moi, envoyez-moi un mail, envoyez-moi un e-mail, réponse par mail',
      'بريد, ايميل, إيميل, البريد الإلكتروني, بالبريد, عبر البريد, بالايميل, عبر الايميل, راسلني, راسلوني, ارسل لي ايميل',
    ),
  ],
  [
    'ticket',
    names(
      'ticket, priority ticket, open a ticket, create a ticket, first when you open, priority',
      'Ticket, Ticket öffnen, Ticket erstellen, ein Ticket, vorrangig bearbeiten',
      'ticket, abrir un ticket, crear un ticket, tique, con prioridad',
      'ticket, ouvrir un ticket, créer un ticket, un ticket, en priorité',
      'تذكرة, فتح تذكرة, افتح تذكرة, تذكرة ذات أولوية',
    ),
  ],
  [
    'leave-note',
    names(
      'leave a note, leave note, leave a message, note, message',
      'Notiz hinterlassen, Nachricht hinterlassen, eine Nachricht hinterlassen, eine Notiz hinterlassen, Notiz',
      'dejar una nota, dejar un mensaje, dejar nota, dejar mensaje, nota',
      'laisser une note, laisser un message, laisser note, note',
      'اترك ملاحظة, ترك ملاحظة, اترك رسالة, ترك رسالة, ملاحظة',
    ),
  ],
  [
    'back-to-bot',
    names(
      'back to the bot, back to bot, bot, the bot, talk to the bot, go back to the bot, back to the assistant, leave the queue, leave queue, back, go back, exit the queue',
      'zurück zum Bot, zum Bot, Bot, zurück, Warteschlange verlassen, zurück zum Assistenten, zum Assistenten',
      'volver al bot, al bot, bot, volver, salir de la fila, volver al asistente, regresar al bot',
      'retour au bot, revenir au bot, bot, retour, quitter la file, au bot, revenir',
      'العودة إلى البوت, العودة الى البوت, رجوع, البوت, ارجع للبوت, العودة, الخروج من الطابور',
    ),
  ],
]);

/** The labels of the buttons, in every language, are names too. */
const labels = (choice: Choice): readonly string[] => languages.map((language) => say(language, `choice.${choice}`));

const NAMES: ReadonlyMap<Choice, readonly string[]> = new Map(
  [...WORDINGS].map(([choice, wordings]) => [choice, [...new Set([...wordings, ...labels(choice)])]]),
);

export const choiceNames = (choice: Choice): readonly string[] => NAMES.get(choice) ?? [];
