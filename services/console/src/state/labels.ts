import { labelOf, periodText, say, teamText } from '@warmline/locale';
import type { Choice } from './conversation-view.ts';

/** Names of the product as labels, in the language of the reader (BCP 47 tag). */

export const choiceLabel = (language: string, choice: Choice): string => say(language, `choice.${choice}`);

/** An identifier as a label: `night_desk` becomes "Night desk". */
export const humanise = (name: string): string => {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[._-]+/g, ' ')
    .trim()
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

const labelFor = (language: string, kind: string, name: string): string =>
  labelOf(language, `${kind}.${name}`) ?? humanise(name);

export const subjectLabel = (language: string, subject: string): string => labelFor(language, 'subject', subject);
export const tierLabel = (language: string, tier: string): string => labelFor(language, 'tier', tier);
export const roleLabel = (language: string, role: string): string => labelFor(language, 'role', role);
export const reasonLabel = (language: string, reason: string): string => labelFor(language, 'reason', reason);

/** The name of a team as a label: `billing_team` becomes "Billing team". */
export const teamLabel = (language: string, team: string): string => {
  const name = teamText(language, team);
  return name.charAt(0).toUpperCase() + name.slice(1);
};

/** A field of `context.missing` as a label: its last part, where it has no label of its own. */
export const fieldLabel = (language: string, field: string): string =>
  labelOf(language, `field.${field}`) ?? humanise(field.split('.').at(-1) ?? field);

/** "4 s", "3 min 4 s", "2 h 5 min". */
export const spanText = (language: string, ms: number): string => {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return say(language, 'span.seconds', { seconds });
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? say(language, 'span.minutes', { minutes, seconds: seconds % 60 })
    : say(language, 'span.hours', { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
};

/** The gateway's words for a time, else those of the browser's zone. */
export const periodLabel = (
  language: string,
  { text, from, until }: { readonly text?: string | undefined; readonly from: number; readonly until: number },
  timeZone: string,
): string => text ?? periodText(language, from, until, { timeZone, isOwn: true });

export const initials = (name: string): string =>
  name
    .split(/\s+/)
    .map((part) => part.charAt(0))
    .slice(0, 2)
    .join('')
    .toUpperCase();
