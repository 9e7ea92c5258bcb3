import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { controllersIn, routesIn } from './http-routes.ts';
import { sources } from './sources.ts';

const root = resolve(import.meta.dirname, '../../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const files = sources(root, /\.controller\.ts$/, ['services']);

describe('the HTTP API', () => {
  test('has every controller of a service in its app.module.ts', () => {
    const unregistered = files.flatMap((source) => {
      const [service = ''] = source.path.split('/src/');
      const appModule = read(`${service}/src/app.module.ts`);
      return controllersIn(source).filter(
        ({ name }) => !new RegExp(`^\\s+${name},$|\\[.*\\b${name}\\b.*\\]`, 'm').test(appModule),
      );
    });
    expect(unregistered).toEqual([]);
  });

  test('is documented in docs/api.md, route for route', () => {
    const declared = files.flatMap(controllersIn).flatMap(({ routes }) => routes);
    expect(declared.length).toBeGreaterThan(20);
    expect(routesIn(read('docs/api.md')).sort()).toEqual(declared.sort());
  });
});

describe('the search for routes', () => {
  test('joins the paths of controller and method, whatever their parameters are called', () => {
    const text =
      "@Controller('v1/queues')\nexport class Q {\n  @Get()\n  all() {}\n  @Post(':id/wait')\n  wait() {}\n}";
    expect(controllersIn({ path: 'q.controller.ts', text })).toEqual([
      { name: 'Q', routes: ['GET /v1/queues', 'POST /v1/queues/{}/wait'] },
    ]);
  });

  test('reads the calls of a document without their queries', () => {
    expect(routesIn('| `GET /v1/queues/{queueId}/wait?at=1` | `PUT /v1/tenants/{id}/policy[?channel=]` |')).toEqual([
      'GET /v1/queues/{}/wait',
      'PUT /v1/tenants/{}/policy',
    ]);
  });
});
