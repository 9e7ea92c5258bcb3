import type { CommandStage } from '@warmline/messaging';

/**
 * Versions of the shapes of stored states, by stage; absent = 1. A changed shape gets the next version and an upcaster from every
 * older one. Stages and queries read states by it alike.
 */
export const stateSchemas: Readonly<Record<string, Pick<CommandStage, 'schema' | 'upcast'>>> = {};
