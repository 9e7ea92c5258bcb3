import { connect, createServer, type Socket } from 'node:net';
import { Transform } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

export interface TcpProxy {
  readonly port: number;
  /** Connections break and new ones are refused, as when the machine behind is gone. */
  close(): Promise<void>;
  open(): Promise<void>;
  /** From now on every piece of data waits this long in each direction, milliseconds. */
  delay(ms: number): void;
  /** Connections that are open now stay open and carry nothing any more, as when a firewall forgets them. New ones work. */
  silence(): void;
}

/** A TCP door in front of a server of this machine, to take it away and bring it back. Open at first. */
export const startTcpProxy = async (to: number, port: number): Promise<TcpProxy> => {
  const sockets = new Set<Socket>();
  let delayMs = 0;
  const track = (socket: Socket): Socket => {
    sockets.add(socket);
    return socket
      .setNoDelay()
      .on('error', () => socket.destroy())
      .once('close', () => sockets.delete(socket));
  };
  const delayed = () =>
    new Transform({
      transform: (chunk, _, done) => {
        if (delayMs === 0) done(null, chunk);
        else void sleep(delayMs).then(() => done(null, chunk));
      },
    });
  const server = createServer((client) => {
    const upstream = track(connect({ port: to, host: '127.0.0.1' }));
    track(client).once('close', () => upstream.destroy());
    upstream.once('close', () => client.destroy());
    client.pipe(delayed()).pipe(upstream).pipe(delayed()).pipe(client);
  });
  const open = () => new Promise<void>((done) => void server.listen(port, '127.0.0.1', done));
  await open();
  return {
    port,
    open,
    delay: (ms) => {
      delayMs = ms;
    },
    silence: () => {
      for (const socket of sockets) socket.unpipe().pause();
    },
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        for (const socket of sockets) socket.destroy();
      }),
  };
};
