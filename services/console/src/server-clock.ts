import { useEffect, useState } from 'react';

/** Below this a difference may be the header's resolution of one second and the way, so it is not corrected. */
const TOLERANCE_MS = 2_000;
let offsetMs = 0;

/** Learns from a response's Date header how far this machine's clock is off; deadlines come from the server's. */
export const syncServerClock = (date: string | null): void => {
  const serverTime = date === null ? Number.NaN : Date.parse(date);
  if (Number.isNaN(serverTime)) return;
  const difference = serverTime - Date.now();
  offsetMs = Math.abs(difference) > TOLERANCE_MS ? difference : 0;
};

/** Now by the server's clock, in milliseconds since the epoch. */
export const serverNow = (): number => Date.now() + offsetMs;

/** Milliseconds left until `deadline`, never negative; renders again four times a second until then. */
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
