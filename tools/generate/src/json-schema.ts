import { type EventDefinition, policySchema } from '@warmline/contracts';
import { z } from 'zod';

/** The part of JSON Schema that zod produces and the generated pages read. */
export interface JsonSchema {
  type?: string;
  const?: unknown;
  enum?: readonly unknown[];
  description?: string;
  properties?: Record<string, JsonSchema>;
  required?: readonly string[];
  items?: JsonSchema | readonly JsonSchema[] | false;
  prefixItems?: readonly JsonSchema[];
  oneOf?: readonly JsonSchema[];
  anyOf?: readonly JsonSchema[];
  additionalProperties?: JsonSchema | boolean;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  maxItems?: number;
  format?: string;
  pattern?: string;
  $ref?: string;
  [keyword: string]: unknown;
}

/**
 * The published schema of the data. It states what a reader may rely on and never forbids a field:
 * a writer may add one within a major version, and readers ignore fields they do not know.
 */
export const published = (definition: EventDefinition, target: 'draft-2020-12' | 'draft-7'): JsonSchema =>
  z.toJSONSchema(definition.schema, { io: 'input', target }) as JsonSchema;

/** One schema file: JSON Schema draft 2020-12, named by topic and type. */
export const schemaFile = (topic: string, type: string, definition: EventDefinition): JsonSchema => {
  const { $schema, ...rest } = published(definition, 'draft-2020-12');
  return { $schema, $id: `urn:warmline:${topic}:${type}`, title: type, description: definition.description, ...rest };
};

/** The schema of a policy file, for editors and external checks. Dependencies between fields are checked when the file is read. */
export const policyDocument = (): JsonSchema => {
  const { $schema, ...rest } = z.toJSONSchema(policySchema, { io: 'input' }) as JsonSchema;
  return { $schema, $id: 'urn:warmline:policy', title: 'Policy', ...rest };
};

export const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
