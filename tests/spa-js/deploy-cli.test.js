// The tenant file against the schema of Auth0's own Deploy CLI, by which `a0deploy import` judges it.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { test } from 'node:test';

const require = createRequire(import.meta.url);
const schema = require('auth0-deploy-cli/lib/tools/auth0/schema.js').default;
const Ajv = require('ajv/lib/ajv');
const yaml = require('js-yaml');

const TENANT = path.resolve(import.meta.dirname, '../../tenant/tenant.yaml');

function faults(tenant) {
  const ajv = new Ajv({ useDefaults: true, nullable: true });
  return ajv.validate(schema, tenant) ? [] : ajv.errors;
}

test('the tenant file can be imported into a real tenant', async () => {
  const tenant = yaml.load(await readFile(TENANT, 'utf8'));
  assert.deepEqual(faults(tenant), []);
});

test('the schema would find a key that does not belong there', async () => {
  const tenant = yaml.load(await readFile(TENANT, 'utf8'));
  assert.notDeepEqual(faults({ ...tenant, users: [] }), []);
  assert.notDeepEqual(faults({ ...tenant, databases: [{ name: 'x', strategy: 'github' }] }), []);
});
