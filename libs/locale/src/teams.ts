import type { TextKey } from './catalogues.ts';
import { languageOf } from './languages.ts';
import { say } from './say.ts';

type TeamKey = Exclude<Extract<TextKey, `team.${string}`>, 'team.other'>;

/** The teams of the defaults have names in every language. */
const KNOWN: ReadonlyMap<string, TeamKey> = new Map([
  ['billing_team', 'team.billing'],
  ['tech_team', 'team.technical'],
  ['retention_team', 'team.retention'],
  ['enterprise_team', 'team.enterprise'],
  ['general_team', 'team.general'],
]);

/** The name of a team inside a sentence. One of a tenant's own is its identifier in words. */
export const teamText = (language: string, team: string): string => {
  const known = KNOWN.get(team);
  if (known !== undefined) return say(language, known);
  const words = team.replace(/[_-]+/g, ' ');
  // The texts of other languages name the word "team" themselves.
  return say(language, 'team.other', { name: languageOf(language) === 'en' ? words : words.replace(/ team$/i, '') });
};
