// The README of auth0-emulator: its commands run, its Playwright tests pass, the requests of its tables are accepted.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';
import readline from 'node:readline';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { reactPage } from './react-page.js';
import { ROOT, blocks, commands, controlRequests, tables } from './readme.js';
import { freePort, start } from './tenant.js';
import { Visitor } from './visitor.js';
import { TENANT } from './web-app.js';

const run = promisify(execFile);
const FOLDER = path.join(ROOT, 'target/readme');
const ENVIRONMENT = { ...process.env, PATH: `${FOLDER}/bin${path.delimiter}${process.env.PATH}` };

before(async () => {
  await rm(FOLDER, { recursive: true, force: true });
  await mkdir(FOLDER, { recursive: true });
});

/** Runs a program until it prints a line with `sign`, then ends it as Ctrl-C does. Returns its exit code, `null` if it has none. */
async function serves(command, sign) {
  const program = spawn(`exec ${command}`, { shell: true, cwd: ROOT, env: ENVIRONMENT, stdio: ['ignore', 'pipe', 'ignore'], detached: true });
  const ended = once(program, 'exit');
  let isFound = false;
  for await (const line of readline.createInterface({ input: program.stdout })) {
    if (line.includes(sign)) isFound = process.kill(-program.pid, 'SIGINT');
  }
  assert.ok(isFound, `${command} did not print ${sign}`);
  return (await ended)[0];
}

test('every command runs', async () => {
  const done = [];
  for (const command of commands()) {
    if (command.startsWith('cargo install')) {
      // With the profile that the tests use too: the program is built already.
      await run('sh', ['-c', `${command.replace('--profile native', '--profile dev')} --root ${FOLDER}`], { cwd: ROOT });
    } else if (command.startsWith('auth0-emulator') && command.includes('>')) {
      const { stdout } = await run('sh', ['-c', command.replace(/>.*/, '')], { env: ENVIRONMENT });
      assert.deepEqual(Object.keys(JSON.parse(stdout)).sort(), ['client_id', 'domain']);
    } else if (command.startsWith('auth0-emulator')) {
      assert.equal(await serves(`${command} --listen ${await freePort()}`, 'ready at'), 0, command);
    } else if (command.endsWith('--example serve')) {
      await serves(command, 'inspector');
    } else {
      await run('sh', ['-c', command], { cwd: ROOT });
    }
    done.push(command);
  }
  assert.ok(done.length >= 5, `too few commands were found: ${done}`);
});

test('its Playwright tests pass', async () => {
  const [tenantPort, appPort] = [await freePort(), await freePort()];
  await symlink(path.join(import.meta.dirname, 'node_modules'), `${FOLDER}/node_modules`);
  await writeFile(`${FOLDER}/package.json`, '{ "type": "module" }');
  for (const block of blocks('js')) {
    const [, name] = block.match(/^\/\/ (\S+)\n/);
    await writeFile(`${FOLDER}/${name}`, block.replaceAll('4400', tenantPort).replaceAll('3000', appPort));
  }
  const own = `import config from './playwright.config.js';
    const launchOptions = { executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] };
    export default { ...config, reporter: 'line', use: { ...config.use, launchOptions } };`;
  await writeFile(`${FOLDER}/chromium.config.js`, own);
  const app = http.createServer(await reactPage(`http://localhost:${tenantPort}`)).listen(appPort, '127.0.0.1');
  try {
    const { stdout } = await run('node_modules/.bin/playwright', ['test', '--config', 'chromium.config.js'], { cwd: FOLDER, env: ENVIRONMENT });
    assert.match(stdout, /2 passed/);
  } catch (error) {
    throw new Error(error.stdout || error.message);
  } finally {
    app.closeAllConnections();
    app.close();
  }
});

describe('its tables', () => {
  let tenant;
  before(async () => {
    tenant = await start({ tenant: TENANT });
  });
  after(() => tenant?.stop());

  test('have as many cells in each row as in the head', () => {
    for (const [head, ...rows] of tables()) {
      for (const row of rows) assert.equal(row.length, head.length, row.join(' | '));
    }
  });

  test('show requests that are accepted', async () => {
    const requests = controlRequests();
    assert.ok(requests.length > 30, `too few requests were found: ${requests.length}`);
    for (const [method, target, body] of requests) {
      const answer = await new Visitor().send(method, `${tenant.url}${target}`, body);
      assert.ok(answer.statusCode < 300, `${method} ${target} ${JSON.stringify(body)}: ${answer.statusCode} ${answer.text}`);
      await new Visitor().send('DELETE', `${tenant.url}/_emulator/faults`);
    }
  });
});
