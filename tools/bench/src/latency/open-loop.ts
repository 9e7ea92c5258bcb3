/**
 * Calls `send` at instants fixed in advance, one every 1000/perSecond milliseconds, whatever becomes of earlier calls: latency from
 * `due` includes the waiting that a slow system causes. A late timer sends everything that is due at once. Resolves after the last
 * call.
 */
export const openLoop = (perSecond: number, seconds: number, send: (n: number, due: number) => void): Promise<void> => {
  const total = Math.round(perSecond * seconds);
  const gap = 1_000 / perSecond;
  const start = performance.now() + 10;
  return new Promise((resolve) => {
    let n = 0;
    const turn = (): void => {
      const now = performance.now();
      for (; n < total && start + n * gap <= now; n++) send(n, start + n * gap);
      if (n === total) resolve();
      else setTimeout(turn, Math.max(0, start + n * gap - performance.now()));
    };
    turn();
  });
};
