import type { AgentStatus, CallOutcome, Instant, Skill, Subject } from '@warmline/contracts';

/** One agent's desk: profile, offers, and assigned work. `seq` numbers the rows of its client stream. */
export interface Desk {
  readonly agentId: string;
  readonly tenantId: string;
  readonly poolId: string;
  readonly name: string;
  readonly status: AgentStatus;
  readonly teams: readonly string[];
  readonly skills: readonly Skill[];
  readonly languages: readonly string[];
  /** Absent = all channels. */
  readonly channels?: readonly string[] | undefined;
  readonly capacity: number;
  /** The open streams of the desk, by id, and until when each counts as open. Absent: the presence does not depend on a stream. */
  readonly streams?: Readonly<Record<string, Instant>>;
  /** Since when none of them is open. The agent is offline to others and gets `status` back with the next stream. */
  readonly lostAt?: Instant;
  readonly seq: number;
  readonly offers: Readonly<Record<string, AgentOffer>>;
  /** The last offers that ended, newest last, so that an answer that comes too late is told why. */
  readonly endedOffers?: readonly EndedOffer[];
  readonly conversations: Readonly<Record<string, { readonly conversationId: string; readonly since: Instant }>>;
  /** Closed conversations that still occupy capacity, by hand-off. */
  readonly wrapUps: Readonly<Record<string, { readonly conversationId: string; readonly until: Instant }>>;
  /** Open questions of colleagues, by question. */
  readonly consults: Readonly<Record<string, Consult>>;
  /** Assigned callbacks, by hand-off. */
  readonly callbacks?: Readonly<Record<string, DeskCallback>>;
}
export interface EndedOffer {
  readonly offerId: string;
  readonly reason: string;
}
export interface AgentOffer {
  readonly offerId: string;
  readonly handoffId: string;
  readonly conversationId: string;
  readonly team: string;
  readonly waitedMs: number;
  readonly expiresAt: Instant;
  readonly why: unknown;
  readonly accepted: boolean;
}

/** A colleague's question about a hand-off of theirs. The customer does not see it. */
export interface Consult {
  readonly handoffId: string;
  readonly conversationId: string;
  readonly from: string;
  readonly fromName: string;
  readonly question: string;
  readonly at: Instant;
}

/** A callback that is assigned to the agent. */
export interface DeskCallback {
  readonly conversationId: string;
  readonly phone: string | null;
  readonly team: string;
  readonly subject: Subject;
  readonly attempt: number;
  /** Promised to the customer. */
  readonly dueBy: Instant;
  /** When it goes to another agent; null = the customer was reached. */
  readonly expiresAt: Instant | null;
  /** What the agent reported, until routing has answered. */
  readonly reportedOutcome: CallOutcome | null;
}

export type AgentProfile = Pick<
  Desk,
  'agentId' | 'tenantId' | 'poolId' | 'name' | 'teams' | 'skills' | 'languages' | 'channels' | 'capacity'
>;

export interface DeskSettings {
  /** How often a stream shows that it is alive. After three times as long it is silent. */
  readonly heartbeatMs: number;
  /** How long an agent may be disconnected before they are signed off; routing takes their conversations back then. */
  readonly disconnectGraceMs: number;
}
export const defaultDeskSettings: DeskSettings = { heartbeatMs: 5_000, disconnectGraceMs: 40_000 };

/** An offer without an end event of routing is removed this long after it expires. */
export const OFFER_EXPIRY_GRACE_MS = 2_000;

export const deskDue = (desk: Desk, settings = defaultDeskSettings): Instant | null => {
  const expiryTimes = Object.values(desk.offers).map((o) => o.expiresAt + OFFER_EXPIRY_GRACE_MS);
  const connectionChangeAt = connectionDue(desk, settings);
  const instants = connectionChangeAt === null ? expiryTimes : [...expiryTimes, connectionChangeAt];
  return instants.length === 0 ? null : Math.min(...instants);
};

/** When the last stream stops to count as open, or the grace ends. */
export const connectionDue = ({ streams, lostAt }: Desk, { disconnectGraceMs }: DeskSettings): Instant | null => {
  if (lostAt !== undefined) return lostAt + disconnectGraceMs;
  return streams === undefined ? null : Math.max(...Object.values(streams));
};
