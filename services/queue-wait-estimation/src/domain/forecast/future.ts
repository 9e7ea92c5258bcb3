import { agenda } from './agenda.ts';
import { BIN } from './arrivals.ts';
import { CLOSE, linesOf, type Person } from './lines.ts';
import { exponential, type Random, weighted } from './random.ts';
import type { Learnt, Seat, Situation } from './situation.ts';

const DONE = 0;
const BREAK = 1;
const BACK = 2;
const OFF = 3;
const ON = 4;
const OPENS = 5;
const ARRIVAL = 6;
const FREE = 7;

interface Worker {
  readonly seat: Seat;
  /** Slots that are taken, and of them those that only rest after a conversation. */
  busy: number;
  resting: number;
  onDuty: boolean;
  onBreak: boolean;
}

const isFree = ({ onDuty, onBreak, busy, seat }: Worker): boolean => onDuty && !onBreak && busy < seat.capacity;

/** A future ends here at the latest, seconds and events. */
export const LONGEST = 172_800;
const MOST_EVENTS = 200_000;

/**
 * One future of a situation: the routing law run forward with everything unknown drawn. Seconds until each one watched is taken, as if
 * he did not give up; LONGEST where that is beyond the horizon. A watched one who gives up holds no slot, and is told when one would
 * have been his: so one future is as true for each of them as one made for him alone.
 */
export const futureOf = (situation: Situation, learnt: Learnt, random: Random): Float64Array => {
  const { now, subjects, horizon } = situation;
  const { handling, patience, calendar, arrivals } = learnt;
  const { turnaround } = learnt.pauses ?? {};
  const ring = learnt.pauses?.ring() ?? 0;
  const day = situation.drawDay(random);
  const coming = agenda();
  const people: Person[] = [];
  const queue = linesOf(subjects.map(({ notBefore }) => notBefore));
  const waits = new Float64Array(situation.watched).fill(LONGEST);
  let left = situation.watched;
  let t = now;

  const workers = situation.agents.map(
    (seat): Worker => ({
      seat,
      busy: seat.chats.length,
      resting: 0,
      onDuty: seat.status !== 'offline',
      onBreak: seat.status === 'away',
    }),
  );

  let free = workers.filter(isFree).length;

  const take = (person: Person, worker: Worker, who: number, after: number): void => {
    person.taken = true;
    if (person.watch >= 0) {
      waits[person.watch] = t - now + after;
      left -= 1;
      if (person.probe || person.goneAt <= t) return;
    }
    worker.busy += 1;
    if (!isFree(worker)) free -= 1;
    const slowness = handling.slownessOf(worker.seat.pace, worker.busy - worker.resting);
    coming.push(t + handling.drawLeft(subjects[person.subject]?.name ?? '', 0, slowness, random), DONE, who);
  };

  /** A freed slot takes the first for whom it is open. */
  const fill = (worker: Worker, who: number): void => {
    while (left > 0 && isFree(worker)) {
      const person = queue.first(worker.seat.opens, t);
      if (person === null) return;
      take(person, worker, who, 0);
    }
  };
  /** The agent whose group opens first, then the least loaded. */
  const freeAgent = (subject: number, waited: number): number => {
    let best = -1;
    if (free === 0) return best;
    let bestOpens = Number.POSITIVE_INFINITY;
    let bestLoad = Number.POSITIVE_INFINITY;
    for (let i = 0; i < workers.length; i++) {
      const worker = workers[i];
      if (worker === undefined || !isFree(worker)) continue;
      const opens = worker.seat.opens[subject] ?? Number.POSITIVE_INFINITY;
      if (opens > waited + CLOSE || opens > bestOpens) continue;
      const load = worker.busy / worker.seat.capacity;
      if (opens === bestOpens && load >= bestLoad) continue;
      best = i;
      bestOpens = opens;
      bestLoad = load;
    }
    return best;
  };
  const offer = (person: Person): boolean => {
    if ((subjects[person.subject]?.notBefore ?? 0) > t + CLOSE) return false;
    const who = freeAgent(person.subject, t - person.t);
    const worker = workers[who];
    if (worker === undefined) return false;
    take(person, worker, who, ring);
    return true;
  };
  const openings = (person: Person): void => {
    const who = people.push(person) - 1;
    const { notBefore = 0 } = subjects[person.subject] ?? {};
    if (notBefore > t) coming.push(notBefore, OPENS, who);
    for (const delay of subjects[person.subject]?.delays ?? []) {
      if (person.t + delay > t) coming.push(person.t + delay, OPENS, who);
    }
  };
  const nextArrival = (): void => {
    let from = t;
    while (from < now + horizon) {
      const { total } = situation.ratesAt(from);
      const end = (Math.floor(from / BIN) + 1) * BIN;
      const at = total > 0 ? from + exponential(random) / total : Number.POSITIVE_INFINITY;
      if (at < end) {
        coming.push(at, ARRIVAL, 0);
        return;
      }
      from = end;
    }
  };
  const arrive = (): void => {
    const { parts, total } = situation.ratesAt(t);
    const subject = weighted(parts, total, random);
    const name = subjects[subject]?.name ?? '';
    const key = t - situation.credit * arrivals.drawPriority(name, random);
    const goneAt = t + patience.draw(name, 0, random);
    const person = { key, subject, t, watch: -1, probe: false, goneAt, taken: false };
    if (!offer(person)) {
      queue.push(person);
      openings(person);
    }
    nextArrival();
  };

  workers.forEach((worker, who) => {
    const { seat, onDuty, onBreak } = worker;
    for (const { subject, elapsed, slowness } of seat.chats) {
      coming.push(now + handling.drawLeft(subject, elapsed, slowness, random), DONE, who);
    }
    for (const elapsed of seat.rested) {
      const left = worker.busy < seat.capacity ? (turnaround?.drawLeft(elapsed, seat.awaited, random) ?? 0) : 0;
      if (left === 0) continue;
      worker.busy += 1;
      worker.resting += 1;
      if (!isFree(worker) && isFree({ ...worker, busy: worker.busy - 1 })) free -= 1;
      coming.push(now + left, FREE, who);
    }
    coming.push(day.changes[who] ?? Number.POSITIVE_INFINITY, onDuty ? OFF : ON, who);
    if (onBreak) coming.push(calendar.endOfBreak(seat.since, now, random), BACK, who);
    else if (onDuty) coming.push(calendar.nextBreak(seat.since, now, seat.fresh, random), BREAK, who);
  });
  for (const place of situation.waiting) {
    const name = subjects[place.subject]?.name ?? '';
    const waited = Math.max(0, now - place.since);
    const goneAt = place.probe ? Number.POSITIVE_INFINITY : place.since + patience.draw(name, waited, random);
    const person = { ...place, goneAt, taken: false };
    if (offer(person)) continue;
    queue.push(person);
    openings(person);
  }
  nextArrival();

  for (let events = 0; left > 0 && events < MOST_EVENTS; events++) {
    const next = coming.pop();
    if (next === null || next.t > now + horizon) break;
    t = next.t;
    const { who } = next;
    const worker = workers[who];
    if (next.kind === ARRIVAL) arrive();
    else if (next.kind === OPENS) {
      const person = people[who];
      if (person !== undefined && !person.taken && person.goneAt > t) offer(person);
    } else if (worker !== undefined) {
      const before = isFree(worker);
      if (next.kind === DONE) {
        const pause = turnaround?.drawLeft(0, true, random) ?? 0;
        if (pause > 0) {
          worker.resting += 1;
          coming.push(t + pause, FREE, who);
          continue;
        }
        worker.busy -= 1;
      } else if (next.kind === FREE) {
        worker.resting -= 1;
        worker.busy -= 1;
      } else if (next.kind === BREAK) {
        if (!worker.onDuty) continue;
        worker.onBreak = true;
        if (before) free -= 1;
        coming.push(calendar.endOfBreak(t, t, random), BACK, who);
        continue;
      } else if (next.kind === OFF) {
        worker.onDuty = false;
        if (before) free -= 1;
        coming.push(calendar.startOfDuty(worker.seat.id, t, day.back, random), ON, who);
        continue;
      } else {
        if (next.kind === ON) worker.onDuty = true;
        worker.onBreak = false;
        coming.push(calendar.nextBreak(t, t, next.kind === ON, random), BREAK, who);
      }
      if (!before && isFree(worker)) free += 1;
      fill(worker, who);
    }
  }
  return waits;
};
