// auth0-react in a React application in Chromium.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { button, launch, press } from './browser.js';
import { CLIENT_ID } from './client-id.js';
import { reactPage } from './react-page.js';
import { start } from './tenant.js';
import { withFault } from './visitor.js';

let tenant;
let browser;
before(async () => {
  tenant = await start({ serve: ({ url }) => reactPage(url) });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  tenant?.stop();
});

/** The application, opened in a browser of its own. */
async function open() {
  const page = await (await browser.createBrowserContext()).newPage();
  await page.goto(tenant.app);
  return page;
}

function textOf(page, selector) {
  return page.waitForSelector(selector).then((element) => element.evaluate((element) => element.textContent));
}

async function logIn(page) {
  await press(page, 'Log in');
  await press(page, 'Log in as alice@example.com');
  assert.equal(await textOf(page, 'h1'), 'alice@example.com');
}

test('logs in and reads the claims', async () => {
  const page = await open();
  await logIn(page);
  assert.equal(page.url(), `${tenant.app}/`, 'code and state are gone from the address');
  await button(page, 'Show claims').then((button) => button.click());
  const claims = JSON.parse(await textOf(page, 'output'));
  assert.deepEqual([claims.iss, claims.aud, claims.email], [`${tenant.url}/`, CLIENT_ID, 'alice@example.com']);
});

test('logs out here and at the tenant', async () => {
  const page = await open();
  await logIn(page);
  await press(page, 'Log out');
  await button(page, 'Log in');
  assert.deepEqual([page.url(), await page.$('h1')], [`${tenant.app}/`, null]);
  await press(page, 'Log in');
  await button(page, 'Log in as alice@example.com');
});

test('shows access_denied after a cancelled login', async () => {
  const page = await open();
  await press(page, 'Log in');
  await press(page, 'Cancel');
  assert.deepEqual([await textOf(page, '[role=alert]'), await page.$('h1')], ['access_denied', null]);
});

test('refuses a callback with a state that is not its own', async () => {
  const page = await open();
  await page.goto(`${tenant.app}/?code=of-another-login&state=of-another-login`);
  assert.deepEqual([await textOf(page, '[role=alert]'), await page.$('h1')], ['missing_transaction', null]);
});

test('refuses an ID token with another nonce', async () => {
  const page = await open();
  await press(page, 'Log in');
  await withFault(tenant, 'wrong_nonce', async () => {
    await press(page, 'Log in as alice@example.com');
    assert.match(await textOf(page, '[role=alert]'), /nonce/i);
  });
  assert.equal(await page.$('h1'), null);
});
