import { matcher } from '../text/matcher.ts';
import { type Detector, pattern } from '../text/parsed-text.ts';

/** Contract terms of companies. A question about one alone is a question about a feature. */
const TERMS =
  'single sign on|sso|saml|scim|on prem(?:ise|ises)?|self hosted|private cloud|white ?label(?:ling)?|service level agreement|sla|soc 2|iso 27001';

const patterns = [
  '(?:data processing agreement|master service agreement|vendor (?:assessment|onboarding|questionnaire)|procurement|rfp|rfq|purchase order terms)',
  'enterprise(?: [^ ,]+){0,2} (?:plan|tier|licen[cs]es?|agreement|account|pricing|quote|edition|solution|customer|support|sales|contract|deal|version|package)',
  'custom (?:quote|pricing|price|contract|integration|development|plan|solution|agreement|sla|terms|setup|deployment|offer|build|package|requirements?|feature)',
  '(?:bulk|volume|wholesale) (?:orders?|discounts?|pricing|purchases?|licen[cs](?:es?|ing)|deal)',
  '(?:(?<![$£€]|fee )(?:[2-9]\\d|\\d{3,})|hundreds of|thousands of|dozens of|fifty|a hundred|two hundred|five hundred)(?: [^ ,]+){0,2} (?:seats|users|licen[cs]es?|employees|agents|locations|branches|stores|workstations|developers|staff)',
  `(?:need|needs|require|requires|must|want|looking for|insist|demand|sign|send|provide|negotiate|our|before we|offer us)(?: [^ ,]+){0,6} (?:${TERMS})`,
  `(?:${TERMS})(?: [^ ,]+){0,5} (?:required|mandatory|a must|needed|for our|before we)`,
  '(?:tailor(?:ed|ing)?|customi[sz]ed?|bespoke)(?: [^ ,]+){0,4} (?:for|to) (?:our|my) (?:company|business|team|organi[sz]ation|firm|needs|requirements)',
  '(?:for|across|in) (?:our|my)(?: [^ ,]+){0,2} (?:company|organi[sz]ation|enterprise|corporation|firm)(?: [^ ,]+){0,3} (?:\\d{2,}|licen[cs]es?|deployment|rollout|seats?)',
  '(?:api|system|crm|erp) integration(?: [^ ,]+){0,4} (?:our|custom|own)',
].map(pattern);

/** A need beyond the standard plans: terms, volume or integration for one customer. */
export const enterpriseNeed: Detector = matcher({ patterns });
