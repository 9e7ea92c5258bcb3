import { describe, expect, test } from '@jest/globals';
import type { PastHandoff } from '@warmline/contracts';
import { conversationEvents, policy, START } from '../../test/conversation.fixtures.ts';
import { escalation } from './escalation.ts';
import type { EscalationState } from './state.ts';
import { journalRowOf } from './transcript.ts';

const { decide, evolve } = escalation(policy);
type Input = Parameters<typeof decide>[0];

/** The last hand-off of a conversation, with its journal. */
const lastHandoff = (lines: readonly object[]) => {
  let state: EscalationState | null = null;
  const rows = [];
  let last = null;
  for (const [n, line] of lines.entries()) {
    const event = { id: `e-${n}`, at: START + n * 1_000, ...line } as unknown as Input;
    const outputs = decide(event, state, { id: (name) => `${name}-${n}` });
    state = evolve(state, event as Parameters<typeof evolve>[1]);
    const row = journalRowOf(event);
    if (row !== null) rows.push(row);
    const list = 'is' in outputs || 'verdict' in outputs ? [] : outputs;
    for (const [m, output] of list.entries()) {
      state = evolve(state, { id: `o-${n}-${m}`, at: event.at, ...output } as Parameters<typeof evolve>[1]);
      if (output.type === 'HandoffRequested') last = output.withJournal?.(output.data, rows) ?? null;
    }
  }
  return last?.context ?? null;
};

const past: PastHandoff = {
  handoffId: 'h-1',
  agentName: 'Mia Torres',
  team: 'billing_team',
  quote: 'you charged me twice for order 7781',
  end: 'resolved',
  endedAt: START,
};
const toBot = (line: { data: object }, endedHandoff: PastHandoff) => ({
  ...line,
  data: { ...line.data, previous: { kind: 'agent', id: 'mia', epoch: 3 }, endedHandoff },
});

describe('a hand-off says who had the conversation before and how it ended', () => {
  test('after a hand-back, and what was settled is not asked again', () => {
    const { started, says, owned } = conversationEvents();
    const context = lastHandoff([
      started(),
      says('you charged me twice for order 7781'),
      owned('queue'),
      owned('agent'),
      toBot(owned('bot'), past),
      says('I want to speak to a human'),
    ]);
    expect(context?.now.text).toBe('Asks for a person (“I want to speak to a human”), and has not said what about');
    expect(context?.earlier).toEqual([
      '“you charged me twice for order 7781”, with Mia Torres (billing team): resolved',
    ]);
    expect(context?.summary.text).toContain('Earlier: “you charged me twice for order 7781”, with Mia Torres');
  });

  test('after the conversation was started again', () => {
    const { started, says } = conversationEvents();
    const begun = started();
    const earlierHandoffs = [{ ...past, end: 'not-resolved' }];
    const context = lastHandoff([{ ...begun, data: { ...begun.data, earlierHandoffs } }, says('agent please')]);
    expect(context?.earlier).toEqual([
      '“you charged me twice for order 7781”, with Mia Torres (billing team): not resolved',
    ]);
  });
});
