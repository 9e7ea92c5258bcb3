import { setTimeout as sleep } from 'node:timers/promises';
import { escalationReason, escalationVerdict } from '@warmline/contracts';
import { z } from 'zod';
import { detailOf, type Gateway, GatewayUnavailable, type HttpReply } from './gateway.ts';
import type { Row, Turn } from './replay-rows.ts';

/** The answer of GET …/assessment. */
const assessment = z.object({
  throughSeq: z.int(),
  verdict: escalationVerdict,
  reasons: z.array(escalationReason),
  rules: z.array(z.string()),
  unscoredSeqs: z.array(z.int()),
});
export type Assessment = z.output<typeof assessment>;

/** Resolves when everything posted to a conversation before is decided and the gateway has its verdicts. */
export type WaitForPartition = (conversationId: string) => Promise<void>;

const owner = z.object({ epoch: z.int() });
const place = z.object({ conversationId: z.string(), owner });
const posted = z.object({ seq: z.int().optional(), owner });

const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 200;
const VERDICT_WITHIN_MS = 60_000;

const read = <S extends z.ZodType>(schema: S, what: string, answer: HttpReply): z.output<S> => {
  const parsed = schema.safeParse(answer.body);
  if (answer.status >= 200 && answer.status < 300 && parsed.success) return parsed.data;
  throw new Error(`${what}: status ${answer.status}${detailOf(answer)}`);
};

export interface Started {
  readonly conversationId: string;
  /** Under which a bot may write. */
  readonly epoch: number;
}
export const start = async (gateway: Gateway, body: object, key: string): Promise<Started> => {
  const found = read(place, 'start', await gateway.post('/v1/conversations', body, key));
  return { conversationId: found.conversationId, epoch: found.owner.epoch };
};

/** The sequence of the message; `null` if it is an answer of the bot that the customer does not get. */
export const post = async (
  gateway: Gateway,
  id: string,
  turn: Turn & { readonly epoch?: number },
  key: string,
): Promise<number | null> => {
  const answer = await gateway.post(`/v1/conversations/${id}/messages`, turn, key);
  if (answer.status === 409 && turn.role === 'bot') return null;
  return read(posted, 'message', answer).seq ?? null;
};

export const end = async (gateway: Gateway, id: string, key: string): Promise<void> => {
  const answer = await gateway.post(`/v1/conversations/${id}/end`, {}, key);
  if (answer.status >= 300) throw new Error(`end: status ${answer.status}${detailOf(answer)}`);
};

export const fetchAssessment = async (gateway: Gateway, id: string): Promise<Assessment> =>
  read(assessment, 'assessment', await gateway.get(`/v1/conversations/${id}/assessment`));

/** The assessment when it covers a customer message. Time without the gateway does not count as waiting. */
export const waitForAssessment = async (gateway: Gateway, id: string, seq: number): Promise<Assessment> => {
  let waited = 0;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 1.5, LONGEST_PAUSE_MS)) {
    await sleep(pause);
    waited += pause;
    const found = await fetchAssessment(gateway, id);
    if (found.throughSeq >= seq) return found;
    if (waited >= VERDICT_WITHIN_MS)
      throw new Error(
        `no verdict on message ${seq} within ${VERDICT_WITHIN_MS / 1_000} s (assessed up to ${found.throughSeq})`,
      );
  }
};

/** One row as a conversation of its own; it ends when its verdict is known, so that no queue grows. */
export const replayRow = async (
  row: Row,
  run: string,
  gateway: Gateway,
  waitForPartition: WaitForPartition,
): Promise<Assessment> => {
  const key = (what: string | number): string => `${run}/${row.line}/${what}`;
  const externalId = key(row.id).slice(0, 128);
  const about = { ...(row.customer && { customer: row.customer }), ...(row.language && { language: row.language }) };
  const { conversationId: id, epoch } = await start(
    gateway,
    { tenantId: 'replay', channel: 'replay', externalId, ...about },
    key('start'),
  );
  const endConversation = (): Promise<void> => end(gateway, id, key('end')).catch(() => {});
  try {
    const found = await postTurns(row, { id, epoch, key }, gateway, waitForPartition);
    await endConversation();
    return found;
  } catch (error) {
    if (!(error instanceof GatewayUnavailable)) await endConversation();
    throw error;
  }
};

/**
 * The strongest verdict up to and including the last turn. An answer of the bot is posted once the message before it is judged: earlier
 * it would wait, and could come after the next message.
 */
const postTurns = async (
  row: Row,
  { id, epoch, key }: { readonly id: string; readonly epoch: number; readonly key: (what: number) => string },
  gateway: Gateway,
  waitForPartition: WaitForPartition,
): Promise<Assessment> => {
  let last = 0;
  let judged = 0;
  let botLast = false;
  for (const [i, { role, text, bot }] of row.conversation.entries()) {
    if (role === 'bot' && judged < last) judged = (await waitForAssessment(gateway, id, last)).throughSeq;
    const more = role === 'bot' ? { epoch, ...(bot && { bot }) } : {};
    const seq = await post(gateway, id, { role, text, ...more }, key(i));
    if (role === 'customer' && seq !== null) last = seq;
    botLast = role === 'bot' && seq !== null;
  }
  const found = await waitForAssessment(gateway, id, last);
  if (!botLast) return found;
  await waitForPartition(id);
  return fetchAssessment(gateway, id);
};
