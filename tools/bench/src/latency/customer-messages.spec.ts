import { expect, test } from '@jest/globals';
import type { DataOf } from '@warmline/contracts';
import { loadPolicy } from '@warmline/escalation-detection';
import { stages as escalationStages } from '@warmline/escalation-detection/stages';
import type { AnyEvent, Context, Output, Stage } from '@warmline/messaging';
import { stages as sentimentStages } from '@warmline/sentiment/stages';
import { HUMAN_REQUEST, ORDINARY_MESSAGES } from './customer-messages.ts';

const policy = loadPolicy(new URL('../../../../deploy/defaults/policy.yaml', import.meta.url).pathname);
const START = 1_760_000_000_000;
const BETWEEN_MS = 10_000;

const stageRunner = ([stage]: readonly Stage[]) => {
  if (stage === undefined) throw new Error('the service runs nothing');
  let state: unknown = null;
  return (event: AnyEvent): readonly Output[] => {
    const context: Context = { id: (name) => `${event.id}/${name}`, receivedAt: event.at };
    const stepped = stage.step.step(state, event, context);
    state = stepped.state;
    return stepped.verdict.is === 'emit' ? stepped.verdict.outputs : [];
  };
};

/** The events both services give for a conversation of these messages. */
const outputsOf = (lines: readonly string[]): Output[] => {
  const scoreMessage = stageRunner(sentimentStages());
  const detect = stageRunner(escalationStages(() => policy));
  const conversation = { conversationId: 'c-1', tenantId: 'bench-0' };
  const started: DataOf<'ConversationStarted'> = {
    ...conversation,
    seq: 1,
    channel: 'chat',
    externalId: 'e-1',
    language: 'en',
    policyVersion: policy.version,
    hasBot: false,
  };
  const events = lines.flatMap((text, n): AnyEvent[] => {
    const seq = n + 2;
    const at = START + seq * BETWEEN_MS;
    const data = { ...conversation, seq, messageId: `m-${seq}`, role: 'customer', text, epoch: 1 };
    const posted = { type: 'MessagePosted', id: `e-${seq}`, at, data };
    const scores = scoreMessage(posted).map(({ type, data }) => ({ type, id: `s-${seq}`, at, data }));
    return [posted, ...scores];
  });
  const first = { type: 'ConversationStarted', id: 'e-1', at: START, data: started };
  return [first, ...events].flatMap((event) => [...detect(event)]);
};

test.each(ORDINARY_MESSAGES.map((_, n) => n))(
  'an ordinary conversation from message %i on is handed over only when the customer asks for a person',
  (n) => {
    const lines = [...ORDINARY_MESSAGES.slice(n), HUMAN_REQUEST];
    const outputs = outputsOf(lines);
    const fired = outputs.flatMap((output) =>
      output.type === 'EscalationAssessed' && output.data.rules.length > 0
        ? [{ message: lines[output.data.seq - 2], rules: output.data.rules, verdict: output.data.verdict }]
        : [],
    );
    expect(fired).toEqual([{ message: HUMAN_REQUEST, rules: ['emotional.human-request'], verdict: 'immediate' }]);
    expect(outputs.filter(({ type }) => type === 'HandoffOffered')).toEqual([]);
    expect(outputs.at(-1)).toMatchObject({ type: 'HandoffRequested', data: { senior_first: false } });
  },
);
