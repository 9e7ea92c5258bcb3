import type { TopicDeclaration } from '../transport.ts';
import { type Durability, MIN_INSYNC, requiredDurability } from './durability.ts';
import { type AdminLike, brokerErrorType, TOPIC_RESOURCE, TopicError, UNCLEAN_ELECTION } from './topic-admin.ts';

/** The brokers that hold each partition of a topic; or why it cannot be used. */
export type TopicState = { readonly replicas: readonly (readonly number[])[] } | 'missing' | 'not allowed';

/** Topic by topic, since the broker answers a request for several with one error, and other topics of a shared broker may be unavailable. */
export const describeTopics = async (
  admin: Pick<AdminLike, 'fetchTopicMetadata'>,
  names: readonly string[],
): Promise<ReadonlyMap<string, TopicState>> => {
  const describe = async (name: string): Promise<TopicState> => {
    try {
      const { topics } = await admin.fetchTopicMetadata({ topics: [name] });
      return { replicas: (topics[0]?.partitions ?? []).map(({ replicas }) => replicas) };
    } catch (error) {
      const type = brokerErrorType(error);
      if (type === 'UNKNOWN_TOPIC_OR_PARTITION') return 'missing';
      if (type === 'TOPIC_AUTHORIZATION_FAILED') return 'not allowed';
      throw error;
    }
  };
  return new Map(await Promise.all(names.map(async (name) => [name, await describe(name)] as const)));
};

/** The partition counts of topics, in their order. Throws the names of those that cannot be used. */
export const partitionCounts = (states: ReadonlyMap<string, TopicState>): number[] => {
  const withState = (wanted: TopicState): string =>
    [...states].flatMap(([name, state]) => (state === wanted ? [name] : [])).join(', ');
  const faults = [
    ['topics do not exist (run warmline topics apply)', withState('missing')],
    ['the ACLs of Kafka do not allow this user to use (see warmline topics acl)', withState('not allowed')],
  ].flatMap(([why, names]) => (names === '' ? [] : [`${why}: ${names}`]));
  if (faults.length > 0) throw new TopicError(faults.join('; '));
  return [...states.values()].map((state) => (typeof state === 'string' ? 0 : state.replicas.length));
};

/** Settings of topics by name: topic, then setting. */
export type TopicSettings = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** Settings that decide whether records are kept. Rejects if one topic may not be described. */
export const durabilitySettings = async (
  admin: Pick<AdminLike, 'describeConfigs'>,
  names: readonly string[],
): Promise<TopicSettings> => {
  const configNames = [UNCLEAN_ELECTION, MIN_INSYNC];
  const resources = names.map((name) => ({ type: TOPIC_RESOURCE, name, configNames }));
  const described = await admin.describeConfigs({ resources, includeSynonyms: false });
  return new Map(
    described.resources.map(({ resourceName, configEntries }) => [
      resourceName,
      new Map(configEntries.map(({ configName, configValue }) => [configName, configValue])),
    ]),
  );
};

/** What is wrong with existing topics, one line for each kind of fault. Without `settings` they are not judged. */
export const durabilityFaults = (
  declared: readonly Pick<TopicDeclaration, 'name' | 'partitions'>[],
  states: ReadonlyMap<string, TopicState>,
  settings: TopicSettings,
  wanted: Durability,
): string[] => {
  const replicasOf = (name: string): readonly (readonly number[])[] => {
    const state = states.get(name);
    return state === undefined || typeof state === 'string' ? [] : state.replicas;
  };
  const brokers = new Set(declared.flatMap(({ name }) => replicasOf(name)).flat());
  const { replicationFactor, minInsyncReplicas } = requiredDurability(wanted, brokers.size);
  const found = (why: string, fault: (name: string, partitions: number) => number | string | undefined): string[] => {
    const bad = declared.flatMap(({ name, partitions }) => {
      const value = fault(name, partitions);
      return value === undefined ? [] : [`${name} ${value}`];
    });
    return bad.length === 0 ? [] : [`${why}: ${bad.join(', ')}`];
  };
  const below = (value: number, least: number): number | undefined => (value < least ? value : undefined);
  return [
    ...found('the partitions of topics differ from the catalog, and a count never changes', (name, partitions) =>
      replicasOf(name).length === partitions ? undefined : `${replicasOf(name).length} instead of ${partitions}`,
    ),
    ...found(`replication is below ${replicationFactor} (KAFKA_REPLICATION_FACTOR)`, (name) =>
      below(Math.min(...replicasOf(name).map((replicas) => replicas.length)), replicationFactor),
    ),
    ...found(`${MIN_INSYNC} is below ${minInsyncReplicas} (KAFKA_MIN_INSYNC_REPLICAS)`, (name) =>
      below(Number(settings.get(name)?.get(MIN_INSYNC) ?? minInsyncReplicas), minInsyncReplicas),
    ),
    // An unclean leader election loses acknowledged records, which makes dedupe by sequence unsound.
    ...found(`${UNCLEAN_ELECTION} must be false`, (name) => {
      const value = settings.get(name)?.get(UNCLEAN_ELECTION);
      return value === 'true' ? value : undefined;
    }),
  ];
};
