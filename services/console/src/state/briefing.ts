import { say } from '@warmline/locale';
import type { Handoff } from './desk-view.ts';
import { roleLabel } from './labels.ts';

export interface BriefingPart {
  readonly name: 'now' | 'known' | 'tried' | 'earlier';
  readonly title: string;
  readonly lines: readonly string[];
}

/** What was added to the summary after the request: details of the customer, notes of agents. */
const ADDITION = /\n(?=Added by the customer: |Passed on by )/;

/** What the agent reads first, by part. A part with nothing to say says so, since its absence tells something too. */
export const briefingOf = (language: string, { context }: Handoff): readonly BriefingPart[] => {
  const { now, known, tried, earlier } = context;
  const facts = known.map(({ name, value, source }) => `${name}: ${value} (${roleLabel(language, source)})`);
  return [
    { name: 'now', title: say(language, 'panel.now'), lines: [now.text] },
    { name: 'known', title: say(language, 'panel.known'), lines: facts },
    { name: 'tried', title: say(language, 'panel.tried'), lines: tried.map(({ text }) => text) },
    { name: 'earlier', title: say(language, 'panel.earlier'), lines: earlier },
  ];
};

/** Text that is in no part of the briefing: a summary written by a model, and what was added later. */
export const addedToSummary = ({ context: { summary } }: Handoff): readonly string[] => {
  const [first = '', ...additions] = summary.text.split(ADDITION);
  return summary.written_by === undefined ? additions : [first, ...additions];
};
