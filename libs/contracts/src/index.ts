export * from './catalog.ts';
export * from './envelope.ts';
export {
  type GuidanceEntry,
  type Matter,
  type Policy,
  policySchema,
  profanityLanguages,
  type RuleSetting,
  type TranslatedTexts,
} from './escalation-policy.ts';
export {
  escalationRules,
  knownRuleIds,
  type RuleFamily,
  type RuleId,
  reasonsOfRules,
  ruleIds,
  strongestFirst,
} from './escalation-rules.ts';
export { isTimeZone } from './opening-hours.ts';
export { ownValue } from './own-value.ts';
export { type Problem, type ProblemFault, problemBody } from './problem.ts';
export { completePolicy, type PolicyFault, type PublishedPolicy, publishedPolicySchema } from './published-policy.ts';
export {
  defaultRetention,
  type Retention,
  type RetentionDocument,
  type RetentionKind,
  retentionOf,
  retentionSchema,
} from './retention-document.ts';
export { type TeamsDocument, teamsSchema } from './teams-document.ts';
export * from './topic-definition.ts';
export { customerChoice, customerNotice, type PastHandoff } from './topics/conversation.ts';
export * from './value-types.ts';
