/**
 * One configuration, projects by file name: *.spec.ts (pure), *.int.spec.ts (real servers), *.e2e.spec.ts (whole system), and *.long.spec.ts,
 * which takes minutes and is not part of `npm test`.
 */
const project = (displayName, testRegex, ignore = []) => ({
  displayName,
  rootDir: import.meta.dirname,
  roots: ['<rootDir>/libs', '<rootDir>/services', '<rootDir>/tools'],
  testRegex,
  testPathIgnorePatterns: ['/node_modules/', '/dist/', ...ignore],
  modulePathIgnorePatterns: ['/dist/'],
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  // Of zod's fifty locales only the default is loaded: a third of the time of its import, in more than a hundred spec files.
  moduleNameMapper: { '^\\.\\./locales/index\\.js$': '<rootDir>/tools/scripts/zod-locales.mjs' },
  testEnvironment: '<rootDir>/tools/scripts/jest-environment.mjs',
  testEnvironmentOptions: { customExportConditions: ['warmline-source', 'node'] },
  transform: {
    '^.+\\.tsx?$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', decorators: true, tsx: false },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: true },
          target: 'es2024',
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
});

export default {
  // One more than two cores: some specs wait more than they work.
  maxWorkers: 3,
  projects: [
    project('unit', ['\\.spec\\.ts$'], ['\\.(int|e2e|long)\\.spec\\.ts$']),
    project('int', ['\\.int\\.spec\\.ts$']),
    project('e2e', ['\\.e2e\\.spec\\.ts$']),
    project('long', ['\\.long\\.spec\\.ts$']),
  ],
};
