import { matcher } from '../text/matcher.ts';
import { type Detector, pattern } from '../text/parsed-text.ts';

const SPECIAL =
  'special|unusual|unique|complicated|complex|different|exceptional|particular|delicate|extraordinary|tricky|extenuating';
const patterns = [
  `(?:my|our|this|the|an?) (?:case|situation|circumstances?|problem|matter) (?:is|are)(?: [^ ,]+){0,2} (?:${SPECIAL})`,
  `(?:${SPECIAL}) (?:case|situation|circumstances?)`,
  '(?:use|using|exercise)(?: [^ ,]+){0,2} (?:judge?ment|discretion|common sense)',
  '(?:judge?ment call|case by case|grey area|gray area|at your discretion)',
  '(?:my|our)(?: [^ ,]+){0,2}(?<!mouse|battery|phone|laptop|car|router|computer|screen|pc|tv|engine|tablet|keyboard|machine|internet|connection) (?:died|passed away|deceased|has died|is dying|death)',
  '(?:in hospital|hospitali[sz]ed|bereave(?:d|ment)|terminal illness|terminally ill|funeral|domestic violence|natural disaster|house fire|flooded)',
  '(?:financial hardship|lost my job|made redundant|laid off|can not afford|bankrupt(?:cy)?|homeless)',
  '(?:what would you do|what do you (?:advise|suggest|recommend) (?:in my|for my|for someone in my)|is it (?:fair|reasonable|right) (?:that|to|for)|who is (?:right|responsible|liable))',
  '(?:does not|not) (?:really )?(?:fit|fall)(?: [^ ,]+){0,4} (?:categor(?:y|ies)|options?|boxes|cases)',
  '(?:someone|somebody) (?:to )?(?:decide|review my case|look at my case|assess)',
  '(?:review|consider|assess|look at) my (?:case|situation|circumstances)',
].map(pattern);
const masks = ['(?:phone|laptop|pencil|display|carrying|in any|in that|in this|upper|lower) case', 'in case'].map(
  pattern,
);

/** Circumstances that a person has to weigh, since no rule decides them. */
export const judgementCall: Detector = matcher({ patterns, masks });
