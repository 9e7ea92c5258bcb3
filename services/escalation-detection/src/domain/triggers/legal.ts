import { matcher } from '../text/matcher.ts';
import { type Detector, pattern } from '../text/parsed-text.ts';

const LAWYER = 'lawyers?|attorneys?|solicitors?|barristers?|legal (?:team|counsel|department|advis[eo]rs?)';
const AUTHORITY =
  'regulators?|ombudsman|trading standards|better business bureau|bbb|fca|ftc|fcc|cfpb|information commissioner|attorney general|authorities|tribunal|small claims';

const patterns = [
  `(?:my|our|your|hire|hired|contact|call|get|see|from|with|through|consult|a) (?:[^ ,]+ )?(?:${LAWYER})|(?:${LAWYER}) (?:will|are|is|has|have|up)`,
  '(?:sue|suing|sued) (?:you|your|the company|this company|them)|(?:will|going to|gonna|want to|shall|have to|could|can) sue',
  '(?:legal|court) (?:action|proceedings?|case|steps|claim|notice|threat|dispute|complaint|rights?|order|recourse)',
  '(?:take|taking|see|seeing|bring|go|going)~ (?:to|in) court|lawsuit|litigation|class action|subpoena|injunction|cease and desist',
  `(?:${AUTHORITY})`,
  '(?:breach(?:ed)?|violat(?:e|ed|es|ing|ion)|broken|broke)~ (?:contract|agreement|law|laws|rights?|act|regulations?)',
  '(?:gdpr|ccpa|hipaa|data protection (?:act|officer)|subject access request|dsar|right to be forgotten|eu ?261)',
  '(?:claim|claiming|seek|seeking|sue for|entitled to|owe)~ (?:damages|compensation)|compensation~ (?:injur(?:y|ies)|distress|loss)',
  '(?:illegal(?:ly)?|unlawful(?:ly)?|against the law|negligen(?:t|ce)|discriminat(?:ed|ing|ion)|copyright|infring(?:e|ing|ement))',
  '(?:file|filing|lodge|make|making|submit|raise|register)(?: [^ ,]+){0,4} (?:complaints?|grievances?)|(?:formal|official) (?:complaint|grievance)|press charges',
  '(?:compliance|regulatory) (?:issue|complaint|violation|breach|audit|request|requirements?|officer|team)',
].map(pattern);

const masks = [
  '(?:insurance|warranty|expense|baggage) claims?|(?:tennis|food) court',
  'legal (?:name|age|holiday|size|notice)|copyright free|is it (?:legal|illegal) to',
  `(?:movie|film|book|series|show|podcast|training|course|webinar|exam|quiz)~ (?:court|lawyers?|lawsuit|gdpr|hipaa|compliance)|(?:gdpr|hipaa|compliance) (?:training|course|exam|quiz)`,
  `(?:pressure|gas) regulators?|no complaints?|(?:your|the) (?:gdpr|privacy|legal) (?:policy|page)`,
  `(?:lunch|dinner) with~ (?:${LAWYER})|(?:${LAWYER}) (?:needs|recommended|friend)|(?:i am|as|become) an? (?:${LAWYER})`,
].map(pattern);

/** Law, court, regulators, data-protection rights, or a formal complaint. */
export const legal: Detector = matcher({ patterns, masks });
