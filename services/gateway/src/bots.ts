import { setTimeout as pause } from 'node:timers/promises';
import type { Bot } from '@warmline/demo-bot';
import type { Command, Executor } from '@warmline/messaging';
import type { Log } from '@warmline/messaging/service';
import { botSaid } from './commands.ts';
import type { AskBot } from './domain/requests.ts';
import type { Reads } from './persistence/reads.ts';

const TURNS = 40;
const FIRST_PAUSE_MS = 50;
/** Messages a bot is asked about at a time; a bot that hangs must not gather calls without end. */
export const MOST_CALLS = 200;

export interface BotsSettings {
  readonly bots: ReadonlyMap<string, Bot>;
  readonly reads: Reads;
  readonly executor: Executor;
  readonly timeoutMs: number;
  readonly now: () => number;
  readonly log: Log;
  /** How many calls are under way, at every change. */
  readonly asking: (calls: number) => void;
  readonly refused: () => void;
}

type Said = { readonly text: string; readonly [more: string]: unknown };

/**
 * Asks the channel's bot after a customer's message is committed. Its answer comes back under the epoch it was asked under, so a
 * person who took over meanwhile is never talked over; an error or an empty answer is said at once, silence by the state's deadline.
 * While too many calls are under way no more are made, and the deadline speaks.
 */
export class Bots {
  private readonly stopping = new AbortController();
  private calls = 0;

  constructor(private readonly settings: BotsSettings) {}

  async start(): Promise<void> {}

  /** Answers still on their way are given up; their deadlines are in the states. */
  async stop(): Promise<void> {
    this.stopping.abort(new Error('stopping'));
  }

  /** Never rejects. */
  async answer(asked: AskBot): Promise<void> {
    const { asking, refused } = this.settings;
    if (this.calls >= MOST_CALLS) return refused();
    asking(++this.calls);
    await this.answered(asked);
    asking(--this.calls);
  }

  private async answered(asked: AskBot): Promise<void> {
    const { bots, reads, timeoutMs, now, log } = this.settings;
    const { conversationId, messageId } = asked;
    const until = now() + timeoutMs;
    try {
      const conversation = await reads.findConversation(conversationId);
      const bot = conversation?.bot ? bots.get(conversation.bot) : undefined;
      if (!conversation || !bot || conversation.awaiting?.messageId !== messageId) return;
      const { tenantId, language, customer } = conversation;
      const turns = (await reads.turns(conversationId, TURNS)).filter(({ text }) => text !== '');
      const said = await this.ask(bot, {
        conversationId,
        tenantId,
        language,
        ...(customer === null ? {} : { customer }),
        turns: turns.map(({ role, text }) => ({ role, text })),
      });
      if (said === null) return;
      await this.enter(botSaid(asked, tenantId, bot.id, said, now()), until);
    } catch (error) {
      if (this.stopping.signal.aborted) return;
      log.warn({ err: error, conversationId }, 'the bot’s answer did not get in; its deadline hands over');
    }
  }

  /** An overload or a database away for a moment must not hand conversations over: tried again until the bot's time is up. */
  private async enter(command: Command, until: number): Promise<void> {
    const { executor, now } = this.settings;
    for (let ms = FIRST_PAUSE_MS; ; ms *= 2) {
      try {
        await executor.execute(command);
        return;
      } catch (error) {
        if (now() + ms >= until) throw error;
        await pause(ms, undefined, { signal: this.stopping.signal, ref: false });
      }
    }
  }

  /** null = too late: the deadline speaks instead. */
  private async ask(bot: Bot, request: Parameters<Bot['reply']>[0]): Promise<Said | null> {
    const signal = AbortSignal.any([AbortSignal.timeout(this.settings.timeoutMs), this.stopping.signal]);
    try {
      const { text, confidence, intent, subject, entities, attempted } = await bot.reply(request, signal);
      if (text.trim() === '') return { text: '', error: 'empty' };
      const found = {
        ...(entities === undefined ? {} : { entities }),
        ...(attempted === undefined ? {} : { attempted }),
      };
      return { text, confidence, intent, subject, ...found };
    } catch (error) {
      if (signal.aborted) return null;
      this.settings.log.warn({ err: error, bot: bot.id }, 'the bot failed');
      return { text: '', error: 'error' };
    }
  }
}
