import { readFileSync } from 'node:fs';
import { type AnyEvent, deciderStep } from '@warmline/messaging/decider';
import { escalation } from '../src/domain/escalation.ts';
import type { EscalationState } from '../src/domain/state.ts';
import { conversationEvents, policy } from './conversation.fixtures.ts';

/** One message, or the turns of a conversation, and whether a rule fires in it. */
export interface TriggerRow {
  readonly rule: string;
  readonly fires: boolean;
  readonly text?: string;
  readonly conversation?: readonly { readonly role: 'customer' | 'bot'; readonly text: string }[];
}

/** `triggers.jsonl` was read while the rules were made, `triggers-kept.jsonl` was not. */
export const triggerRows = (file: string): TriggerRow[] =>
  readFileSync(new URL(`./data/${file}`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line): TriggerRow => JSON.parse(line));

const decider = deciderStep(escalation(policy));

/** The rules that fire in a conversation of calm sentiment. */
export const rulesFired = (row: TriggerRow): Set<string> => {
  const { started, says, answers } = conversationEvents();
  const turns = row.conversation ?? [{ role: 'customer' as const, text: row.text ?? '' }];
  const events = [started(), ...turns.map(({ role, text }) => (role === 'bot' ? answers(text) : says(text)))];
  const fired = new Set<string>();
  let state: EscalationState | null = null;
  events.forEach((line, n) => {
    const event: AnyEvent = { at: 1_760_000_000_000 + n * 40_000, ...line, id: `e-${n}` };
    const step = decider.step(state, event, { id: (name) => `${event.id}/${name}` });
    state = step.state;
    const outputs = step.verdict.is === 'emit' ? step.verdict.outputs : [];
    for (const { type, data } of outputs)
      if (type === 'EscalationAssessed') for (const rule of (data as { rules: string[] }).rules) fired.add(rule);
  });
  return fired;
};

/** Rows that are judged wrong, of each rule and side, with the number of rows. */
export const wrongRows = (file: string, rule: string, fires: boolean) => {
  const rows = triggerRows(file).filter((row) => row.rule === rule && row.fires === fires);
  return { wrong: rows.filter((row) => rulesFired(row).has(rule) !== fires), of: rows.length };
};
