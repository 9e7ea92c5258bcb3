import { type AskBot, botReplyCommand } from '@warmline/gateway/stages';
import type { Executor } from '@warmline/messaging';
import type { Host } from './host.ts';
import { BOT_TIMEOUT_MS } from './instance.ts';

const ANSWERS = [
  { text: 'Your order is on its way.', confidence: 0.9, subject: 'order' },
  { text: 'You can change that in your account.', confidence: 0.8, subject: 'account' },
  { text: 'I am not sure I understood that.', confidence: 0.2, subject: 'order' },
  { text: 'Could you say that in other words?', confidence: 0.3, subject: 'other' },
  { text: '', error: 'empty' },
  { text: '', error: 'error' },
];

/** A bot that answers, answers late, fails or stays silent. It runs in the process that asked, so it ends with that process. */
export const askBot = (host: Host, executor: Executor, asked: AskBot): void => {
  const { random, trace } = host.network;
  if (random.chance(0.1)) return;
  const answer = random.pick(ANSWERS);
  const until = host.clock.now() + BOT_TIMEOUT_MS;
  const submitAnswer = (ms: number): void => {
    executor.execute(botReplyCommand(asked, 'default', 'demo', answer, host.clock.now())).catch((error: unknown) => {
      trace?.(`${host.name} the bot's answer was not committed: ${String(error)}`);
      if (host.clock.now() + ms < until) host.clock.after(ms, () => submitAnswer(ms * 2));
    });
  };
  host.clock.after(random.chance(0.1) ? random.below(8_000) : random.between(20, 600), () => submitAnswer(50));
};
