export type { Policy, RuleSetting } from '@warmline/contracts';
