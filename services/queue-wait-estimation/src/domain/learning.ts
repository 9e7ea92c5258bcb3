import type { Instant } from '@warmline/contracts';
import { Table } from '@warmline/messaging/table';
import { arrivals, BIN, DAY } from './forecast/arrivals.ts';
import { calendar } from './forecast/calendar.ts';
import type { AgentStatus } from './forecast/events.ts';
import { handling } from './forecast/handling.ts';
import { type Pasts, pasts } from './forecast/history.ts';
import { patience } from './forecast/patience.ts';
import type { Learnt } from './forecast/situation.ts';

/** What one event teaches; `t` in seconds. */
export type Lesson =
  | {
      readonly of: 'chat';
      readonly subject: string;
      readonly agentId: string;
      readonly seconds: number;
      readonly together: number;
    }
  | {
      readonly of: 'wait';
      readonly subject: string;
      readonly seconds: number;
      readonly gone: boolean;
      /** When it was first looked at, as many of its subject were ahead, and so many seconds were left. Absent where it was not. */
      readonly seen?: { readonly ahead: number; readonly seconds: number };
    }
  | { readonly of: 'request'; readonly subject: string; readonly level: number; readonly t: number }
  | { readonly of: 'duty'; readonly agentId: string; readonly status: AgentStatus; readonly t: number };
type Chat = Extract<Lesson, { of: 'chat' }>;
type Wait = Extract<Lesson, { of: 'wait' }>;

/** Requests of one subject and half-hour, by level of priority. */
interface HalfHour {
  readonly t: number;
  readonly subject: string;
  readonly levels: readonly number[];
}
interface Duty {
  readonly agentId: string;
  readonly changes: readonly { readonly t: number; readonly status: AgentStatus }[];
}

/**
 * The pool's past, in rows of plain JSON and bounded. New lessons wait in `lessons` and are taken up together at a lecture: what was
 * learnt is a function of the other rows alone, which change at a lecture and not between.
 */
export interface School {
  readonly lessons: Table<Lesson>;
  readonly chats: Table<Numbered<Chat>>;
  readonly waits: Table<Numbered<Wait>>;
  readonly halfHours: Table<HalfHour>;
  readonly duties: Table<Duty>;
  readonly lecture: Lecture;
}
type Numbered<L> = L & { readonly n: number };
export interface Lecture {
  readonly at: Instant;
  /** Lessons ever taken up, and of them conversations and waits. */
  readonly n: number;
  readonly chats: number;
  readonly waits: number;
}
export const schoolTables = ['lessons', 'chats', 'waits', 'halfHours', 'duties'] as const;

export const schoolOf = (at: Instant): School => ({
  lessons: Table.of<Lesson>(),
  chats: Table.of<Numbered<Chat>>(),
  waits: Table.of<Numbered<Wait>>(),
  halfHours: Table.of<HalfHour>(),
  duties: Table.of<Duty>(),
  lecture: { at, n: 0, chats: 0, waits: 0 },
});

const MOST_CHATS = 3_000;
const MOST_WAITS = 2_000;
const MOST_CHANGES = 120;
const DAYS_KEPT = 14;
/** A lecture is held so long after the last one, milliseconds, or when so many lessons wait. */
export const LECTURE_MS = 300_000;
const MOST_LESSONS = 300;
/** With fewer conversations nothing is said of the future. */
const FEW = 30;

export const noted = <S extends School>(school: S, lesson: Lesson): S => {
  const { lessons, lecture } = school;
  return { ...school, lessons: lessons.set(String(lecture.n + lessons.size), lesson) };
};

/** Holds a lecture where one is due. */
export const taught = <S extends School>(school: S, at: Instant): S => {
  const { lessons, lecture } = school;
  if (lessons.size === 0 || (lessons.size < MOST_LESSONS && at - lecture.at < LECTURE_MS)) return school;
  let { chats, waits, halfHours, duties } = school;
  let next: Lecture = { ...lecture, at, n: lecture.n + lessons.size };
  for (let n = lecture.n; n < next.n; n++) {
    const lesson = lessons.get(String(n));
    switch (lesson?.of) {
      case 'chat':
        chats = chats.set(String(next.chats % MOST_CHATS), { ...lesson, n: next.chats });
        next = { ...next, chats: next.chats + 1 };
        break;
      case 'wait':
        waits = waits.set(String(next.waits % MOST_WAITS), { ...lesson, n: next.waits });
        next = { ...next, waits: next.waits + 1 };
        break;
      case 'request':
        halfHours = counted(halfHours, lesson);
        break;
      case 'duty': {
        const { agentId, t, status } = lesson;
        const changes = [...(duties.get(agentId)?.changes ?? []), { t, status }].slice(-MOST_CHANGES);
        duties = duties.set(agentId, { agentId, changes });
        break;
      }
      case undefined:
    }
  }
  const since = at / 1000 - DAYS_KEPT * DAY;
  for (const id of halfHours.ids()) if ((halfHours.get(id)?.t ?? 0) < since) halfHours = halfHours.delete(id);
  for (const id of duties.ids()) if ((duties.get(id)?.changes.at(-1)?.t ?? 0) < since) duties = duties.delete(id);
  const none = lessons.ids().reduce((left, id) => left.delete(id), lessons);
  return { ...school, lessons: none, chats, waits, halfHours, duties, lecture: next };
};

const counted = (halfHours: Table<HalfHour>, { subject, level, t }: Extract<Lesson, { of: 'request' }>) => {
  const bin = Math.floor(t / BIN);
  const id = `${bin}/${subject}`;
  const before = halfHours.get(id)?.levels ?? [];
  const levels = Array.from({ length: Math.max(before.length, level + 1) }, (_, i) => before[i] ?? 0);
  levels[level] = (levels[level] ?? 0) + 1;
  return halfHours.set(id, { t: bin * BIN, subject, levels });
};

export interface Known extends Learnt {
  readonly past: Pasts;
}

/** What was learnt until a lecture, made once for it. */
const memory = new WeakMap<Lecture, Known>();

/** Null while too little is known for a future. */
export const learntBy = (school: School): Known | null => {
  if (school.lecture.chats < FEW) return null;
  const known = memory.get(school.lecture);
  if (known !== undefined) return known;
  const learnt = {
    ...{ handling: handling(), patience: patience(), arrivals: arrivals(), calendar: calendar() },
    past: pasts(),
  };
  const inTurn = <L>(table: Table<Numbered<L>>): Numbered<L>[] => table.values().sort((a, b) => a.n - b.n);
  for (const { subject, agentId, seconds, together } of inTurn(school.chats))
    learnt.handling.learn(subject, agentId, seconds, together);
  for (const { subject, seconds, gone, seen } of inTurn(school.waits)) {
    learnt.patience.learn(subject, seconds, gone);
    if (seen !== undefined) learnt.past.add(subject, seen.ahead, { seconds: seen.seconds, gone });
  }
  const changes = school.duties.values().flatMap(({ agentId, changes: own }) => own.map((c) => ({ agentId, ...c })));
  for (const { t, agentId, status } of changes.sort((a, b) => a.t - b.t || (a.agentId < b.agentId ? -1 : 1)))
    learnt.calendar.learn(t, agentId, status);
  const order = (a: HalfHour, b: HalfHour): number => a.t - b.t || (a.subject < b.subject ? -1 : 1);
  for (const { t, subject, levels } of school.halfHours.values().sort(order)) {
    // Within a half-hour at its middle; in the one under way at the lecture.
    const middle = Math.min(t + BIN / 2, Math.max(t, school.lecture.at / 1000));
    levels.forEach((n, level) => void (n > 0 && learnt.arrivals.learn(middle, subject, level, n)));
  }
  memory.set(school.lecture, learnt);
  return learnt;
};
