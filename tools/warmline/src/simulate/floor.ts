import { DAY } from '@warmline/queue-wait-estimation/forecast';
import { type Ghosts, ghostsAmong } from './ghosts.ts';
import type { Scenario } from './scenario.ts';
import type { Duty, Member } from './staff.ts';

/** An agent on the floor. */
export interface Seat {
  readonly member: Member;
  status: Duty['status'];
  /** Under way. */
  chats: number;
  offers: number;
  wrapUps: number;
  /** Slot-seconds on duty, and of them with a conversation, since the warm-up. */
  open: number;
  busy: number;
  countedAt: number;
}

export const roomOf = ({ member, status, chats, offers, wrapUps }: Seat): number =>
  status === 'online' ? member.capacity - chats - offers - wrapUps : 0;

/** Counts what passed until `t`; before anything changes. */
export const counted = (seat: Seat, t: number): void => {
  if (t <= seat.countedAt) return;
  if (seat.status === 'online') {
    seat.open += (t - seat.countedAt) * seat.member.capacity;
    seat.busy += (t - seat.countedAt) * Math.min(seat.chats, seat.member.capacity);
  }
  seat.countedAt = t;
};

export interface Floor {
  readonly seats: readonly Seat[];
  readonly ghosts: Ghosts;
  readonly seat: (id: string) => Seat | undefined;
  readonly changes: (seat: Seat, status: Duty['status'], t: number) => void;
  /** Whose shift is over goes when his last conversation has ended. */
  readonly goesHome: (seat: Seat, t: number) => void;
  /** Who missed an offer says that he is there. */
  readonly isBack: (seat: Seat, t: number) => void;
}

/** The agents and who gave up. `say` tells the deciders of a presence. */
export const floorOf = (
  members: readonly Member[],
  scenario: Scenario,
  say: (seat: Seat, status: Duty['status'], t: number) => void,
): Floor => {
  const countedAt = scenario.warmup_days * DAY;
  const none = { chats: 0, offers: 0, wrapUps: 0, open: 0, busy: 0 };
  const seats = members.map((member): Seat => ({ member, status: 'offline', ...none, countedAt }));
  const byId = new Map(seats.map((seat) => [seat.member.id, seat]));
  return {
    seats,
    ghosts: ghostsAmong(seats, scenario),
    seat: (id) => byId.get(id),
    changes: (seat, status, t) => {
      counted(seat, t);
      seat.status = status;
      say(seat, status === 'offline' && seat.chats > 0 ? 'away' : status, t);
    },
    goesHome: (seat, t) => {
      if (seat.status === 'offline' && seat.chats === 0) say(seat, 'offline', t);
    },
    isBack: (seat, t) => {
      if (seat.status === 'online') say(seat, 'online', t);
    },
  };
};
