import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { type ManifestFault, yamlDocuments } from './manifests.ts';

/** A compose file against the Compose Specification's JSON Schema. */
export const checkCompose = (file: string, schemaFile: string): ManifestFault[] => {
  const { $schema: _dialect, ...schema } = JSON.parse(readFileSync(schemaFile, 'utf8'));
  const ajv = new Ajv({ allErrors: true, strict: false });
  addFormats.default(ajv);
  // Formats of the schema's own that only Docker can judge.
  for (const format of ['expose', 'ports', 'subnet_ip_address']) ajv.addFormat(format, true);
  const validate = ajv.compile(schema);
  const { values, faults } = yamlDocuments(file);
  for (const value of values) {
    if (validate(value)) continue;
    for (const error of validate.errors ?? []) {
      const named = error.params.additionalProperty === undefined ? '' : `: ${error.params.additionalProperty}`;
      faults.push({ file, path: error.instancePath, reason: `${error.message ?? 'is not valid'}${named}` });
    }
  }
  return faults;
};
