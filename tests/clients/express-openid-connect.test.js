// express-openid-connect with its defaults, `response_type=id_token` and `response_mode=form_post`, and with a code.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { inspect } from 'node:util';
import express from 'express';
import { auth } from 'express-openid-connect';
import { start } from './tenant.js';
import { Visitor, withFault } from './visitor.js';
import { CLIENT_ID, CLIENT_SECRET, TENANT } from './web-app.js';

const FLOWS = [
  { name: 'its defaults', options: {}, asked: { response_type: 'id_token', response_mode: 'form_post' } },
  {
    name: 'a code and an ID token',
    options: { clientSecret: CLIENT_SECRET, authorizationParams: { response_type: 'code id_token' } },
    asked: { response_type: 'code id_token', response_mode: 'form_post' },
  },
  {
    name: 'a code',
    options: { clientSecret: CLIENT_SECRET, authorizationParams: { response_type: 'code' } },
    asked: { response_type: 'code', response_mode: null },
  },
];

/** The application of the client's README: every page needs a login. */
function application(tenant, options) {
  const app = express();
  app.use(auth({ issuerBaseURL: tenant.url, baseURL: tenant.app, clientID: CLIENT_ID, secret: 'of the cookie', idpLogout: true, auth0Logout: true, ...options }));
  app.get('/', (request, response) => response.json(request.oidc.idTokenClaims));
  app.use((error, request, response, next) => response.status(error.status ?? 500).send(inspect(error)));
  return app;
}

for (const { name, options, asked } of FLOWS) {
  describe(`express-openid-connect with ${name}`, () => {
    let tenant;
    before(async () => {
      tenant = await start({ serve: (tenant) => application(tenant, options), tenant: TENANT });
    });
    after(() => tenant?.stop());

    /** The page after a login. A form of the tenant, if there is one, submits itself in a browser. */
    async function logIn(visitor) {
      const page = await visitor.logIn(await visitor.open(tenant.app), 'alice@example.com');
      return page.text.includes('<form') ? visitor.press(page, 'Continue') : page;
    }

    test('asks for what it should', async () => {
      const { headers } = await new Visitor().send('GET', `${tenant.app}/`);
      const query = new URL(headers.location).searchParams;
      for (const [key, value] of Object.entries(asked)) assert.equal(query.get(key), value);
    });

    test('logs in and reads the claims', async () => {
      const page = await logIn(new Visitor());
      assert.deepEqual([page.url, page.status], [`${tenant.app}/`, 200], page.text);
      const claims = JSON.parse(page.text);
      assert.deepEqual([claims.iss, claims.aud, claims.email], [`${tenant.url}/`, CLIENT_ID, 'alice@example.com']);
    });

    test('logs out here and at the tenant', async () => {
      const visitor = new Visitor();
      await logIn(visitor);
      const page = await visitor.open(`${tenant.app}/logout`);
      assert.match(page.url, /\/u\/login\?/, 'back at the application, which needs a login, for which the tenant asks');
    });

    test('refuses a cancelled login', async () => {
      const visitor = new Visitor();
      let page = await visitor.press(await visitor.open(tenant.app), 'Cancel');
      if (page.text.includes('<form')) page = await visitor.press(page, 'Continue');
      assert.equal(page.status, 400, page.text);
      assert.match(page.text, /access_denied/);
    });

    test('refuses a state that is not its own', async () => {
      const visitor = new Visitor();
      const page = await visitor.logIn(await visitor.open(tenant.app), 'alice@example.com');
      const other = new Visitor();
      await other.open(tenant.app);
      const late = page.text.includes('<form') ? await other.press(page, 'Continue') : await other.open(`${tenant.app}/callback?code=a&state=b`);
      assert.equal(late.status, 400, late.text);
    });

    test('refuses an ID token with another nonce', async () => {
      const page = await withFault(tenant, 'wrong_nonce', () => logIn(new Visitor()));
      assert.equal(page.status, 400, page.text);
      assert.match(page.text, /unexpected JWT claim value/);
    });
  });
}
