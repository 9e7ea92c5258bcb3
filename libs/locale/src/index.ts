export type { TextKey } from './catalogues.ts';
export { durationText } from './durations.ts';
export { directionOf, firstTagOf, formatTag, type Language, languageOf, languages } from './languages.ts';
export { labelOf, say } from './say.ts';
export { teamText } from './teams.ts';
export { momentText, openingHoursText, periodText, type ReadZone, type WeekHours } from './times.ts';
