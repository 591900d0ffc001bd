// The calls of the Management API, with the person's own access token.
import { domain } from './config.js';

async function call(path, { token, ...options }) {
  const response = await fetch(`${domain}/api/v2/users/${path}`, {
    ...options,
    headers: { authorization: `Bearer ${token}`, ...(options.body && { 'content-type': 'application/json' }) },
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.message ?? `The login service answered ${response.status}.`);
  return answer;
}

export const readUser = (token, id, signal) => call(encodeURIComponent(id), { token, signal });

export const linkIdentity = (token, id, idToken) =>
  call(`${encodeURIComponent(id)}/identities`, {
    token,
    method: 'POST',
    body: JSON.stringify({ link_with: idToken }),
  });

export const unlinkIdentity = (token, id, { provider, user_id }) =>
  call([id, 'identities', provider, user_id].map(encodeURIComponent).join('/'), { token, method: 'DELETE' });
