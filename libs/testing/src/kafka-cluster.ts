import { freePort } from '@warmline/persistence';
import { type KafkaBroker, startKafka } from './kafka.ts';
import { startTcpProxy, type TcpProxy } from './tcp-proxy.ts';

export interface KafkaCluster {
  /** The value of KAFKA_BROKERS: every broker behind its proxy. */
  readonly brokers: string;
  readonly nodes: readonly { readonly broker: KafkaBroker; readonly proxy: TcpProxy }[];
  stop(): Promise<void>;
}

/** Starts several Kafka brokers (KRaft) on 127.0.0.1 that are controllers too; clients reach each through a proxy. */
export const startKafkaCluster = async (count = 3): Promise<KafkaCluster> => {
  const ids = Array.from({ length: count }, (_, i) => i + 1);
  const controllerPorts = await Promise.all(ids.map(() => freePort()));
  const started = await Promise.allSettled(
    ids.map(async (id) => {
      const [port, internalPort, advertisedPort] = [await freePort(), await freePort(), await freePort()];
      const member = { id, controllerPorts, internalPort, advertisedPort };
      const [broker, proxy] = await Promise.all([startKafka({ port, member }), startTcpProxy(port, advertisedPort)]);
      return { broker, proxy };
    }),
  );
  const nodes = started.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  const stop = async () => {
    await Promise.all(
      nodes.map(async ({ broker, proxy }) => {
        await proxy.close();
        await broker.stop();
      }),
    );
  };
  const failed = started.find((each) => each.status === 'rejected');
  if (failed !== undefined) {
    await stop();
    throw failed.reason;
  }
  return { brokers: nodes.map(({ proxy }) => `127.0.0.1:${proxy.port}`).join(), nodes, stop };
};
