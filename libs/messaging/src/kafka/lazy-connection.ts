/** A connection opened at first use. After a failure to connect or a `drop`, the next use opens a new one. */
export const lazyConnection = <C extends { connect(): Promise<void>; disconnect(): Promise<void> }>(make: () => C) => {
  let ready: Promise<C> | null = null;
  return {
    get: (): Promise<C> => {
      if (ready !== null) return ready;
      const connection = make();
      const attempt = connection.connect().then(() => connection);
      ready = attempt;
      attempt.catch(() => {
        if (ready === attempt) ready = null;
        connection.disconnect().catch(() => {});
      });
      return attempt;
    },
    drop: async (): Promise<void> => {
      const old = ready;
      ready = null;
      await old?.then((connection) => connection.disconnect()).catch(() => {});
    },
  };
};
