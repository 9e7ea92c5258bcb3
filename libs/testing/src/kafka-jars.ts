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

/** A cache folder in the node_modules folder, which is found by a package that is always installed. */
const cacheFolder = (): string => {
  const found = createRequire(import.meta.url).resolve('playwright-core/package.json');
  return join(dirname(dirname(found)), '.cache/warmline');
};

const jarsFolder = (): string => join(cacheFolder(), `kafka-${KAFKA_VERSION}`);

/** Why a broker cannot run here, with the command that installs what is missing; null if it can. */
export const missingKafkaPrerequisite = (): string | null => {
  const java = javaVersion();
  const get = 'apt-get install -y openjdk-17-jre-headless maven   (macOS: brew install openjdk@17 maven)';
  if (java === undefined) return `Kafka needs Java 17 or newer, and java is not installed: ${get}`;
  if (java < 17) return `Kafka needs Java 17 or newer, and this is Java ${java}: ${get}`;
  if (existsSync(jarsFolder())) return null;
  if (spawnSync('mvn', ['-v']).status !== 0) return `Maven is needed once, to download Kafka: ${get}`;
  return null;
};

/**
 * The class path of Kafka, downloaded from Maven Central on first use. Several processes may call it at once: each downloads into
 * its own folder, and the first to finish renames it. Throws an error that names what is missing and how to install it.
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
          `Maven could not download Kafka ${KAFKA_VERSION} (is the network available?): ${stdout ?? ''}${stderr ?? ''}`,
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
