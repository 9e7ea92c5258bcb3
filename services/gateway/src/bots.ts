import type { Bot } from '@warmline/demo-bot';
import type { Executor } from '@warmline/messaging';
import type { Log } from '@warmline/messaging/service';
import type { AskBot } from './domain/requests.ts';
import type { Reads } from './persistence/reads.ts';

const TURNS = 40;

/**
 * Asks the channel's bot after a customer's message is committed. Its answer comes back under the epoch it was asked under, so a
 * person who took over meanwhile is never talked over; an error or an empty answer is said at once, silence by the state's deadline.
 */
export class Bots {
  constructor(
    private readonly bots: ReadonlyMap<string, Bot>,
    private readonly reads: Reads,
    private readonly executor: Executor,
    private readonly timeoutMs: number,
    private readonly log: Log,
  ) {}

  async answer(asked: AskBot): Promise<void> {
    try {
      const conversation = await this.reads.findConversation(asked.conversationId);
      const bot = conversation?.bot ? this.bots.get(conversation.bot) : undefined;
      if (!conversation || !bot || conversation.awaiting?.messageId !== asked.messageId) return;
      const turns = await this.reads.turns(asked.conversationId, TURNS);
      const answer = await this.ask(bot, {
        conversationId: asked.conversationId,
        tenantId: conversation.tenantId,
        language: conversation.language,
        ...(conversation.customer === null ? {} : { customer: conversation.customer }),
        turns: turns.filter((t) => t.text !== '').map((t) => ({ role: t.role as 'customer', text: t.text })),
      });
      if (answer === null) return;
      const { text, ...bot_ } = answer;
      const id = `bot/${asked.messageId}`;
      const at = Date.now();
      await this.executor.execute({
        stage: 'conversation',
        key: asked.conversationId,
        idempotencyKey: id,
        event: { type: 'Post', id: `${asked.conversationId}/${id}`, at, data: { role: 'bot', text, epoch: asked.epoch, author: bot.id, bot: bot_, replyTo: asked.messageId } },
        cause: { id: asked.messageId, at, tenantId: conversation.tenantId, correlationId: asked.conversationId, traceparent: undefined },
      });
    } catch (error) {
      this.log.warn({ err: error, conversationId: asked.conversationId }, 'the bot was not asked; its deadline hands over');
    }
  }

  /** null = too late: the deadline speaks instead. */
  private async ask(bot: Bot, request: Parameters<Bot['reply']>[0]): Promise<{ text: string; [more: string]: unknown } | null> {
    const signal = AbortSignal.timeout(this.timeoutMs);
    try {
      const { text, confidence, intent, topic, slots, attempted } = await bot.reply(request, signal);
      if (text.trim() === '') return { text: '', error: 'empty' };
      return { text, confidence, intent, topic, ...(slots === undefined ? {} : { slots }), ...(attempted === undefined ? {} : { attempted }) };
    } catch (error) {
      if (signal.aborted) return null;
      this.log.warn({ err: error, bot: bot.id }, 'the bot failed');
      return { text: '', error: 'error' };
    }
  }
}
