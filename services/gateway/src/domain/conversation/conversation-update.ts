import type { BotTurnDetails, DataOf, EventType, Instant, Owner } from '@warmline/contracts';
import type { CommandResult, Output } from '@warmline/messaging/decider';
import type { Conversation } from './conversation.ts';
import { questionAfterNotice } from './open-question.ts';

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

/** Collects what one command changes in a conversation. It alone gives events their sequence and event time. */
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
    if (type === 'CustomerNotified') {
      const { notice } = fields as EventFields<'CustomerNotified'>;
      this.state = { ...this.state, question: questionAfterNotice(this.state.question ?? null, notice) };
    }
  }

  /** An event for the desk topic. */
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

  /** The epoch grows, so messages written under the previous one are refused as stale. */
  changeOwner(kind: Owner['kind'], id: string, reason: string): void {
    const previous = this.state.owner;
    const owner = { kind, id, epoch: previous.epoch + 1 };
    this.state = { ...this.state, owner, awaitedBotReply: null };
    this.emit('OwnerChanged', { owner, previous, reason });
  }

  /** Owner is the channel's bot again, or where it has none, the external bot that uses the API. */
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

/** Owner of conversations on channels without a configured bot. */
export const EXTERNAL_BOT_ID = 'external';
