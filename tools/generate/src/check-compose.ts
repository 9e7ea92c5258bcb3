import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { type ManifestFault, yamlDocuments } from './manifests.ts';

/** Validates a compose file with the JSON Schema of the Compose Specification. */
export const checkCompose = (file: string, schemaFile: string): ManifestFault[] => {
  const { $schema: _dialect, ...schema } = JSON.parse(readFileSync(schemaFile, 'utf8'));
  const ajv = new Ajv({ allErrors: true, strict: false });
  addFormats.default(ajv);
  // The schema defines formats that only Docker can check.
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
