import { matcher } from '../text/matcher.ts';
import { type Detector, pattern } from '../text/parsed-text.ts';

const YOU = '(?:you|u|your [^ ,]+|this company|this business|the company|them|him|against)';
const LAWYER =
  'lawyers?|attorneys?|solicitors?|barristers?|counsel|legal (?:team|counsel|department|representatives?|advis[eo]rs?|people)';
const patterns = [
  `(?:my|our) (?:[^ ,]+ )?(?:${LAWYER})`,
  `(?:talk|speak|spoke|spoken|talking|speaking|contact|contacted|contacting|hire|hired|hiring|get|got|getting|see|seen|seeing|instruct|instructed|consult|consulted|consulting|call|called|calling|involve|involving|retain|retained|with|from|hear|through) (?:to |from |with )?(?:a|an|the|my|our)?(?: [^ ,]+)? ?(?:${LAWYER})`,
  `(?:${LAWYER}) (?:will|are|is|involved|have|has|would|wants?|advised|says?|told|up)`,
  `(?:instruct|instructed|hired|retained|lawyer(?:ed|ing)? up)(?: [^ ,]+)? ?(?:${LAWYER})?$`,
  'your (?:legal|compliance|privacy|data protection)(?: [^ ,]+)? (?:team|department|office|officer|counsel)',
  `(?:sue|suing|sued) ${YOU}`,
  '(?:will|going to|gonna|want to|shall|have to|might|to|could|can|should i) sue',
  '(?:legal|court) (?:action|proceedings?|case|steps|claim|matter|notice|threat|dispute|complaint|advice|rights?|papers?|documents?|order|summons|hold|remedies|recourse|route)',
  '(?:take|taking|see|seeing|meet|bring|go|going|went|off|stop is|end up|next)(?: [^ ,]+){0,4} (?:to |in |you in |is )?(?:court|tribunal|small claims|arbitration)',
  '(?:lawsuit|litigation|class action|small claims|subpoena|injunction|cease and desist|breach of contract|letter before action|letter before claim|notice of (?:a )?(?:formal )?dispute|formal dispute|statutory (?:demand|rights?))',
  '(?:breached|breach|breaching|broken|violated|violation of|in violation of) (?:of )?(?:our|my|the|your own)(?: [^ ,]+)? (?:contract|agreement|terms|law|lease)',
  '(?:claim|claiming|seek|seeking|sue for|pay|pursue|pursuing|entitled to|owe(?: me| us)?)(?: [^ ,]+){0,2} (?:damages|compensation)',
  '(?:compensation|compensate|compensated)(?: [^ ,]+){0,3} (?:for|under)(?: [^ ,]+){0,3} (?:injur(?:y|ies)|damage|distress|loss|losses|denied boarding|pain|suffering|law|regulation|delay)',
  'breach of (?:[^ ,]+ )?(?:law|duty|statute|regulations?|trust|warranty)|consumer law|(?:request|demand|want)(?: [^ ,]+){0,2} (?:all )?(?:my )?personal data|article (?:15|17|20)|report you (?:for|to)|(?:husband|wife|brother|sister|father|mother|dad|mum|mom|son|daughter|friend|cousin|uncle|aunt) (?:is|works as) (?:a|an) (?:lawyer|attorney|solicitor|barrister)|harass(?:ment|ing)',
  '(?:press(?:ing)?|file|filing) (?:criminal )?charges|prosecut(?:e|ed|ion|ing)|police report|criminal complaint',
  '(?:false|misleading|deceptive) (?:advertis(?:ing|ement)|marketing|practices?|trade)|(?:unfair|deceptive) (?:trade|business) practices?',
  '(?:discriminat(?:ed|ing|ion|ory)|negligen(?:t|ce)|liability for|(?:hold|holding) you (?:liable|responsible|accountable)|you are liable|defamation|libel|slander)',
  '(?:trademark|copyright|patent|intellectual property|dmca|infring(?:e|es|ing|ement|ed))',
  '(?:gdpr|ccpa|hipaa|coppa|pci dss|data protection (?:act|officer|authority|law)|subject access request|dsar|right to be forgotten|right of erasure|eu ?261|dot rules|consumer (?:protection )?act|fair (?:debt|credit)(?: [^ ,]+)? (?:act|law|collection)|fdcpa|fcra|ada compliant|against the ada|under the ada)',
  '(?:compliance|regulatory|aml|anti money laundering) (?:issue|complaint|violation|breach|department|officer|office|team|request|question|matter|concern|audit|requirements?|certificate|documentation|evidence)',
  '(?:regulators?|ombudsman|trading standards|consumer (?:protection|rights|council|court|affairs|forum|commission|association)|better business bureau|financial conduct authority|fca|ftc|fcc|bbb|cfpb|citizens advice|information commissioner|attorney general)',
  'report(?:ing)?(?: [^ ,]+){0,4} (?:to|with|for) (?:the |your )?(?:authorit(?:y|ies)|police for|government|bank regulator|press|media|denied boarding|false)',
  '(?:go|going|take this|taking this|complain|complaining|write|writing) to the (?:authorit(?:y|ies)|police|press|media|newspapers?)',
  '(?:i|we) know (?:my|our) (?:legal |consumer )?rights|(?:my|our) (?:legal|consumer|statutory) rights|right to (?:erasure|be forgotten|access my)',
  '(?:against the law|illegal(?:ly)?|unlawful(?:ly)?|violat(?:es|ed|ing|ion of)(?: [^ ,]+){0,4} (?:law|laws|rights?|act|regulations?|contract))',
  '(?:fil(?:e|ing)|lodg(?:e|ing)|mak(?:e|ing)|submit(?:ting)?|rais(?:e|ing)|register(?:ing)?|report(?:ing)?|place|present(?:ing)?|send(?:ing)?)(?: [^ ,]+){0,4} (?:complaints?|grievances?|reclamations?)',
  '(?:fil(?:e|ing)|lodg(?:e|ing)|mak(?:e|ing)|submit(?:ting)?|present(?:ing)?|rais(?:e|ing))(?: [^ ,]+){0,2} (?:(?:consumer|customer|formal|official|legal)(?: [^ ,]+)? claims?|claims? against)',
  '(?:formal|official|consumer|customer) (?:complaint|claim|grievance|reclamation)',
  '(?:intend|going|prepared|forced|ready) to take (?:legal |further )?action|(?:expect|consider) (?:legal )?(?:action|this a (?:letter|notice|formal))',
  '(?:where|how|need|want|wish|going|intend|address)(?: [^ ,]+){0,4} (?:to )?serve (?:[^ ,]+ )?(?:documents?|papers|proceedings|notice|process|a claim|you)|serve (?:documents?|papers|proceedings|process)(?: [^ ,]+)? (?:on|upon)',
  '(?:at|to|before|by|through|in|via) (?:the |a |an )?(?:[^ ,]+ )?tribunal|through the courts?',
].map(pattern);

const masks = [
  '(?:leaflet|brochure|booklet)(?: [^ ,]+){0,3} ombudsman',
  '(?:mailing list|address|number|email)(?: [^ ,]+)? (?:for|of) (?:my|our|the) legal(?: [^ ,]+)?',
  '(?:pressure|gas|voltage|water|temperature) regulators?',
  '(?:gdpr|hipaa|compliance|ccpa)(?: [^ ,]+)? (?:e learning|elearning|module|quiz)',
  `(?:my|our|the|a) (?:${LAWYER}) (?:needs?|recommended|uses?|likes?|asked for|wants? a copy)`,
  '(?:includes?|covers?|covered|offers?|pays? for|provides?)(?: [^ ,]+){0,3} legal (?:advice|costs?|fees|protection|rights)',
  '(?:movie|film|book|series|show|podcast|song|novel|game)(?: [^ ,]+){0,4} (?:class action|lawsuit|court|lawyers?|trial|litigation)',
  '(?:compliance|conformity) certificates? (?:for|of) (?:the|this|my)',
  '(?:your|the) (?:gdpr|privacy|legal|data protection|complaints?|hipaa) (?:policy|notice|page|statement|terms|procedure|form)',
  'copyright (?:free|notice|date|year|symbol)|who (?:handles|owns|has)(?: [^ ,]+)? copyrights?|copyrights? (?:for|on|of) my',
  'report(?:ing)?(?: [^ ,]+){0,2} (?:bugs?|errors?|spam|an? outage|a (?:problem|fault))(?: [^ ,]+){0,4}',
  'complaints? about (?:noise|my neighbou?rs?|a neighbou?r)|complaint (?:template|form|letter template)',
  'legal notice$|where is(?: [^ ,]+)? legal notice',
  '(?:court case|lawsuit|trial) (?:yesterday|today|about|against (?!you)[^ ,]+)|who won(?: [^ ,]+){0,3}',
  'legal (?:name|age|guardian|holiday|tender|size|pages?|disclaimers?|notice page|drinking)',
  '(?:insurance|warranty|expense|baggage) claims?',
  'tennis court|basketball court|food court|court (?:street|road|shoes|avenue)|(?:book|reserve)(?: [^ ,]+){0,3} (?:court|courts)',
  `(?:i am|as|work as|for|become|becoming|find|find me|recommend|know|need) (?:an? |the )?(?:good )?(?:lawyer|attorney|solicitor)`,
  '(?:email|meeting with|appointment with|lunch with|dinner with|number of|address of|birthday of) (?:my|our) (?:lawyer|attorney|solicitor)',
  '(?:gdpr|hipaa|compliance|ccpa)(?: [^ ,]+){0,2} (?:training|course|courses|webinar|exam|certification for me|book|meaning|officer earn)|(?:training|course|courses|webinar|learn|exam|class)(?: [^ ,]+){0,3} (?:gdpr|hipaa|compliance|ccpa)',
  'is it (?:legal|illegal|against the law) to',
  'no complaints?|without complaints?',
  'name of the ombudsman|(?:went|gone|been) to the ombudsman(?: [^ ,]+){0,6} (?:old|other|previous|former|not you)',
  'legal (?:paper|pad|format|sized?|documents? printed)',
].map(pattern);

/** Law, court, regulators, data-protection rights, or a formal complaint. */
export const legal: Detector = matcher({ patterns, masks });
