import type { Conversation, ConversationAddress, Desk } from '@warmline/gateway/stages';
import type { MemoryStore } from '@warmline/messaging';

/** The committed states of the gateway, as a reader of its database sees them. */
export class GatewayView {
  constructor(private readonly memory: MemoryStore) {}

  conversation(id: string): Conversation | null {
    return (this.memory.states.get(`conversation\u0000${id}`)?.data ?? null) as Conversation | null;
  }
  /** The id of the conversation that an address leads to. */
  conversationAt(address: string): string | null {
    const row = this.memory.states.get(`conversation-address\u0000${address}`);
    return (row?.data as ConversationAddress | null | undefined)?.conversationId ?? null;
  }
  desk(id: string): Desk | null {
    return (this.memory.states.get(`desk\u0000${id}`)?.data ?? null) as Desk | null;
  }
  conversations(): Conversation[] {
    return this.all<Conversation>('conversation');
  }
  desks(): Desk[] {
    return this.all<Desk>('desk');
  }

  private all<T>(stage: string): T[] {
    return [...this.memory.states].filter(([id]) => id.startsWith(`${stage}\u0000`)).map(([, row]) => row.data as T);
  }
}
