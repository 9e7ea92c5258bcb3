/** A request of a client, with every answer to it. */
export interface ClientRequest {
  readonly id: number;
  readonly what: 'start' | 'message' | 'agent-message' | 'human' | 'choice' | 'end' | 'survey' | 'presence' | 'accept' | 'decline' | 'resolve' | 'call' | 'ingress'; // biome-ignore format: one line
  readonly key: string;
  /** Part of the text of a message; identifies the message wherever it appears. */
  readonly tag?: string;
  readonly conversationId?: string;
  /** Milliseconds since the epoch. */
  readonly invokedAt: number;
  readonly answers: Answer[];
}
export interface Answer {
  readonly at: number;
  readonly status: number;
  readonly attempts: number;
  readonly messageId?: string;
  readonly seq?: number;
  readonly conversationId?: string;
}

export interface StreamRead {
  readonly stage: 'conversation' | 'desk';
  readonly key: string;
  /** In order of arrival, over all connections of this listener. */
  readonly ids: number[];
  /** Number of times the stream was resumed. */
  resumeCount: number;
}

export interface ClientLog {
  readonly requests: ClientRequest[];
  readonly streams: StreamRead[];
  /** Malformed records the broker accepted. */
  readonly malformed: { readonly kind: string; readonly tag: string }[];
  /** Ids of conversations that ask for a person. */
  readonly expectedHandoffs: Set<string>;
}

export const emptyClientLog = (): ClientLog => ({
  requests: [],
  streams: [],
  malformed: [],
  expectedHandoffs: new Set(),
});

export const isAccepted = ({ answers }: ClientRequest): boolean =>
  answers.some(({ status }) => status >= 200 && status < 300);

const TAG = /\bref ([a-z]\d+-\d+)\b/;
export const withTag = (text: string, tag: string): string => `${text} ref ${tag}`;
export const tagIn = (text: unknown): string | undefined =>
  typeof text === 'string' ? TAG.exec(text)?.[1] : undefined;
