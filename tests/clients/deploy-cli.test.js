// The tenant file against the schema of Auth0's own Deploy CLI, by which `a0deploy import` judges it.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { PROGRAM } from './tenant.js';

const require = createRequire(import.meta.url);
const schema = require('auth0-deploy-cli/lib/tools/auth0/schema.js').default;
const { keywordReplace } = require('auth0-deploy-cli/lib/tools/utils.js');
const Ajv = require('ajv/lib/ajv');
const yaml = require('js-yaml');

const TENANT = path.resolve(import.meta.dirname, '../../tenant/tenant.yaml');

// Compiling the schema takes seconds.
const validate = new Ajv({ useDefaults: true, nullable: true }).compile(schema);

function faults(tenant) {
  return validate(tenant) ? [] : validate.errors;
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

const APP = 'clients:\n  - name: Shop\n    app_type: spa\n';
const KEYWORDS = { CB: ['http://localhost:3010'], 'APP-URL': 'http://localhost:3010', 'APP.URL': 'http://localhost:3011' };

// Whether the Deploy CLI reads a file, as its YAML loader and `validate()` do.
function isRead(text, keywords) {
  try {
    const tenant = yaml.load(keywordReplace(text, keywords)) ?? {};
    return faults(Object.fromEntries(Object.entries(tenant).filter(([, section]) => section != null))).length === 0;
  } catch {
    return false;
  }
}

const FILES = {
  'a database without a strategy': `${APP}databases:\n  - name: users\n    enabled_clients: [Shop]\n`,
  'a database of another strategy': `${APP}databases:\n  - {name: users, strategy: github}\n`,
  'null for lists and objects': `${APP}    callbacks: null\n    allowed_origins:\n    jwt_configuration: null\n    refresh_token: null\n`,
  'null for sections': `${APP}connections:\nresourceServers: null\ntenant:\n`,
  'lifetimes in minutes': `${APP}tenant:\n  session_lifetime_in_minutes: 90\n  allowed_logout_urls: null\n`,
  'a list as a keyword in quotes': `${APP}    callbacks: "@@CB@@"\n`,
  'a list as a keyword': `${APP}    callbacks: @@CB@@\n`,
  'keywords with signs in them': `${APP}    callbacks: ["##APP-URL##/cb", "##APP.URL##"]\n`,
  'an application of a later kind': `${APP}  - {name: Api, app_type: resource_server, resource_server_identifier: urn:api}\n`,
  'a connection for an unknown client': `${APP}databases:\n  - {name: users, strategy: auth0, enabled_clients: [aBcDeFgHiJkLmNoPqRsTuVwXyZ012345]}\n`,
  'sections that are not emulated': `${APP}roles: [{name: Editor}]\nactions: [{name: a, supported_triggers: [], code: ""}]\n`,
  'an unknown section': `${APP}clients2: []\n`,
  'a client without a name': 'clients:\n  - app_type: spa\n',
};

for (const [what, text] of Object.entries(FILES)) {
  test(`the emulator reads what the Deploy CLI reads: ${what}`, async () => {
    const file = path.join(await mkdtemp(path.join(tmpdir(), 'tenant-file-')), 'tenant.yaml');
    await writeFile(file, text);
    const env = { ...process.env, AUTH0_KEYWORD_REPLACE_MAPPINGS: JSON.stringify(KEYWORDS) };
    const { status, stderr } = spawnSync(PROGRAM, ['--check', '--tenant', file], { env, encoding: 'utf8' });
    assert.equal(status === 0, isRead(text, KEYWORDS), stderr);
  });
}
