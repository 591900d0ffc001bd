// oauth4webapi, a certified OpenID client, without a browser: discovery, PKCE, nonce, max_age, refresh, user info.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as oauth from 'oauth4webapi';
import { CLIENT_ID } from './client-id.js';
import { start } from './tenant.js';

const insecure = { [oauth.allowInsecureRequests]: true };
const client = { client_id: CLIENT_ID };

let tenant;
before(async () => {
  tenant = await start({});
});
after(() => tenant?.stop());

/** Goes through the login page as a browser would. */
async function logIn(url, email) {
  const asked = await fetch(url, { redirect: 'manual' });
  const cookie = asked.headers.getSetCookie().map((line) => line.split(';')[0]).join('; ');
  const form = new URLSearchParams({ action: 'password', username: email, password: 'Passw0rd!' });
  const entered = await fetch(asked.headers.get('location'), { method: 'POST', body: form, headers: { cookie }, redirect: 'manual' });
  return new URL(entered.headers.get('location'));
}

test('a whole login, a refresh and the user info pass every check of the client', async () => {
  const issuer = new URL(`${tenant.url}/`);
  const server = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, insecure));
  const verifier = oauth.generateRandomCodeVerifier();
  const [state, nonce] = [oauth.generateRandomState(), oauth.generateRandomNonce()];
  const redirect = tenant.app;
  const url = new URL(server.authorization_endpoint);
  url.search = new URLSearchParams({
    client_id: CLIENT_ID, redirect_uri: redirect, response_type: 'code', scope: 'openid email offline_access', state, nonce,
    max_age: '0', code_challenge: await oauth.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256',
  });
  const callback = oauth.validateAuthResponse(server, client, await logIn(url, 'bob@example.com'), state);
  const request = await oauth.authorizationCodeGrantRequest(server, client, oauth.None(), callback, redirect, verifier, insecure);
  const tokens = await oauth.processAuthorizationCodeResponse(server, client, request, {
    expectedNonce: nonce, maxAge: 60, requireIdToken: true,
  });
  await oauth.validateApplicationLevelSignature(server, request, insecure);
  const { sub } = oauth.getValidatedIdTokenClaims(tokens);
  assert.match(sub, /^auth0\|/);

  const refresh = await oauth.refreshTokenGrantRequest(server, client, oauth.None(), tokens.refresh_token, insecure);
  const renewed = await oauth.processRefreshTokenResponse(server, client, refresh);
  assert.notEqual(renewed.refresh_token, tokens.refresh_token);

  const info = await oauth.userInfoRequest(server, client, renewed.access_token, insecure);
  const claims = await oauth.processUserInfoResponse(server, client, sub, info);
  assert.equal(claims.email, 'bob@example.com');

  const revocation = await oauth.revocationRequest(server, client, oauth.None(), renewed.refresh_token, insecure);
  await oauth.processRevocationResponse(revocation);
  const late = await oauth.refreshTokenGrantRequest(server, client, oauth.None(), renewed.refresh_token, insecure);
  await assert.rejects(oauth.processRefreshTokenResponse(server, client, late), { error: 'invalid_grant' });
});
