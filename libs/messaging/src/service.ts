/** What a service's wiring needs beside the runtime itself. */
export type { Log } from './intake.ts';
export { createPlatform, type LogLocation, openTransport, type Platform } from './platform.ts';
export { ProblemException, ProblemFilter, parseRequest, sendAnswer } from './problem.ts';
export { requestTraceparent } from './request-trace.ts';
export { run, serve, stopOnSignal } from './server.ts';
export { Service } from './service-runtime.ts';
export { type CommonSettings, commonSettings, readSettings, SettingsError } from './settings.ts';
