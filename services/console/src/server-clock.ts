import { useEffect, useState } from 'react';

/** A smaller difference is not corrected: it may come from latency and from the header's resolution of one second. */
const TOLERANCE_MS = 2_000;
let offsetMs = 0;

/** Reads the offset of the local clock from the Date header of a response. Deadlines are in server time. */
export const syncServerClock = (date: string | null): void => {
  const serverTime = date === null ? Number.NaN : Date.parse(date);
  if (Number.isNaN(serverTime)) return;
  const difference = serverTime - Date.now();
  offsetMs = Math.abs(difference) > TOLERANCE_MS ? difference : 0;
};

/** Server time, in milliseconds since the epoch. */
export const serverNow = (): number => Date.now() + offsetMs;

/** Milliseconds left until `deadline`, at least 0. Renders four times a second until then. */
export const useTimeLeft = (deadline: number): number => {
  const [left, setLeft] = useState(() => Math.max(0, deadline - serverNow()));
  useEffect(() => {
    const update = () => {
      const now = Math.max(0, deadline - serverNow());
      setLeft(now);
      if (now === 0) clearInterval(timer);
    };
    const timer = setInterval(update, 250);
    update();
    return () => clearInterval(timer);
  }, [deadline]);
  return left;
};
