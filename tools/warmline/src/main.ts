import { SettingsError } from '@warmline/messaging/service';
import { Command } from 'commander';

const program = new Command('warmline').description('The open-source line between chatbots and people.').showHelpAfterError();

program
  .command('up')
  .description('run everything in one process; PORT and WARMLINE_DATA choose where')
  .action(async () => {
    const { up } = await import('./up.ts');
    await up((line) => void process.stdout.write(`${line}\n`));
  });

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`${error instanceof SettingsError ? error.message : `warmline: ${error instanceof Error ? error.message : String(error)}`}\n`);
  process.exitCode = 1;
}
