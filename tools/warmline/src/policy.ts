import type { Command } from 'commander';
import { z } from 'zod';
import { OperationFailed, UsageError } from './errors.ts';

type Print = (line: string) => void;

const problem = z.looseObject({
  detail: z.string(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});
const published = z.looseObject({ tenantId: z.string(), channel: z.string(), version: z.string() });

/** The policy as the services read it, including what it extends; every fault with its path. */
const load = async (file: string) => {
  const { loadPolicy } = await import('@warmline/escalation-detection/stages');
  try {
    return loadPolicy(file);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
};

const publish = async (
  file: string,
  { url, tenant, channel }: { readonly url: string; readonly tenant: string; readonly channel?: string },
  print: Print,
): Promise<void> => {
  const policy = await load(file);
  const to = new URL(`/v1/tenants/${encodeURIComponent(tenant)}/policy`, url);
  if (channel !== undefined) to.searchParams.set('channel', channel);
  const answer = await fetch(to, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(policy),
  }).catch((cause: unknown) => {
    throw new OperationFailed(`${url} does not answer`, { cause });
  });
  const body: unknown = await answer.json();
  if (!answer.ok) {
    const { detail, errors = [] } = problem.parse(body);
    throw new OperationFailed([detail, ...errors.map(({ path, message }) => `  ${path}: ${message}`)].join('\n'));
  }
  const { version, channel: where } = published.parse(body);
  print(`${version} is effective for ${tenant}, ${where === '*' ? 'every channel' : `channel ${where}`}`);
};

/** Policies are files: checked here, published to a running gateway, effective without a restart. */
export const policyCommands = (program: Command, print: Print): void => {
  const policy = program.command('policy').description('check and publish escalation policies');
  policy
    .command('check')
    .description('check a policy file; report every fault with its path')
    .argument('<file>', 'YAML')
    .action(async (file: string) => print(`${(await load(file)).version} is valid`));
  policy
    .command('publish')
    .description('publish a policy for conversations that start from now on')
    .argument('<file>', 'YAML')
    .option('--url <url>', 'URL of the gateway', 'http://localhost:3000')
    .option('--tenant <id>', 'tenant', 'default')
    .option('--channel <name>', 'only for this channel')
    .action((file: string, options: { url: string; tenant: string; channel?: string }) =>
      publish(file, options, print),
    );
};
