import { type Detector, look, pattern } from './reading.ts';

const YOU = '(?:you|u|your [^ ,]+|this company|this business|the company|them|him|against)';
const patterns = [
  '(?:my|our|a|an|the|your) (?:lawyer|attorney|solicitor|barrister|legal (?:team|counsel|department|representative|advis[eo]r))',
  '(?:lawyers?|attorneys?|solicitors?) (?:will|are|is|involved)',
  `(?:sue|suing|sued) ${YOU}`,
  '(?:will|going to|gonna|want to|shall|have to|might|to) sue',
  '(?:legal|court) (?:action|proceedings?|case|steps|claim|matter|notice|threat|dispute|complaint|advice|rights?)',
  '(?:take|taking|see|seeing|meet|bring)(?: [^ ,]+){0,3} (?:to|in|you in) (?:court|tribunal|small claims)',
  '(?:lawsuit|litigation|class action|small claims|subpoena|injunction|cease and desist|breach of contract)',
  '(?:gdpr|ccpa|hipaa|coppa|pci dss|data protection (?:act|officer|authority)|subject access request|dsar|right to be forgotten|right of erasure)',
  '(?:compliance|regulatory) (?:issue|complaint|violation|breach|department|officer|team|request|question|matter|concern|audit|requirements?)',
  '(?:regulators?|ombudsman|trading standards|consumer (?:protection|rights|council|court|affairs)|better business bureau|attorney general|financial conduct authority|fca|ftc|bbb|cfpb|citizens advice)',
  'report(?:ing)?(?: [^ ,]+){0,4} (?:to|with) (?:the )?(?:authorities|police for|government|bank regulator|press|media)',
  '(?:against the law|illegal(?:ly)?|unlawful(?:ly)?|violat(?:es|ing|ion of)~ (?:law|rights?|contract|regulation))',
  '(?:fil(?:e|ing)|lodg(?:e|ing)|mak(?:e|ing)|submit(?:ting)?|rais(?:e|ing)|register(?:ing)?|report(?:ing)?|place|present(?:ing)?|send(?:ing)?)(?: [^ ,]+){0,4} (?:complaints?|grievances?|reclamations?)',
  '(?:fil(?:e|ing)|lodg(?:e|ing)|mak(?:e|ing)|submit(?:ting)?|present(?:ing)?|rais(?:e|ing))(?: [^ ,]+){0,2} (?:(?:consumer|customer|formal|official|legal)(?: [^ ,]+)? claims?|claims? against)',
  '(?:file|lodge) (?:an? )?claim|filing (?:an? )?claim|lodging (?:an? )?claim',
  '(?:formal|official|consumer|customer) (?:complaint|claim|grievance|reclamation)',
].map(pattern);

const masks = [
  'legal (?:name|age|guardian|holiday|tender|size|pages?|disclaimers?|notice page)',
  '(?:insurance|warranty|expense|baggage) claims?',
  'tennis court|basketball court|food court|court (?:street|road|shoes|avenue)',
  '(?:i am|as|work as|for) (?:an? )?(?:lawyer|attorney|solicitor)',
  'no complaints?|without complaints?',
].map(pattern);

/** Law, court, regulators, data-protection rights, or a formal complaint. */
export const legal: Detector = (reading) => look(reading, { patterns, masks });
