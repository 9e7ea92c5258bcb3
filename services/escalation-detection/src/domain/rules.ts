export { byClaim, type Family, type RuleId, reasonsOf, ruleIds, rules, rulesIn } from '@warmline/contracts';
