import type { LanguagePatterns } from './language-matcher.ts';

/** Spanish of Spain and the Americas; accents are folded. */
export const spanish: LanguagePatterns = {
  negation: 'no|nunca|jamas|ni|sin|tampoco|nadie',
  classes: {
    person:
      'persona|humano|human[oa]|agente|asesora?|operador(a)?|representante|ejecutiv[oa]|supervisora?|encargad[oa]|alguien|atencion al cliente|servicio al cliente|soporte',
    who: 'persona|humano|humana|agentes?|asesor(a|es)?|operador*|representantes?|ejecutiv[oa]s?|encargad[oa]|gerente|supervisor(a)?|responsables?|jef[ea]|companer[oa]s?|duen[oa]|alguien|alguno|gente|emplead[oa]|tecnic[oa]|medic[oa]|enfermer[oa]|recepcion|(servicio|atencion) (humana|personal*|al cliente)|departamento|soporte|ventas|director*|chic[oa]|superior',
    talk: 'habl(ar|arle|e|o|arlo)|conversar|platicar|charlar|comunicar(me|nos)?|contactar(me)?|comentar(l[oa])?|consultar(lo)?|explicar(lo|le|selo)?|hablando|llamada',
    pass: '(pas[ae]|pong[ae]|pon|comuni(que|ca)|transfi?er[aei]|deriv[ae]|conect[ae]|enlace|contact[ae]|llam[ae]|atiend[ae]|marque)(n|d)?(me|nos)|(pasar|poner|comunicar|transferir|derivar|conectar|contactar|llamar|atender)(me|nos)',
    want: 'quier[oae]|quisiera|queremos|necesit[oa]|preciso|ocupo|exijo|solicito|prefiero|preferiria|dame|deme|denme|urge|busco|gustaria|regala|mand[ae]n?me',
    thing:
      'tarjetas?|cuentas?|perfil|movil|celular|telefono|cel|fono|cartera|billetera|monedero|bolso|mochila|chip|sim|dni|ine|pasaporte|cedula|credencial|contrasena|clave|pin|correo|linea|plasticos?|identidad|datos|tienda|panel|whatsapp|visa|usuario|sesion',
    mine: 'no (hice|he hecho|realice|autorice|he autorizado|reconozco|solicite|pedi)',
    act: 'transferenc[a-z]*|movimientos?|compras?|retiros?|inicio|acceso|sesion|operacion*|pedidos?|codigo|cambio|admin*|usuario|dispositivo|equipo',
    odd: 'no (es|son) mi[oa]s?|(desconocid|extran|sospechos|no autorizad)[oa]s?|desde [a-z]{1,}~ y yo (estoy|vivo)',
    steal:
      '(rob|hurt|chor[ir]|sustra|quit|arrebat|clon|duplic|hack|hake|jaque|suplant|usurp|saque|vaci|estaf|engan)[ie]?(aron|o|ad[oa]s?|eron|id[oa]s?|on)',
    cancel:
      '(cancel|canzel|cansel|anul)(ar|e|en|a|o|ad|eis|ame|eme|arme|enme|arl[ao]|arl[ao]s|acion|eme|amos|emos|ela|elo)|baja|rescindir|rescinda|termin(ar|en|o)|finalizar|desuscri[a-z]*|desafili[a-z]*|desvincular*|desapunt[a-z]*|elimin(ar|en|ad|e|a|o|arme)|renunciar|borr(ar|en|e|a|ad|arme)|salir(me)?|cerr(ar|ad)|cierr(e|en|a)(la|lo)?|paren|clausurar|resolver|quitar(me)?|dejar|desistir|disolver|interrumpir|suspender|retir(ar|en)',
    contract:
      'suscripcion|subscripcion|contrato|plan|paquete|cuenta|perfil|servicio|linea|poliza|seguro|pedido|compra|orden|reserva|reservacion|vuelo|hotel|viaje|billetes?|pasajes?|boletos?|entradas?|cita|turno|hora|habitacion|noches|tarjeta|membresia|socio|club|matricula|inscripcion|curso|internet|fibra|luz|gas|cable|abono|gimnasio|gym|licencias?|tarifa|datos|prueba|credito|prestamo|domiciliacion|alquiler|premium|mesa|revista|coche|casa|pedidos',
    charge:
      'cobr(o|an|ar|a|aron|ado|ando|aste|aron|asteis|os?|e|arme|aban)|carg(o|os|ado|aron|arme)|factur(aron|ado|an|o)|(descont|debit|reten|sac|quit)(aron|ado|ido)|retuv[a-z]*|pag(ue|o|ado|ando)|aparece|llego',
    bill: 'factura|boleta|recibo|importe|cuota|precio|tarifa|comision(es)?|cargos?|cobros?|monto|penalizacion|recargo|interes(es)?|seguro|mensualidad|deposito|fianza|envio|deuda|descuento',
    wrong:
      'de mas|demasiado|doble|dos veces|2 veces|tres veces|varias veces|duplicad[oa]|por duplicado|mal|(incorrect|equivocad|errone|excesiv|indebid|injust|abusiv|distint)[oa]s?|error|altisim[oa]|no reconocid[oa]|mas alt[oa]|no es mi[oa]|despues de|siguen?|no (cuadra|corresponde|coincide)|raros?|extran[oa]s?|triple|desconocid[oa]s?|inflad[oa]|en vez de|en lugar de',
    never:
      '(no|nunca|jamas|ni|nadie) (lo |la |los |he |me |le )?(reconozco|contrat|autori|pedi|solicit|us[eo]|usad|compr|consum|hice|recibi|corresponde|entiendo|abri|acepte|firme|alquil|tengo)[a-z]*',
    oath: '(hij(o|a)s? de|hdp|hdspm|hp|ptm|csm|ctm|conchetumare|concha)( la| su| tu| mil)*( puta| perra| madre)?|put[oa]s?|put[io]n|putisim[oa]|p\\*{1,}t?[oa]s?|mierd[a-z]*|m\\*{1,}(rda|da)?|jod[a-z]{2,5}|cono|cojones|gilipoll(a|as|ez)|capull[oa]s?|cabron(a|es|azo)?|imbecil(es)?|idiotas?|estupid[oa]s?|pendej[oa]s?|pinches?|culer[oa]s?|ching[a-z]*|rateros?|verga|boludos?|pelotud[oa]s?|weon(es)?|huevon(es)?|aweona[a-z]*|culia[o]s?|culiad[oa]s?|malparid[oa]s?|gonorrea|carajo|maric(on|a|ones|as)|subnormal(es)?|tarad[oa]s?|inutil(es)?|sinverguenzas?|ladrones|estafadores|cagad[oa]|cagon|cagar|basura|forr[oa]s?|mamon(es)?|mames|cerdos|zorra|perra|orto|pija|polla|payas[oa]s|escoria|desgraciad[oa]s?|maldit[oa]s?|hostia puta|asco|hij(ue|ue?e)puta|hijuep[a-z]*|jueputa|mamahuevo|mamaguevo|mamabicho|careverga|conchud[oa]|mogolic[oa]|lacras?|garcas?|chup[ae]n?(me|la|mela)|cagada',
  },
  intents: {
    'emotional.human-request': {
      says: [
        '{who} & {talk}',
        '{who} & {pass}',
        '{want} & {who}',
        '{pass}~ (con|a|al|de|telefono|movil|cel*)|me~ (enlaza|pasa|pone|comunica|transfiere|deriva|conecta|atiende|llama)[ns]?~ (con|a|al|{who})',
        'que~ (me|nos)~ (llamen?|atiendan?|contacten?|ayuden?|hablen?|marquen)~|(telefono|numero)~ (llamar|hablar|atencion|contacto)|quiero llamar|con quien~ hablar|alguien~ (ayud|atend|atiend|revis|respond)[a-z]*',
        '(no hay|hay)~ (alguien|nadie|{who})~ (real|humano|verdad|ahi|carne|hablar|ati?end[a-z]*|vea|disponible)',
        '(persona|alguien|gente|agente) (real|de verdad|human[oa]|fisica)|carne y hueso',
        '^(un |una |con |con un |hola )?({who}|operadora)( real| human[oa]| por favor| porfa| pls| ya| urgente){0,3}$',
        '(no|odio)~ (hablar|hablo|quiero)~ (bots?|robots?|maquinas?|contestador*)|(me|nos) (puede*|podri*|podeis)~ (llam|atend|marc|contact)ar',
      ],
      unless: [
        'no (me llamen|(quiero|ocupo|necesito|busco)~ {who})|no hace falta|me (da|es) igual|ya (me|nos|habl[eo])|ayer|saber (quien|si)|dijo|dice|atendio|firmo|vacantes?|trabajo|curriculum|empleo|(soy|ser) (agente|asesor*|tecnic[oa])|agentes? (de viajes?|inmob[a-z]*)|recursos humanos|a que hora|horario*|cita con|para (una|\\d)|(viene|llega) (el|la|un)|mi (marido|mujer|jefe|asesor)',
      ],
    },
    'stakes.security': {
      says: [
        '{steal} & {thing}',
        '(me|nos)( han| haber| la)? {steal}',
        '(perdi|perdid[oa]|extravi[a-z]*|deje|se me (cayo|perdio|fue)|no~ (encuentro|aparece)|desaparec[a-z]*|llevaron) & {thing}',
        '(alguien|otra persona|un extran[oa]|desconocid[oa]s?|terceros?|hackers?|mi ex) & (mi|mis|nuestr[oa]s?)~ {thing}',
        'alguien~~ mi nombre|alguien~ (tiene|us(o|a|ando)|entro|accedio|hizo|cambio|compro|abrio|saco)|(haciendose|hace) pasar',
        '(entraron|accedieron|ingresaron|metieron|cambiaron|abrieron|usaron|sacaron) & {thing}',
        'no (fui|he sido|soy) yo',
        '{act} & ({mine}|{odd})',
        '((bloque|congel|inhabilit)(ar|en?|ame|a|arla|[ae]n?la|o|ad))~ {thing}|bloqueo~ (inmediato|urgente|{thing})',
        'acceso remoto|phishing|pishing|fraude|estafa|robo de identidad|suplantacion|(pique|cai)~ (en|sms|correo|trampa|mensaje)|(puse|di|meti|ingrese|facilite)~~ {thing}|trampa|sin mi (permiso|autorizacion|consentimiento)',
      ],
      unless: [
        'como (se |me )?(prot|evit|prev)[a-z]*|que (medidas|pasa|hago si|es el)|es seguro|si (alguien|me|pierdo|algun)|seguros?|cursos?|pelicula|libro|juego|ya (recupere|aparecio|solucion*|encontre|me devolv*)|factura|paquete|maleta|alarma|perdi la cuenta|embarque|no puls|minuto|vuelo|ticket|olvide~ (contrasena|clave|pin)|desbloque[a-z]*',
      ],
    },
    'stakes.cancellation': {
      says: [
        '{cancel} & {contract}',
        '(quiero|quisiera|necesito|ocupo|deseo|solicito|como|favor|para|voy a|kiero|puedo|pido)~ (darme|darnos|dar)? ?(de )?(baja|desuscribirme|cancelar|rescindir|anular|desafiliarme|borrarme|salirme)',
        '(borr|elimin|quit|sac)(en|a)me|(de|den|da|dar|deme|denme|dame|damos|darme|darnos|daros|dejame|pasen)(me|nos|se)? (de|la) baja|baja (voluntaria|definitiva|inmediata)',
        '^(cancel(ar|acion|o|a|en|e)|baja|anul(ar|acion|en)|desuscribir[a-z]*|desistimiento)( [^ .?]{1,}){0,2}$',
        '(ya )?no (quiero|necesito|sigo|continuo|deseo|queremos|voy a (seguir|renovar)|me interesa|renueven|pienso seguir)~ ((el|la|mi|este) {contract}|renov[a-z]*|seguir|continuar|con ustedes|mas)|no sigo|me (salgo|voy de|borro|cambio de)|dej(ar|o) de ser (cliente|socio)',
      ],
      unless: [
        'cuanto (cobran|cuesta|tarda)|cuando (termin|puedo)[a-z]*|cualquier momento|mi (herman|amig|marid|muj|vecin)[a-z]* (cancel|anul)o|hasta cuando|plazo|gratis la|(cancelacion|anulacion) gratuita|antelacion|penaliz*|ya (recibi|cancele|pedi)|pedi la baja|confirmacion|alarma|foto|historial|carrito|baja medica|cheque|deuda|dar(me)? de alta|bateria|precio|carta|marca|numero de contrato|me cancelaron|cancelaron (mi|el)|cancelad[oa]',
      ],
    },
    'stakes.billing-dispute': {
      says: [
        '({charge}|{bill}) & ({wrong}|{never})',
        '(me|nos|les|habeis|han|se)~ {charge}~~ (sin|pero|aunque|cuando|no|nunca|ni|ya|y (yo|la|solo|era)|siendo)',
        '(por ?que|xq|pq|porq|a que|de que|que es)~ (me|nos|este|ese|esta|esa|el|la|tanto)~ ({charge}|{bill})|por que pago',
        '(impugn|reclam|disput|rechaz|objet|revis|aclar|corrij|corrig|devuelv|reembols)[a-z]* & {bill}',
        '(prometi|ofreci|dij|acord|contrat|anunci|pact|decia|marcaba)[a-z]* & ({charge}|{bill}|gratis|mitad|precio)',
        'gratis & {charge}',
        'no estoy de acuerdo|pague~ debo',
        'no~ (aplic|descont|respet|dev[ou]lv|devuelv|reembols)[a-z]*~ ({bill}|promo*|oferta)|(subieron|aumentaron|subio)~ {bill}|{bill} no (es|era|aplic)[a-z]*|comision~ gratuita',
      ],
      unless: [
        'cuanto (cuesta|vale|es)|cuando (vence|llega|me)|que dia|incluid[oa]|(el|la) (importe|factura|precio) (esta|es) (perfect|bien|correct)[oa]?|todo (bien|en orden|perfecto)|ya me (devolv|reembols)[a-z]*|me equivoque yo|hay algun|cobran (el|la|por)|acepta*|cargo del|cargador|correo|numero de tarjeta|en cuotas|justificante|gracias',
      ],
    },
    'emotional.profanity': {
      says: [
        '{oath}',
        '(met[ea]|metan|metete|metanse|meteos|vete|vayanse|anda|iros|andate)[a-z]*~ (culo|mierda|orto|carajo|infierno|diablo)|por (el |donde )?(culo|te quepa)|me cago|me tien[a-z]*~ (huevos|cojones|pelotas|coronilla)|hasta (los|las) (huevos|cojones|pelotas|narices)',
        '(son|sois|eres|sos|es|panda de|manga de|bola de|banda de|que)~ (tont[oa]s?|ratas?|cerd[oa]s?|burr[oa]s|bestias|inept[oa]s?|incompetentes?|chorros|delincuentes|asqueros[oa]s?|caraduras?)',
        '(te|os|los|les|le)~ (voy|vamos) a~ (partir|romper|matar|reventar|quemar|denunciar a golpes|pegar|cagar|meter)|(voy|vamos|ir)~ a~ (quemar|reventar|partir|romper)[a-z]*~ (cara|oficina|sucursal|local|tienda|todo)|calla(te|os)|cierra (la boca|el pico)|muer(ete|anse|e)',
      ],
      unless: [
        'libro|pelicula|dvd|senora?|apellido|calle|veterinari[oa]|animal|perro|mascota|vacuna*|cocina|vacante|encant[oa]|amputacion|jaja*|genial|llevar la basura|contenedor*|recog[a-z]* de basura|en celo',
      ],
    },
  },
  plainRequests: [
    '(hablar|hablo|conversar|platicar|chatear|comunicarme|contactar)~ con~ {person}',
    '(pas[ae]|pasas|pasan|pasen|pasar|comunic[ao]|comuniquen|transfier[ae]|transferir|conect[ae]|deriv[ae]|pon|ponga|pongan|ponme|pasame|pasenme|comunicame|comuniqueme|transfierame)[a-z]*~ (con|a|al)~ {person}',
    '(quiero|necesito|ocupo|exijo)~ (un|una|a un|a una|al) {person}( real| human[oa]| de verdad)?$',
    '^(un |una |con un |con una |quiero )?{person}( real| human[oa]| por favor| porfa| ya){0,2}$',
  ],
};
