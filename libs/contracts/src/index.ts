export * from './catalog.ts';
export * from './envelope.ts';
export * from './parts.ts';
export { type Policy, policySchema, type RuleSetting } from './policy-document.ts';
export { byClaim, type Family, type RuleId, reasonsOf, ruleIds, rules, rulesIn } from './rules.ts';
export * from './topic.ts';
export { choice, notice } from './topics/conversation.ts';
