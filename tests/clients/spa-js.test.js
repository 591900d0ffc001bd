// auth0-spa-js, unchanged from npm, in Chromium: redirect login, silent iframe, refresh tokens, pop-up, logout.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { after, before, describe, test } from 'node:test';
import { button, launch, press } from './browser.js';
import { CLIENT_ID } from './client-id.js';
import { pageWith, start } from './tenant.js';

const VERSIONS = [
  { name: 'auth0-spa-js 2', library: '@auth0/auth0-spa-js/dist/auth0-spa-js.production.js', secure: false },
  { name: 'auth0-spa-js 1', library: 'auth0-spa-js-1/dist/auth0-spa-js.production.js', secure: true },
];

for (const { name, library, secure } of VERSIONS) {
  describe(name, () => {
    let tenant;
    let browser;
    before(async () => {
      const script = await readFile(createRequire(import.meta.url).resolve(library));
      tenant = await start({ serve: () => pageWith(script), secure });
      browser = await launch();
    });
    after(async () => {
      await browser?.close();
      tenant?.stop();
    });

    /** A page in a browser of its own, with a client made from `options`. */
    async function open(options = {}) {
      const context = await browser.createBrowserContext();
      const page = await context.newPage();
      await page.goto(tenant.app);
      const make = async () => {
        await page.evaluate(
          async (domain, clientId, app, options, old) => {
            const parameters = { redirect_uri: app, scope: 'openid profile email', ...options.parameters };
            const settings = old
              ? { domain, client_id: clientId, ...parameters, ...options.settings }
              : { domain, clientId, authorizationParams: parameters, ...options.settings };
            const make = old ? window.createAuth0Client : window.auth0.createAuth0Client;
            window.client = await make(settings);
          },
          secure ? tenant.domain : tenant.url, CLIENT_ID, tenant.app, options, secure,
        );
      };
      await make();
      return { page, make, context };
    }

    async function logIn(opened, person = 'alice@example.com') {
      const { page, make } = opened;
      await Promise.all([page.waitForNavigation(), page.evaluate(() => void window.client.loginWithRedirect())]);
      await press(page, `Log in as ${person}`);
      await make();
      await page.evaluate(() => window.client.handleRedirectCallback());
      return page.evaluate(() => window.client.getUser());
    }

    test('logs in by redirect', async () => {
      const user = await logIn(await open());
      assert.equal(user.email, 'alice@example.com');
      assert.equal(user.email_verified, true);
    });

    test('comes back after a cancelled login with access_denied', async () => {
      const { page, make } = await open();
      await Promise.all([page.waitForNavigation(), page.evaluate(() => void window.client.loginWithRedirect())]);
      await press(page, 'Cancel');
      await make();
      const error = await page.evaluate(() => window.client.handleRedirectCallback().catch((error) => error.error));
      assert.equal(error, 'access_denied');
    });

    test('gets tokens silently in an iframe while the session lasts, and login_required without one', async () => {
      const opened = await open();
      const silently = () =>
        opened.page.evaluate((old) => {
          const options = old ? { ignoreCache: true } : { cacheMode: 'off' };
          return window.client.getTokenSilently(options).catch((error) => error.error);
        }, secure);
      assert.equal(await silently(), 'login_required');
      await logIn(opened);
      const token = await silently();
      assert.equal(token.length, 32, `an opaque token, not ${token}`);
    });

    test('rotates refresh tokens', async () => {
      const settings = { useRefreshTokens: true, cacheLocation: 'localstorage' };
      const opened = await open({ settings, parameters: { scope: 'openid profile email offline_access' } });
      await logIn(opened);
      const tokens = await opened.page.evaluate(async (old) => {
        const options = old ? { ignoreCache: true } : { cacheMode: 'off' };
        const stored = () => JSON.stringify({ ...localStorage }).match(/v1\.[A-Za-z0-9]+/)?.[0];
        const first = stored();
        await window.client.getTokenSilently(options);
        return [first, stored()];
      }, secure);
      assert.ok(tokens[0] && tokens[1] && tokens[0] !== tokens[1], `not rotated: ${tokens}`);
    });

    test('logs another account in by pop-up with max_age=0', async () => {
      const opened = await open();
      await logIn(opened);
      const { page, context } = opened;
      const target = new Promise((resolve) => context.once('targetcreated', resolve));
      const outcome = page.evaluate((old) => {
        const options = { max_age: 0, scope: 'openid email' };
        const asked = old ? options : { authorizationParams: options };
        return window.client.loginWithPopup(asked).then(() => window.client.getIdTokenClaims());
      }, secure);
      const popup = await (await target).page();
      await button(popup, 'Log in as bob@example.com').then((button) => button.click());
      const claims = await outcome;
      assert.equal(claims.email, 'bob@example.com');
      assert.ok(Math.abs(claims.auth_time - Date.now() / 1000) < 60, `auth_time ${claims.auth_time}`);
    });

    test('logs out, after which nobody is logged in silently', async () => {
      const opened = await open();
      await logIn(opened);
      const { page, make } = opened;
      await Promise.all([
        page.waitForNavigation(),
        page.evaluate((app, old) => void window.client.logout(old ? { returnTo: app } : { logoutParams: { returnTo: app } }), tenant.app, secure),
      ]);
      assert.equal(new URL(page.url()).origin, tenant.app);
      await make();
      assert.equal(await page.evaluate(() => window.client.getTokenSilently().catch((error) => error.error)), 'login_required');
    });
  });
}
