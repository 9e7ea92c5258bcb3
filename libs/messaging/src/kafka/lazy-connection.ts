/**
 * A connection opened at first use. After a failure to connect, a `drop` or a call of `broken` by its maker, the next use opens a new one.
 */
export const lazyConnection = <C extends { connect(): Promise<void>; disconnect(): Promise<void> }>(
  make: (broken: () => void) => C,
) => {
  let ready: Promise<C> | null = null;
  return {
    get: (): Promise<C> => {
      if (ready !== null) return ready;
      const giveUp = (): void => {
        if (ready === attempt) ready = null;
        connection.disconnect().catch(() => {});
      };
      const connection = make(giveUp);
      const attempt = connection.connect().then(() => {
        // Given up while it connected: kafkajs connects on.
        if (ready !== attempt) connection.disconnect().catch(() => {});
        return connection;
      });
      ready = attempt;
      attempt.catch(giveUp);
      return attempt;
    },
    drop: async (): Promise<void> => {
      const old = ready;
      ready = null;
      await old?.then((connection) => connection.disconnect()).catch(() => {});
    },
  };
};
