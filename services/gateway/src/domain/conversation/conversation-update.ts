import type { BotTurnDetails, DataOf, EventType, Instant, Owner } from '@warmline/contracts';
import type { Answer, CommandResult, Output } from '@warmline/messaging/decider';
import type { Conversation } from './conversation.ts';

type ConversationEventType = Extract<
  EventType,
  | 'ConversationStarted'
  | 'MessagePosted'
  | 'CustomerIdentified'
  | 'HumanRequested'
  | 'ChoiceMade'
  | 'CustomerNotified'
  | 'OwnerChanged'
  | 'ConversationEnded'
  | 'SurveyAnswered'
>;
type EventFields<T extends ConversationEventType> = Omit<DataOf<T>, 'conversationId' | 'tenantId' | 'seq'>;

/** What one command does to a conversation, told event by event: sequence and event time are given here and nowhere else. */
export class ConversationUpdate {
  private readonly outputs: Output[] = [];
  private readonly timelineRows: { seq: number; type: string; at: number; data: unknown }[] = [];
  private readonly effects: unknown[] = [];
  readonly at: Instant;

  constructor(
    public state: Conversation,
    now: Instant,
    private readonly newId: (name: string) => string,
  ) {
    this.at = Math.max(now, state.lastEventAt);
  }

  emit<T extends ConversationEventType>(type: T, fields: EventFields<T>): void {
    const { conversationId, tenantId, seq } = this.state;
    this.state = { ...this.state, seq: seq + 1, lastEventAt: this.at };
    const data = { conversationId, tenantId, seq: this.state.seq, ...fields };
    this.outputs.push({ type, data } as unknown as Output);
    this.timelineRows.push({ seq: this.state.seq, type, at: this.at, data });
  }

  /** A fact for another subject of the gateway. */
  emitDeskEvent<T extends EventType>(type: T, data: DataOf<T>): void {
    this.outputs.push({ type, data } as unknown as Output);
  }

  postMessage(
    role: DataOf<'MessagePosted'>['role'],
    text: string,
    extra: { author?: string | undefined; bot?: BotTurnDetails | undefined } = {},
  ): string {
    const messageId = this.newId(`message/${this.state.seq + 1}`);
    this.emit('MessagePosted', {
      messageId,
      role,
      text,
      epoch: this.state.owner.epoch,
      ...(extra.author === undefined ? {} : { author: extra.author }),
      ...(extra.bot === undefined ? {} : { bot: extra.bot }),
    });
    return messageId;
  }

  /** Passes the conversation on: the epoch grows, so whatever was being written under the old one is stale. */
  changeOwner(kind: Owner['kind'], id: string, reason: string): void {
    const previous = this.state.owner;
    const owner = { kind, id, epoch: previous.epoch + 1 };
    this.state = { ...this.state, owner, awaitedBotReply: null };
    this.emit('OwnerChanged', { owner, previous, reason });
  }

  /** Back to the channel's bot; where there is none, to whoever answers there through the API. */
  returnToBot(reason: string): void {
    this.changeOwner('bot', this.state.bot ?? EXTERNAL_BOT_ID, reason);
  }

  updateState(changes: Partial<Conversation>): void {
    this.state = { ...this.state, ...changes };
  }

  effect(effect: unknown): void {
    this.effects.push(effect);
  }

  result(status: number, body: unknown = { seq: this.state.seq }): CommandResult<Conversation> {
    return {
      state: this.state,
      verdict: { is: 'emit', outputs: this.outputs },
      answer: { status, body },
      timeline: this.timelineRows,
      effects: this.effects,
    };
  }
}

/** Owner of what no bot of ours answers. */
export const EXTERNAL_BOT_ID = 'external';

export const OK: Answer = { status: 200, body: {} };

export const stateOnly = <S>(state: S | null, answer: Answer, evidence?: unknown): CommandResult<S> => ({
  state,
  verdict: { is: 'emit', outputs: [] },
  answer,
  timeline: [],
  ...(evidence === undefined ? {} : { evidence }),
});

/** A row on the screen of a stream that numbers its own. */
export const withTimelineRow = <S extends { readonly seq: number }>(
  state: S,
  at: Instant,
  type: string,
  data: unknown,
  outputs: readonly Output[] = [],
  answer: Answer = OK,
): CommandResult<S> => {
  const seq = state.seq + 1;
  return { state: { ...state, seq }, verdict: { is: 'emit', outputs }, answer, timeline: [{ seq, type, at, data }] };
};

/** RFC 9457. */
export const problem = (status: number, title: string, detail: string): Answer => ({
  status,
  body: { type: 'about:blank', title, status, detail },
});
