import type { Step } from './decider.ts';

/**
 * A step whose configuration may be replaced while the service runs. `make` runs once for each configuration object that `current`
 * returns; an event is decided under the configuration that is current when the event is folded. A state that caches what follows
 * from the configuration has to remember which one it was.
 */
export const configuredStep = <C, S>(current: () => C, make: (configuration: C) => Step<S>): Step<S> => {
  let made: { readonly configuration: C; readonly step: Step<S> } | undefined;
  const currentStep = (): Step<S> => {
    const configuration = current();
    if (made?.configuration !== configuration) made = { configuration, step: make(configuration) };
    return made.step;
  };
  return {
    step: (state, event, context) => currentStep().step(state, event, context),
    due: (state) => currentStep().due(state),
  };
};
