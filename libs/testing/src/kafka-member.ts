/** What a broker knows of its cluster. All brokers are controllers too. */
export interface ClusterMember {
  /** From 1. */
  readonly id: number;
  /** Ports of the controllers, by id - 1. */
  readonly controllerPorts: readonly number[];
  /** Port at which the other brokers reach it. */
  readonly internalPort: number;
  /** Port that clients are told: that of a proxy, for instance. */
  readonly advertisedPort: number;
}

const at = (port: number | undefined): string => `127.0.0.1:${port}`;

/** Lines of server.properties that make a broker one of several, with every topic of its own on all of them. */
export const memberProperties = (
  { id, controllerPorts, internalPort, advertisedPort }: ClusterMember,
  port: number,
): string => {
  const count = controllerPorts.length;
  const insync = Math.ceil((count + 1) / 2);
  const controller = `CONTROLLER://${at(controllerPorts[id - 1])}`;
  const internal = `INTERNAL://${at(internalPort)}`;
  return `
node.id=${id}
controller.quorum.bootstrap.servers=
controller.quorum.voters=${controllerPorts.map((each, i) => `${i + 1}@${at(each)}`).join()}
listeners=PLAINTEXT://${at(port)},${internal},${controller}
advertised.listeners=PLAINTEXT://${at(advertisedPort)},${internal}
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT
inter.broker.listener.name=INTERNAL
offsets.topic.replication.factor=${count}
transaction.state.log.replication.factor=${count}
transaction.state.log.min.isr=${insync}
replica.lag.time.max.ms=3000
replica.fetch.wait.max.ms=200
controller.quorum.election.timeout.ms=500
controller.quorum.fetch.timeout.ms=1500
`;
};
