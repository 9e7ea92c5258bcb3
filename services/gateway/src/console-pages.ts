import { resolve } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

/** Serves the built console at /. */
export const consolePages =
  (folder: string) =>
  async (http: FastifyInstance): Promise<void> => {
    await http.register(fastifyStatic, { root: resolve(folder), index: 'index.html', decorateReply: false });
  };
