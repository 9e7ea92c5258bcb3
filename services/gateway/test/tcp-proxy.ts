import { connect, createServer, type Socket } from 'node:net';

export interface TcpProxy {
  readonly port: number;
  /** Connections break and new ones are refused, as when the machine behind is gone. */
  close(): Promise<void>;
  open(): Promise<void>;
}

/** A TCP door in front of a server of this machine, to take it away and bring it back. Open at first. */
export const startTcpProxy = async (to: number, port: number): Promise<TcpProxy> => {
  const sockets = new Set<Socket>();
  const track = (socket: Socket): Socket => {
    sockets.add(socket);
    return socket.on('error', () => socket.destroy()).once('close', () => sockets.delete(socket));
  };
  const server = createServer((client) => {
    const upstream = track(connect({ port: to, host: '127.0.0.1' }));
    track(client).once('close', () => upstream.destroy());
    upstream.once('close', () => client.destroy());
    client.pipe(upstream).pipe(client);
  });
  const open = () => new Promise<void>((done) => void server.listen(port, '127.0.0.1', done));
  await open();
  return {
    port,
    open,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        for (const socket of sockets) socket.destroy();
      }),
  };
};
