import { connect, createServer, type Socket } from 'node:net';

export interface Doorway {
  readonly port: number;
  /** Connections break and new ones are refused, as when the machine behind is gone. */
  shut(): Promise<void>;
  open(): Promise<void>;
}

/** A TCP door in front of a server of this machine, to take it away and bring it back. Open at first. */
export const doorway = async (to: number, port: number): Promise<Doorway> => {
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    return socket.on('error', () => socket.destroy()).once('close', () => sockets.delete(socket));
  };
  const server = createServer((client) => {
    const behind = keep(connect({ port: to, host: '127.0.0.1' }));
    keep(client).once('close', () => behind.destroy());
    behind.once('close', () => client.destroy());
    client.pipe(behind).pipe(client);
  });
  const open = () => new Promise<void>((done) => void server.listen(port, '127.0.0.1', done));
  await open();
  return {
    port,
    open,
    shut: () =>
      new Promise((done) => {
        server.close(() => done());
        for (const socket of sockets) socket.destroy();
      }),
  };
};
