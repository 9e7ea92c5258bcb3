import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { imageEnvironment } from './image-environment.ts';

test('tests and benchmarks start a service with the environment of its image', () => {
  const recipe = readFileSync(new URL('../../../deploy/Dockerfile', import.meta.url), 'utf8');
  const service = recipe.slice(recipe.indexOf('FROM runtime AS service'));
  for (const [name, value] of Object.entries(imageEnvironment))
    expect(service).toContain(`\nENV ${name}=${value.includes(' ') ? `"${value}"` : value}\n`);
});
