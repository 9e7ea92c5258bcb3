export type Intent =
  | 'human_request'
  | 'account_closure'
  | 'cancellation_dispute'
  | 'refund'
  | 'cancel_order'
  | 'cancellation_question'
  | 'change_address'
  | 'price_question'
  | 'product_question'
  | 'order_status'
  | 'capabilities'
  | 'opening_hours'
  | 'thanks'
  | 'goodbye'
  | 'small_talk'
  | 'greeting'
  | 'acknowledgement'
  | 'unknown';

/** Lower case, no apostrophes, single spaces: the input of all rules below. */
export const normalise = (text: string): string => text.toLowerCase().replace(/['’]/g, '').replace(/\s+/g, ' ').trim();

const PRODUCT =
  /\b(desks?|chairs?|lamps?|laptop stands?|aurora|nimbus|halo|tern|products?|catalog(ue)?|warranty|dimensions|assembly)\b/;

/** The first rule that matches wins. Rules where a wrong guess costs the customer most come first. */
const RULES: readonly (readonly [Intent, RegExp, number])[] = [
  [
    'human_request',
    /\b(human|real person|live (agent|person|chat)|representative|(speak|talk|connect me) (to|with) (an?|some|your|the))\b/,
    0.9,
  ],
  [
    'account_closure',
    /\b(close|delete|cancel|terminate|end)\b.{0,20}\b(account|subscription|membership|contract)\b/,
    0.7,
  ],
  [
    'cancellation_dispute',
    /\b(i|we|ive|weve|id|my wife|my husband) (have |had |did |just |already |clearly )*cancell?ed\b/,
    0.6,
  ],
  [
    'cancellation_dispute',
    /\b(my cancell?ation|cancell?ed (it |that |this )?(by|over|on|via) (the )?(tele)?phone)\b/,
    0.6,
  ],
  [
    'refund',
    /\b(refund(s|ed)?|my money|money back|reimburse\w*|send (it|this|them) back|return (it|this|them|my|an?|the|order)|returns?$|return policy)\b/,
    0.85,
  ],
  [
    'cancellation_question',
    /\b(what (happens )?if|how (do|can|could|would|to)|(can|could|may) i|possible|dont|do not|never|not)\b.{0,30}\bcancel\b/,
    0.85,
  ],
  [
    'cancel_order',
    /\b(cancel|call off|stop (the|my|this|that))\b.{0,30}\b(order|it|that|this|purchase|parcel|delivery|\d{5})\b/,
    0.85,
  ],
  ['cancel_order', /\b(cancel(l?ing|l?ation)?|(dont|no longer) (want|need) (it|this|that|the|my))\b/, 0.7],
  [
    'opening_hours',
    /\b((opening|office|business|working) (hours|times?)|(what|which) (hours|time) .{0,20}\bopen|when .{0,20}\b(open|close|closed)\b|(are|is) (you|your (team|office|shop)|anyone|anybody|somebody) (still |already |now )?(open|closed|there))\b/,
    0.9,
  ],
  [
    'change_address',
    /\b(address|deliver (it )?(to )?(somewhere|another|a different)|(moved|moving) (house|home|away))\b/,
    0.85,
  ],
  ['price_question', /\b(prices?|pricing|how much|costs?|discounts?|quote)\b/, 0.8],
  // Beyond the bot: damage and bills are for an agent.
  [
    'unknown',
    /\b(broken|damaged|defective|faulty|scratched|doesnt work|not working|charged|charges|invoices?|bills?|billing)\b/,
    0.3,
  ],
  [
    'order_status',
    /\b(where (is|are|s)|wheres|track(ing)?|status|when (will|does|is|do)|has (it|my)|arrive[sd]?|shipped|delivered|eta)\b/,
    0.85,
  ],
  ['product_question', PRODUCT, 0.75],
  ['order_status', /\b(orders?|parcel|package|delivery|shipment)\b/, 0.65],
  [
    'capabilities',
    /\b(what (can|do|else can) you do|how can you help|can you help|help me|options|menu)\b|^help\W*$/,
    0.9,
  ],
  ['thanks', /\b(thanks?|thank you|thx|cheers|much appreciated)\b/, 0.95],
  ['goodbye', /\b(bye|goodbye|see you|good night|thats all|have a (nice|good|great) (day|one|evening))\b/, 0.95],
  [
    'small_talk',
    /\b(how are you|hows it going|who are you|your name|are you (an? )?(bot|robot|real|ai|machine)|joke|weather)\b/,
    0.85,
  ],
  ['greeting', /^(hi+|hello|hey|good (morning|afternoon|evening)|greetings)\b/, 0.95],
  [
    'acknowledgement',
    /^(yes|yeah|yep|no|nope|ok|okay|sure|fine|great|good|alright|all right|understood|i see)( (ok|okay|please|then|thats fine))?\W*$/,
    0.6,
  ],
];

/** Intents that always continue a disputed cancellation. */
const CONTINUES_DISPUTE: readonly Intent[] = ['cancellation_dispute', 'cancel_order', 'unknown'];
/** Intents that continue it only if the text mentions the cancellation or the shipment. */
const MAY_CONTINUE_DISPUTE: readonly Intent[] = ['order_status', 'product_question', 'small_talk', 'acknowledgement'];
const COMPLAINT =
  /\b(no|nope|cancel\w*|(tele)?phoned?|called|calls?|spoke|told|confirm\w*|ship\w*|records?|wrong|still|already|why)\b/;

export interface IntentMatch {
  readonly intent: Intent;
  readonly confidence: number;
}

/** Intent and confidence (0..1) of a text; below 0.4 it was not understood. */
export const classifyIntent = (text: string, isDisputing: boolean): IntentMatch => {
  const normalised = normalise(text);
  const found = RULES.find(([, pattern]) => pattern.test(normalised));
  const intent = found?.[0] ?? 'unknown';
  const continuesDispute =
    CONTINUES_DISPUTE.includes(intent) || (MAY_CONTINUE_DISPUTE.includes(intent) && COMPLAINT.test(normalised));
  if (isDisputing && continuesDispute) return { intent: 'cancellation_dispute', confidence: 0.6 };
  return { intent, confidence: found?.[2] ?? 0.2 };
};

/** An order number: five digits after # or "order". Bare digits count only where no address is expected, since that has a postcode. */
export const orderNumberIn = (text: string, expectsAddress: boolean): string | null => {
  const marked = /(?:#\s?|\border(?: number| no\.?| nr\.?)? ?#?)(\d{5})\b/i.exec(text)?.[1];
  if (marked !== undefined || expectsAddress) return marked ?? null;
  return /(?<![\d$€£.,])\b(\d{5})\b(?![.,]?\d)/.exec(text)?.[1] ?? null;
};

/** A postal address: a house number before or after a street name. */
export const addressIn = (text: string): string | null => {
  const found = /\b(\d{1,5}[a-z]? [\p{L}.]{2,}( [\p{L}.]+){0,3}\b.*|\p{L}{4,} \d{1,4}[a-z]?, ?.+)$/iu.exec(text)?.[0];
  return found?.trim().slice(0, 200) ?? null;
};
