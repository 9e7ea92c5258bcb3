import { createRequire } from 'node:module';
import { TestEnvironment } from 'jest-environment-node';

const vm = createRequire(import.meta.url)('node:vm');

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
  }
}
