import { createRequire } from 'node:module';
import { TestEnvironment } from 'jest-environment-node';

const vm = createRequire(import.meta.url)('node:vm');

/**
 * Jest's environment of Node, with a global object that is one. Jest's own is a proxy behind interceptors: every `Math` and `Number` of the
 * code goes through it, and a simulation runs five times as long. Jest offers no choice, so its one call is answered here.
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
