/**
 * Word classes for frames, with all inflected forms; `_` joins the words of a phrase.
 * A class is independent of the trade: roles, actions, possessions.
 */
const wordClasses = {
  stranger:
    'someone somebody stranger strangers hacker hackers thief thieves scammer scammers fraudster fraudsters crook whoever another_person other_people another_customer a_guy a_man a_bloke a_woman a_lad some_guy some_man some_bloke some_dude some_woman some_kid some_person some_idiot some_crook some_company some_random my_ex ex_husband ex_wife ex_partner ex_boyfriend ex_girlfriend ex_employee ex_colleague former_colleague former_employee former_partner former_flatmate former_tenant a_caller someone_else somebody_else',
  hand: 'used using uses logged logging signed signing entered accessed accessing got gets getting changed changing switched switching bought buying ordered ordering placed spent spending stole stealing took taking taken takes moved opened opening applied applying booked booking redeemed withdrew withdrawing transferred transferring sent sending reset registered registering added activated drained emptied cleared charged pretending pretended impersonating impersonated reading deleting deleted knows topping collected claimed sold intercepted cashed copied cloned guessed broke hijacked swapped ported paying paid posting posted streaming watching cancelled rerouted redirected picked',
  holding:
    'account accounts card cards wallet purse phone mobile sim number line email emails inbox mailbox mail profile login password pin points miles balance banking money savings booking reservation details data identity name address app portal laptop tablet computer pc router wifi credit messages server network system page channel code prescription pension parcel mandate policy codes passwords logins contactless profiles contract',
  event:
    'charge charges payment payments purchase purchases transaction transactions transfer transfers withdrawal withdrawals order orders booking bookings reservation hotel flight login logins sign-in confirmation email emails text texts code codes message messages contract policy loan line account subscription membership device phone iphone profile address tap taps invoice bill letter card post posts activity debt mandate application parcel package user payee item items game ticket tickets ride rides trip call calls reset session sessions quid pounds dollars euros rupees money credit',
  did: 'made make making did do done doing ordered order placed place bought buy booked book authorised authorise authorized authorize approved approve set signed sign opened open requested request asked ask added add gave give sent send took applied apply registered register initiated confirmed triggered owned own lived used visited rented hired subscribed joined started created posted played watched touched logging trying write wrote written',
  dismay:
    'recognise recognize recognised recognized remember recall know understand recollect identify explain familiar',
  lost: 'lost missing gone stolen nicked swiped snatched pinched lifted vanished disappeared misplaced mislaid grabbed robbed pickpocketed',
  loses: 'lost lose losing misplaced mislaid dropped left forgot leaving',
  valuable:
    'card cards visa mastercard amex debit_card credit_card bank_card travel_card phone mobile iphone handset wallet purse handbag laptop tablet sim passport cheque_book checkbook chequebook token key_fob security_key smartcard badge oyster phones laptops passports wallets',
  lock: 'freeze block lock suspend disable kill bar deactivate stop',
  scam: 'scam scammed scammer fake bogus phishing spoof dodgy fraudulent rang called caller pretending claiming claimed saying said link worried suspicious had tricked conned fooled impersonating',
  secret:
    'password passcode pin card_number card_details bank_details details login credentials code otp cvv account_number sort_code security_answers passwords passcodes pins codes logins',
  gave: 'gave given told sent read typed entered put filled submitted shared handed provided disclosed installed clicked followed tapped opened',
  other: 'another other someone somebody different wrong stranger strangers',
  anyone: 'customer patient person user member guest passenger people client policyholder tenant student family else',
  billed:
    'charged billed debited deducted invoiced overcharged took taken taking charging billing withdrew deducting debiting collected',
  money:
    'charge charges payment payments fee fees deposit premium fare rent price bill bills amount amounts money invoice invoices statement statements debit interest fine penalty rate tariff arrears excess surcharge tip tax cost subscription sum total balance rupees pounds dollars euros quid figures',
  twice:
    'twice double doubled thrice two_times three_times both two 2 three several_times multiple_times again triple duplicate duplicated',
  returned:
    'returned cancelled canceled closed left skipped never stopped switched downgraded refused sold moved ended declined empty broken',
  reverse:
    'reverse reversed remove removed gone rectify rectified correct corrected contest contesting contested dispute disputing disputed chargeback investigate investigated explain',
  contrary:
    'although though despite anyway whereas instead never only actually promised agreed quoted told states stated clearly impossible ridiculous unfair without wrong wrongly incorrect incorrectly mistake error nobody supposed should already yet but not no extra',
  wish: 'want wants wanted like need needs wish please kindly can could how decided going looking trying ready will prefer rather let must time help hoping intend request',
  end: 'cancel cancelling canceling close closing end ending terminate terminating discontinue discontinuing delete deleting deactivate deactivating disconnect disconnecting scrap scrapping void voiding annul annulling rescind rescinding quit quitting ditch ditching undo call_off calling_off shut_down shutting_down get_rid getting_rid back_out backing_out pull_out pulling_out opt_out opting_out unenroll unenrol deregister unregister surrender surrendering withdraw_from give_up giving_up unsubscribe revoke axe bin stop stopping exit get_out be_rid drop dropping leave leaving rid shut shutting wind_up winding_up wrap_up wrapping_up cease ceasing finish finishing',
  ended:
    'cancelled canceled closed ended terminated discontinued deleted deactivated disconnected scrapped voided annulled stopped released removed gone withdrawn unsubscribed',
  held: 'account accounts subscription subscriptions membership memberships plan contract contracts cover policy insurance loan lease landline broadband internet mortgage isa gym premium tier package packages licence license agreement enrolment enrollment broadband electricity gas supply tariff magazine box pass protection rental_agreement direct_debit standing_order warranty trial rental tenancy saver savings storage services card lines',
  bought:
    'booking bookings reservation reservations hotel rental car_rental flight flights ticket tickets tour trip cruise stay order orders purchase purchases preorder pre-order application delivery rooms room transfer villa excursion package boxes deliveries',
  talk: 'talk talking speak speaking chat chatting converse deal dealing discuss discussing word communicate conversation speek talke interact',
  person:
    'person human humen humans someone somebody anyone anybody agent agents advisor adviser advisors advisers rep reps representative representatives operator manager supervisor boss superior colleague colleagues staff specialist technician engineer nurse reception receptionist handler clerk lady gentleman persona conseiller people expert consultant banker broker underwriter pharmacist doctor employee officer team support helpline hotline department dept desk body soul adult executive case_worker caseworker employees managers supervisors operators specialists technicians engineers experts consultants officers csr csrs guy guys bloke fella',
  join: 'connect transfer pass hand put forward redirect escalate patch refer switch direct send',
  call: 'call ring phone contact email text speak talk reach help assist look get handle take deal chat answer reply explain sort',
  machine:
    'bot bots chatbot robot robots machine machines computer program script ai app automated assistant recording',
  real: 'real actual live living human breathing proper',
} as const satisfies Readonly<Record<string, string>>;

export type WordClass = keyof typeof wordClasses;

const classNames = Object.keys(wordClasses) as WordClass[];

const escaped = (word: string): string => word.replaceAll('_', ' ');

/** The class as alternatives of a pattern, longest first. */
const alternations: ReadonlyMap<string, string> = new Map(
  classNames.map((name) => [
    name,
    `(?:${wordClasses[name]
      .split(' ')
      .map(escaped)
      .sort((a, b) => b.length - a.length)
      .join('|')})`,
  ]),
);

export const alternationOf = (name: string): string => {
  const found = alternations.get(name);
  if (found === undefined) throw new RangeError(`no class of words is called ${name}`);
  return found;
};

/** A set of classes as two bit masks, since there are more than 31 classes. */
export interface WordClassSet {
  readonly low: number;
  readonly high: number;
}

const LOW_BITS = 30;
const bitsOf = (name: string): WordClassSet => {
  const n = classNames.indexOf(name as WordClass);
  return n < LOW_BITS ? { low: 1 << n, high: 0 } : { low: 0, high: 1 << (n - LOW_BITS) };
};

export const classSetOf = (all: readonly string[]): WordClassSet =>
  all.map(bitsOf).reduce((sum, one) => ({ low: sum.low | one.low, high: sum.high | one.high }), { low: 0, high: 0 });

const classesByWord: ReadonlyMap<string, WordClassSet> = (() => {
  const met = new Map<string, string[]>();
  for (const name of classNames)
    for (const word of wordClasses[name].split(' ')) {
      const first = word.split('_')[0] ?? word;
      met.set(first, [...(met.get(first) ?? []), name]);
    }
  return new Map([...met].map(([word, all]) => [word, classSetOf(all)]));
})();

/** The classes with a word, or the first word of a phrase, in a clause text. */
export const wordClassesIn = (text: string): WordClassSet => {
  let low = 0;
  let high = 0;
  for (const word of text.split(' ')) {
    const one = classesByWord.get(word);
    if (one === undefined) continue;
    low |= one.low;
    high |= one.high;
  }
  return { low, high };
};
