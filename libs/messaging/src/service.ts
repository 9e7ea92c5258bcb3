/** What a service's wiring needs beside the runtime itself. */
export type { Log } from './intake.ts';
export { createPlatform, type LogPlace, openTransport, type Platform } from './platform.ts';
export { checked, ProblemException, ProblemFilter, send } from './problem.ts';
export { requestTraceparent } from './request-trace.ts';
export { run, serve, untilSignal } from './server.ts';
export { Service } from './service-runtime.ts';
export { type CommonSettings, commonSettings, readSettings, SettingsError } from './settings.ts';
