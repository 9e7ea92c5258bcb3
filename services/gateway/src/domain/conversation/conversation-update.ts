import type { BotTurnDetails, DataOf, EventType, Instant, Owner, PastHandoff } from '@warmline/contracts';
import type { CommandResult, Output } from '@warmline/messaging/decider';
import { type Conversation, withPastHandoff } from './conversation.ts';
import { questionAfterNotice } from './open-question.ts';

type ConversationEventType = Extract<
  EventType,
  | 'ConversationStarted'
  | 'MessagePosted'
  | 'AnswerWithheld'
  | 'MessageRefused'
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
  private endedHandoff: PastHandoff | null = null;
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
    extra: { messageId?: string; author?: string | undefined; bot?: BotTurnDetails | undefined } = {},
  ): string {
    const messageId = extra.messageId ?? this.newId(`message/${this.state.seq + 1}`);
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

  /** An id that follows from the command and this name. */
  idFor(name: string): string {
    return this.newId(name);
  }

  /** Keeps an answer of the bot for the agent. The customer never gets it. */
  withhold(
    answer: { messageId: string; text: string; author?: string | undefined; bot?: BotTurnDetails | undefined },
    epoch: number,
  ): void {
    const { messageId, text, author, bot } = answer;
    this.emit('AnswerWithheld', {
      messageId,
      text,
      epoch,
      ...(author === undefined ? {} : { author }),
      ...(bot === undefined ? {} : { bot }),
    });
  }

  /** Keeps all answers that wait for a verdict for the agent. */
  withholdAnswers(): void {
    const { heldAnswers = [], owner } = this.state;
    this.state = { ...this.state, heldAnswers: [], heldOffer: null };
    for (const answer of heldAnswers) this.withhold(answer, owner.epoch);
  }

  /** The epoch grows, so messages written under the previous one are refused as stale. */
  changeOwner(kind: Owner['kind'], id: string, reason: string): void {
    this.withholdAnswers();
    const { owner: previous, awaitedBotReply, unansweredAtHandoff = null } = this.state;
    const owner = { kind, id, epoch: previous.epoch + 1 };
    const unanswered =
      previous.kind === 'bot' && awaitedBotReply !== null
        ? { messageId: awaitedBotReply.messageId, epoch: previous.epoch }
        : unansweredAtHandoff;
    this.state = {
      ...this.state,
      owner,
      awaitedBotReply: null,
      unansweredAtHandoff: kind === 'bot' ? null : unanswered,
    };
    const ended = kind === 'bot' ? this.endedHandoff : null;
    this.emit('OwnerChanged', { owner, previous, reason, ...(ended === null ? {} : { endedHandoff: ended }) });
  }

  /** Keeps who had the current hand-off and how it ended. The next return to the bot tells it. */
  rememberHandoff(end: PastHandoff['end']): void {
    const { handoff } = this.state;
    if (handoff === null || handoff.is === 'closed') return;
    const { handoffId, quote } = handoff;
    this.endedHandoff = {
      handoffId,
      ...(handoff.is === 'assigned' ? { agentName: handoff.agentName, team: handoff.team } : {}),
      ...(quote === undefined ? {} : { quote }),
      end,
      endedAt: this.at,
    };
    this.state = { ...this.state, pastHandoffs: withPastHandoff(this.state, this.endedHandoff) };
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
