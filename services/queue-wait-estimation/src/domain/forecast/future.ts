import { agenda } from './agenda.ts';
import { BIN } from './arrivals.ts';
import { exponential, type Random, weighted } from './random.ts';
import type { Learnt, Place, Seat, Situation } from './situation.ts';

const DONE = 0;
const BREAK = 1;
const BACK = 2;
const OFF = 3;
const ON = 4;
const OPENS = 5;
const ARRIVAL = 6;

interface Worker {
  readonly seat: Seat;
  /** Conversations he has. */
  busy: number;
  onDuty: boolean;
  onBreak: boolean;
}

interface Person extends Place {
  readonly goneAt: number;
  taken: boolean;
}

/** A future ends here at the latest, seconds and events. */
export const LONGEST = 172_800;
const MOST_EVENTS = 50_000;
/** An opening is not missed for the last digit of a sum. */
const CLOSE = 1e-6;

/**
 * One future of a situation: the routing law run forward with everything unknown drawn. Seconds until the one the forecast is for is
 * taken, who does not give up.
 */
export const futureOf = (situation: Situation, learnt: Learnt, random: Random): number => {
  const { now, topics } = situation;
  const { handling, patience, calendar, arrivals } = learnt;
  const day = situation.drawDay(random);
  const coming = agenda();
  const people: Person[] = [];
  const queue: Person[] = [];
  let t = now;
  let served = -1;

  const workers = situation.agents.map(
    (seat): Worker => ({
      seat,
      busy: seat.chats.length,
      onDuty: seat.status !== 'offline',
      onBreak: seat.status === 'away',
    }),
  );

  const take = (person: Person, worker: Worker, who: number): void => {
    person.taken = true;
    if (person.target) {
      served = t;
      return;
    }
    worker.busy += 1;
    const slowness = handling.slownessOf(worker.seat.pace, worker.busy);
    coming.push(t + handling.drawLeft(topics[person.topic]?.name ?? '', 0, slowness, random), DONE, who);
  };
  const isFree = ({ onDuty, onBreak, busy, seat }: Worker): boolean => onDuty && !onBreak && busy < seat.capacity;

  /** A freed slot takes the first for whom it is open; those who are gone leave the queue on the way. */
  const fill = (worker: Worker, who: number): void => {
    let i = 0;
    while (served < 0 && isFree(worker) && i < queue.length) {
      const person = queue[i];
      if (person === undefined) break;
      if (person.taken || person.goneAt <= t) {
        queue.splice(i, 1);
      } else if ((worker.seat.opens[person.topic] ?? 0) <= t - person.t + CLOSE) {
        queue.splice(i, 1);
        take(person, worker, who);
      } else {
        i += 1;
      }
    }
  };
  /** The agent whose group opens first, then the least loaded. */
  const freeAgent = (topic: number, waited: number): number => {
    let best = -1;
    let bestOpens = Number.POSITIVE_INFINITY;
    let bestLoad = Number.POSITIVE_INFINITY;
    for (let i = 0; i < workers.length; i++) {
      const worker = workers[i];
      if (worker === undefined || !isFree(worker)) continue;
      const opens = worker.seat.opens[topic] ?? Number.POSITIVE_INFINITY;
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
    const who = freeAgent(person.topic, t - person.t);
    const worker = workers[who];
    if (worker === undefined) return false;
    take(person, worker, who);
    return true;
  };
  const openings = (person: Person): void => {
    const who = people.push(person) - 1;
    for (const delay of topics[person.topic]?.delays ?? []) {
      if (person.t + delay > t) coming.push(person.t + delay, OPENS, who);
    }
  };
  const nextArrival = (): void => {
    let from = t;
    while (from < now + LONGEST) {
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
    const topic = weighted(parts, total, random);
    const name = topics[topic]?.name ?? '';
    const key = t - situation.credit * arrivals.drawPriority(name, random);
    const person = { key, topic, t, target: false, goneAt: t + patience.draw(name, 0, random), taken: false };
    if (!offer(person)) {
      let at = queue.length;
      while (at > 0 && (queue[at - 1]?.key ?? 0) > key) at -= 1;
      queue.splice(at, 0, person);
      openings(person);
    }
    nextArrival();
  };

  workers.forEach((worker, who) => {
    const { seat, onDuty, onBreak } = worker;
    for (const { topic, elapsed, slowness } of seat.chats) {
      coming.push(now + handling.drawLeft(topic, elapsed, slowness, random), DONE, who);
    }
    coming.push(day.changes[who] ?? Number.POSITIVE_INFINITY, onDuty ? OFF : ON, who);
    if (onBreak) coming.push(calendar.endOfBreak(seat.since, now, random), BACK, who);
    else if (onDuty) coming.push(calendar.nextBreak(seat.since, now, seat.fresh, random), BREAK, who);
  });
  for (const place of situation.waiting) {
    const name = topics[place.topic]?.name ?? '';
    const goneAt = place.target ? Number.POSITIVE_INFINITY : place.t + patience.draw(name, now - place.t, random);
    const person = { ...place, goneAt, taken: false };
    queue.push(person);
    openings(person);
  }
  nextArrival();

  for (let events = 0; served < 0 && events < MOST_EVENTS; events++) {
    const next = coming.pop();
    if (next === null || next.t > now + LONGEST) break;
    t = next.t;
    const { who } = next;
    const worker = workers[who];
    if (next.kind === ARRIVAL) arrive();
    else if (next.kind === OPENS) {
      const person = people[who];
      if (person !== undefined && !person.taken && person.goneAt > t) offer(person);
    } else if (worker !== undefined) {
      if (next.kind === DONE) {
        worker.busy -= 1;
      } else if (next.kind === BREAK) {
        if (!worker.onDuty) continue;
        worker.onBreak = true;
        coming.push(calendar.endOfBreak(t, t, random), BACK, who);
        continue;
      } else if (next.kind === OFF) {
        worker.onDuty = false;
        coming.push(calendar.startOfDuty(worker.seat.id, t, day.back, random), ON, who);
        continue;
      } else {
        if (next.kind === ON) worker.onDuty = true;
        worker.onBreak = false;
        coming.push(calendar.nextBreak(t, t, next.kind === ON, random), BREAK, who);
      }
      fill(worker, who);
    }
  }
  return served < 0 ? LONGEST : served - now;
};
