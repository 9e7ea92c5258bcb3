import { look } from './looking.ts';
import { type Detector, pattern } from './reading.ts';

const patterns = [
  'enterprise(?: [^ ,]+){0,2} (?:plan|tier|licen[cs]es?|agreement|account|pricing|quote|edition|solution|customer|support|sales|contract|deal|version|package)',
  'custom (?:quote|pricing|price|contract|integration|development|plan|solution|agreement|sla|terms|setup|deployment|offer|build|package|requirements?|feature)',
  '(?:bulk|volume|wholesale) (?:orders?|discounts?|pricing|purchases?|licen[cs](?:es?|ing)|deal)',
  '(?:(?<![$£€]|fee )\\d{2,}|hundreds of|thousands of|dozens of|fifty|a hundred|two hundred|five hundred)(?: [^ ,]+){0,2} (?:seats|users|licen[cs]es?|employees|agents|locations|branches|stores|workstations|developers|staff)',
  '(?:single sign on|sso|saml|scim|on prem(?:ise|ises)?|self hosted|private cloud|white ?label(?:ling)?|data processing agreement|master service agreement|service level agreement|sla|soc 2|iso 27001|vendor (?:assessment|onboarding|questionnaire)|procurement|rfp|rfq|purchase order terms)',
  '(?:tailor(?:ed|ing)?|customi[sz]ed?|bespoke)(?: [^ ,]+){0,4} (?:for|to) (?:our|my) (?:company|business|team|organi[sz]ation|firm|needs|requirements)',
  '(?:for|across|in) (?:our|my)(?: [^ ,]+){0,2} (?:company|organi[sz]ation|enterprise|corporation|firm)(?: [^ ,]+){0,3} (?:\\d{2,}|licen[cs]es?|deployment|rollout|seats?)',
  '(?:api|system|crm|erp) integration(?: [^ ,]+){0,4} (?:our|custom|own)',
].map(pattern);

/** A need that the shop's shelf does not hold: terms, volume or integration made for one customer. */
export const enterpriseNeed: Detector = (reading) => look(reading, { patterns });
