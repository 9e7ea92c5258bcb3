import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

export const KAFKA_VERSION = '4.1.1';

const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>warmline</groupId>
  <artifactId>kafka-for-tests</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>org.apache.kafka</groupId>
      <artifactId>kafka_2.13</artifactId>
      <version>${KAFKA_VERSION}</version>
    </dependency>
    <dependency>
      <groupId>org.apache.logging.log4j</groupId>
      <artifactId>log4j-slf4j-impl</artifactId>
      <version>2.24.3</version>
    </dependency>
  </dependencies>
</project>
`;

const javaVersion = (): number | undefined => {
  const { stderr, stdout } = spawnSync('java', ['-version'], { encoding: 'utf8' });
  const found = /version "(\d+)/.exec(`${stderr ?? ''}${stdout ?? ''}`);
  return found === null ? undefined : Number(found[1]);
};

/** The installation's node_modules, found by a package that is always in it. */
const cacheFolder = (): string => {
  const found = createRequire(import.meta.url).resolve('playwright-core/package.json');
  return join(dirname(dirname(found)), '.cache/warmline');
};

const jarsFolder = (): string => join(cacheFolder(), `kafka-${KAFKA_VERSION}`);

/** What keeps a broker from running here and the command that mends it; null when nothing does. */
export const missingKafkaPrerequisite = (): string | null => {
  const java = javaVersion();
  const get = 'apt-get install -y openjdk-17-jre-headless maven   (macOS: brew install openjdk@17 maven)';
  if (java === undefined) return `Kafka needs Java 17 or newer, and there is no java here: ${get}`;
  if (java < 17) return `Kafka needs Java 17 or newer, this is ${java}: ${get}`;
  if (existsSync(jarsFolder())) return null;
  if (spawnSync('mvn', ['-v']).status !== 0) return `Maven is needed once, to fetch Kafka's jars: ${get}`;
  return null;
};

/**
 * A class path of Kafka, fetched from Maven Central on first use. Safe for several processes at once: each fetches into a folder of its
 * own, the first to finish gives it its name. Throws with what is missing and how to mend it.
 */
export const kafkaClassPath = (): string => {
  const missing = missingKafkaPrerequisite();
  if (missing !== null) throw new Error(missing);
  const jars = jarsFolder();
  if (!existsSync(jars)) {
    const temporary = `${jars}.${process.pid}`;
    mkdirSync(temporary, { recursive: true });
    try {
      writeFileSync(join(temporary, 'pom.xml'), POM);
      const args = [
        '-q',
        '-B',
        '-f',
        join(temporary, 'pom.xml'),
        'dependency:copy-dependencies',
        '-DincludeScope=runtime',
        `-DoutputDirectory=${temporary}`,
      ];
      const { status, stdout, stderr } = spawnSync('mvn', args, { encoding: 'utf8', timeout: 300_000 });
      if (status !== 0)
        throw new Error(
          `Maven could not fetch Kafka ${KAFKA_VERSION} (is the network there?): ${stdout ?? ''}${stderr ?? ''}`,
        );
      if (!existsSync(jars)) renameSync(temporary, jars);
    } catch (error) {
      if (!existsSync(jars)) throw error;
    } finally {
      rmSync(temporary, { recursive: true, force: true });
    }
  }
  return join(jars, '*');
};
