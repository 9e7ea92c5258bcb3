/** Milliseconds of processor time of this thread; other load on the machine does not count. */
export const cpuTime = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
};
