// passport-auth0, which sends its access token to /userinfo in the query, in an express application.
import assert from 'node:assert/strict';
import https from 'node:https';
import { after, before, test } from 'node:test';
import tls from 'node:tls';
import express from 'express';
import session from 'express-session';
import passport from 'passport';
import Auth0Strategy from 'passport-auth0';
import { start } from './tenant.js';
import { Visitor, withFault } from './visitor.js';
import { CLIENT_ID, CLIENT_SECRET, TENANT } from './web-app.js';

/** The application of the client's README. */
function application(tenant) {
  // The client speaks https only, and has no option for a certificate.
  https.globalAgent.options.ca = [...tls.rootCertificates, tenant.certificate];
  const options = { domain: tenant.domain, clientID: CLIENT_ID, clientSecret: CLIENT_SECRET, callbackURL: `${tenant.app}/callback` };
  passport.use(new Auth0Strategy(options, (access, refresh, extra, profile, done) => done(null, profile)));
  passport.serializeUser((user, done) => done(null, user));
  passport.deserializeUser((user, done) => done(null, user));
  const app = express();
  app.use(session({ secret: 'for a test', resave: false, saveUninitialized: false }));
  app.use(passport.session());
  app.get('/login', passport.authenticate('auth0', { scope: 'openid email profile' }));
  app.get('/callback', passport.authenticate('auth0', { successRedirect: '/me' }));
  app.get('/me', (request, response) => response.json(request.user ?? null));
  app.get('/logout', (request, response, next) => {
    const query = new URLSearchParams({ client_id: CLIENT_ID, returnTo: tenant.app });
    request.logout((error) => (error ? next(error) : response.redirect(`${tenant.url}/v2/logout?${query}`)));
  });
  app.get('/', (request, response) => response.send('home'));
  app.use((error, request, response, next) => response.status(500).send(error.message));
  return app;
}

let tenant;
before(async () => {
  tenant = await start({ serve: application, secure: true, tenant: TENANT });
});
after(() => tenant?.stop());

async function user(visitor) {
  return JSON.parse((await visitor.open(`${tenant.app}/me`)).text);
}

test('logs in and reads the profile', async () => {
  const visitor = new Visitor();
  const page = await visitor.logIn(await visitor.open(`${tenant.app}/login`), 'alice@example.com');
  assert.equal(page.url, `${tenant.app}/me`);
  const { id, displayName, emails, picture } = await user(visitor);
  assert.match(id, /^auth0\|/);
  assert.deepEqual([displayName, emails], ['Alice Example', [{ value: 'alice@example.com' }]]);
  assert.match(picture, /^data:image/);
});

test('logs out here and at the tenant', async () => {
  const visitor = new Visitor();
  await visitor.logIn(await visitor.open(`${tenant.app}/login`), 'alice@example.com');
  const page = await visitor.open(`${tenant.app}/logout`);
  assert.deepEqual([page.url, page.text], [`${tenant.app}/`, 'home']);
  assert.equal(await user(visitor), null);
  const again = await visitor.open(`${tenant.app}/login`);
  assert.match(again.url, /\/u\/login\?/, 'the tenant asks again');
});

test('comes back after a cancelled login without a user', async () => {
  const visitor = new Visitor();
  const page = await visitor.press(await visitor.open(`${tenant.app}/login`), 'Cancel');
  assert.equal(new URL(page.url).searchParams.get('error'), 'access_denied');
  assert.deepEqual([page.status, await user(visitor)], [401, null]);
});

test('refuses a login with a state that is not its own', async () => {
  const visitor = new Visitor();
  await visitor.open(`${tenant.app}/login`);
  const page = await visitor.open(`${tenant.app}/callback?code=of-another-login&state=of-another-login`);
  assert.deepEqual([page.status, await user(visitor)], [403, null]);
});

test('refuses an ID token with another nonce', async () => {
  const visitor = new Visitor();
  const asked = await visitor.open(`${tenant.app}/login`);
  const page = await withFault(tenant, 'wrong_nonce', () => visitor.logIn(asked, 'alice@example.com'));
  assert.match(page.text, /nonce/i);
  assert.deepEqual([page.status, await user(visitor)], [500, null]);
});
