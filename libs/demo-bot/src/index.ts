export type { Bot, BotAnswer, BotRequest } from './bot.ts';
export { demoBot } from './demo-bot.ts';
export { type WebhookOptions, webhookBot } from './webhook-bot.ts';
