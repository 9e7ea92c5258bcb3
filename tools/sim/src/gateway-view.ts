import type { MemoryStore } from '@warmline/messaging';

/** A conversation as its face shows it. */
export interface ConversationView {
  readonly is: 'open' | 'ended';
  readonly seq: number;
  readonly offer: string | null;
  readonly owner: { readonly kind: string; readonly id: string; readonly epoch: number };
  readonly handoff:
    | { readonly is: 'queued' | 'closed'; readonly handoffId: string; readonly surveyed?: boolean }
    | { readonly is: 'assigned'; readonly handoffId: string; readonly agentId: string; readonly surveyed?: boolean }
    | null;
  readonly callback?: { readonly handoffId: string } | null;
  readonly callbackWindows?: {
    readonly handoffId: string;
    readonly windows: readonly { readonly from: number }[];
  } | null;
}
/** A desk as its agent sees it. */
export interface DeskView {
  readonly status: string;
  readonly capacity: number;
  readonly offers: Readonly<Record<string, { readonly accepted: boolean; readonly handoffId: string }>>;
  readonly conversations: Readonly<Record<string, { readonly conversationId: string }>>;
  readonly callbacks?: Readonly<Record<string, { readonly said: string | null }>>;
}

/** What is committed in the gateway, as a reader of its database sees it. */
export class Gateway {
  constructor(private readonly memory: MemoryStore) {}

  conversation(id: string): ConversationView | null {
    return (this.memory.states.get(`conversation\u0000${id}`)?.data ?? null) as ConversationView | null;
  }
  desk(id: string): DeskView | null {
    return (this.memory.states.get(`agent\u0000${id}`)?.data ?? null) as DeskView | null;
  }
  conversations(): ConversationView[] {
    return this.all<ConversationView>('conversation');
  }
  desks(): DeskView[] {
    return this.all<DeskView>('agent');
  }

  private all<T>(stage: string): T[] {
    return [...this.memory.states].filter(([id]) => id.startsWith(`${stage}\u0000`)).map(([, row]) => row.data as T);
  }
}
