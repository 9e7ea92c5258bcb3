import { matcher } from './matcher.ts';
import { type ParsedText, pattern } from './parsed-text.ts';

const patterns = [
  '(?:that|this|it|you)(?: (?!not)[^ ,]+){0,2} (?:solved|fixed|worked|works|helped|answers|answered)(?: [^ ,]+){0,3}',
  '(?:problem|issue|question) (?:is |was |has been )?(?:solved|resolved|fixed|answered)',
  '^(?:(?:ok|okay|great|perfect|no|alright|cool|good) ,? ?)*(?:thanks|thank you)(?: (?:so|very) much| a lot| for [^ ,]+ [^ ,]+| for [^ ,]+)?$',
  '(?:that is|that was) (?:all|everything|it)(?: i needed| for (?:now|today)| thanks| thank you)?(?: , .*)?$',
  '^(?:good ?bye|bye|bye bye|see you|have a (?:nice|great|good) (?:day|one|evening))(?: [^ ,]+)?$',
  'all (?:good|set|sorted)(?: now)?$',
].map(pattern);

const resolvedMatcher = matcher({ patterns });

/** True where the customer says that the issue is solved. */
export const saysResolved = (parsed: ParsedText): boolean => resolvedMatcher(parsed) !== null;
