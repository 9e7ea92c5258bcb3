import { createRequire } from 'node:module';
import { TestEnvironment } from 'jest-environment-node';

const vm = createRequire(import.meta.url)('node:vm');

/**
 * Jest compiles its own modules, and every CommonJS one, anew for each spec file: a tenth of the time of the suite. The first compilation
 * of a file in a worker gives the code cache of V8 for the next ones.
 */
const compiled = new Map();
const { compileFunction } = vm;
vm.compileFunction = (code, parameters, options) => {
  const known = compiled.get(options.filename);
  if (known?.code === code) return compileFunction(code, parameters, { ...options, cachedData: known.data });
  const compiledFunction = compileFunction(code, parameters, { ...options, produceCachedData: true });
  compiled.set(options.filename, { code, data: compiledFunction.cachedData });
  return compiledFunction;
};

/** The same for the source of every module, by its path. V8 rejects a cache from before a test changed its flags. */
const compiledModules = new Map();
vm.SourceTextModule = new Proxy(vm.SourceTextModule, {
  construct: (SourceTextModule, [code, options]) => {
    const known = compiledModules.get(options.identifier);
    if (known?.code === code) {
      try {
        return new SourceTextModule(code, { ...options, cachedData: known.data });
      } catch (error) {
        if (!/cachedData/.test(error.message)) throw error;
      }
    }
    const module = new SourceTextModule(code, options);
    compiledModules.set(options.identifier, { code, data: module.createCachedData() });
    return module;
  },
});

/**
 * Jest's Node environment with a plain global object. Jest's own is a proxy behind interceptors: every access to `Math` or `Number`
 * goes through it, and a simulation takes five times as long. Jest has no option for this, so its one call is overridden here.
 */
export default class extends TestEnvironment {
  constructor(config, context) {
    const { createContext } = vm;
    vm.createContext = () => createContext(vm.constants.DONT_CONTEXTIFY);
    try {
      super(config, context);
    } finally {
      vm.createContext = createContext;
    }
    // Native code returns those of the process, and the package that wraps it compares constructors.
    Object.assign(this.global, { Float32Array, BigInt64Array });
  }
}
