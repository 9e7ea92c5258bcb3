import { z } from 'zod';
import { id } from './envelope.ts';

/** Identifiers that many events carry; 1 to 128 characters each. */

export const tenantId = id.describe('The tenant, one customer of this installation');
export const conversationId = id.describe('All messages between one customer and their bot or agents');
export const handoffId = id.describe('The hand-off; all its events from the request to the end carry it');
export const poolId = id.describe('Agents and queues that share capacity; routing decides pool by pool');
export const agentId = id.describe('The agent');
export const offerId = id.describe('The offer; its answer names it');
export const messageId = id.describe('The message, under the identifier of its sender or channel');
export const team = id.describe('The team, by its name in the teams document');
export const channel = id.describe('The channel the conversation is held in');

/** Names an entry of the guidance of a policy. */
export const guidanceId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'lower-case letters, digits and hyphens, at most 40');
