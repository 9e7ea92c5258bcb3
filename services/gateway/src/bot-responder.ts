import { setTimeout as pause } from 'node:timers/promises';
import type { Bot, BotRequest } from '@warmline/demo-bot';
import type { Command, Executor, Log } from '@warmline/messaging';
import { subjectAttributes } from '@warmline/service-kit';
import type { Tracer } from '@warmline/telemetry';
import { botReplyCommand } from './commands.ts';
import type { AskBot } from './domain/conversation/requests.ts';
import type { Queries } from './persistence/queries.ts';

const TRANSCRIPT_TURNS = 40;
const INITIAL_BACKOFF_MS = 50;
/** Concurrent calls to bots. Bounds what a bot that hangs can hold. */
export const MAX_CONCURRENT_CALLS = 200;

export interface BotResponderSettings {
  readonly bots: ReadonlyMap<string, Bot>;
  readonly queries: Queries;
  readonly executor: Executor;
  readonly timeoutMs: number;
  readonly now: () => number;
  readonly log: Log;
  /** Gets the number of running calls at every change. */
  readonly onCallsChanged: (calls: number) => void;
  readonly onCallRefused: () => void;
  readonly tracer?: Tracer | undefined;
}

type BotReply = { readonly text: string; readonly [more: string]: unknown };

/**
 * Asks the channel's bot for a reply once a customer message is committed. The reply is posted under the epoch of the request, so it
 * is refused if an agent has taken over meanwhile. An error or an empty reply is posted as a failed turn at once. A reply that is
 * missing, or was not requested because too many calls are running, fails at the deadline in the conversation's state.
 */
export class BotResponder {
  private readonly stopping = new AbortController();
  private activeCalls = 0;

  constructor(private readonly settings: BotResponderSettings) {}

  async start(): Promise<void> {}

  /** Aborts running calls; their deadlines are in the states. */
  async stop(): Promise<void> {
    this.stopping.abort(new Error('stopping'));
  }

  /** Never rejects. */
  async respond(asked: AskBot, traceparent?: string): Promise<void> {
    const { onCallsChanged, onCallRefused } = this.settings;
    if (this.activeCalls >= MAX_CONCURRENT_CALLS) return onCallRefused();
    onCallsChanged(++this.activeCalls);
    await this.askAndSubmit(asked, traceparent);
    onCallsChanged(--this.activeCalls);
  }

  private async askAndSubmit(asked: AskBot, parent: string | undefined): Promise<void> {
    const { bots, queries, timeoutMs, now, log } = this.settings;
    const { conversationId, messageId } = asked;
    const deadline = now() + timeoutMs;
    try {
      const conversation = await queries.findConversation(conversationId);
      const bot = conversation?.bot ? bots.get(conversation.bot) : undefined;
      if (!conversation || !bot || conversation.awaitedBotReply?.messageId !== messageId) return;
      const { tenantId, language, customer } = conversation;
      const turns = (await queries.findTurns(conversationId, TRANSCRIPT_TURNS)).filter(({ text }) => text !== '');
      const request = {
        conversationId,
        tenantId,
        language,
        ...(customer === null ? {} : { customer }),
        turns: turns.map(({ role, text }) => ({ role, text })),
      };
      const { reply, traceparent } = await this.askBot(bot, request, parent);
      if (reply === null) return;
      await this.submit(botReplyCommand(asked, tenantId, bot.id, reply, now(), traceparent), deadline);
    } catch (error) {
      if (this.stopping.signal.aborted) return;
      log.warn(
        { err: error, conversationId },
        'the reply of the bot could not be posted; the conversation’s deadline handles it',
      );
    }
  }

  /** Retries until the bot's deadline, so that a short overload or database outage does not cause a hand-off. */
  private async submit(command: Command, deadline: number): Promise<void> {
    const { executor, now } = this.settings;
    for (let backoffMs = INITIAL_BACKOFF_MS; ; backoffMs *= 2) {
      try {
        await executor.execute(command);
        return;
      } catch (error) {
        if (now() + backoffMs >= deadline) throw error;
        await pause(backoffMs, undefined, { signal: this.stopping.signal, ref: false });
      }
    }
  }

  /** The reply, null if there was none in time: the deadline in the state handles it. And the trace it belongs to. */
  private async askBot(
    bot: Bot,
    request: BotRequest,
    parent: string | undefined,
  ): Promise<{ readonly reply: BotReply | null; readonly traceparent: string | undefined }> {
    const signal = AbortSignal.any([AbortSignal.timeout(this.settings.timeoutMs), this.stopping.signal]);
    const span = this.settings.tracer?.start('ask bot', {
      parent,
      kind: 'CLIENT',
      attributes: { 'warmline.bot.id': bot.id, ...httpAttributes(bot.address), ...subjectAttributes(request) },
    });
    const traceparent = span?.traceparent ?? parent;
    try {
      const { text, confidence, intent, subject, entities, attempted } = await bot.reply(request, signal, traceparent);
      span?.end();
      if (text.trim() === '') return { reply: { text: '', error: 'empty' }, traceparent };
      const optional = {
        ...(entities === undefined ? {} : { entities }),
        ...(attempted === undefined ? {} : { attempted }),
      };
      return { reply: { text, confidence, intent, subject, ...optional }, traceparent };
    } catch (error) {
      span?.end(error);
      if (signal.aborted) return { reply: null, traceparent };
      this.settings.log.warn({ err: error, bot: bot.id }, 'the bot call failed');
      return { reply: { text: '', error: 'error' }, traceparent };
    }
  }
}

/** Of a call over HTTP. The query and the credentials of the address are left out. */
const httpAttributes = (address: URL | undefined) =>
  address === undefined
    ? {}
    : {
        'http.request.method': 'POST',
        'server.address': address.hostname,
        'server.port': Number(address.port || (address.protocol === 'https:' ? 443 : 80)),
        'url.full': `${address.origin}${address.pathname}`,
      };
