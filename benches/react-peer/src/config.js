// Written into the build, as is usual with Vite: `cargo xtask bench` names its tenant.
const { VITE_AUTH0_DOMAIN } = import.meta.env;

// A local tenant is reached over http; the library takes the scheme as a part of the domain.
export const domain = `http://${VITE_AUTH0_DOMAIN}`;
// That of the demo tenant, which derives it from the client's name.
export const clientId = 'ROAb9GWHhuNJrpjjLkHdOIF4QNLAsw6Y';
export const audience = `${domain}/api/v2/`;
export const scope =
  'openid profile email read:current_user update:current_user_identities update:current_user_metadata';

export const connections = [
  { name: 'facebook', label: 'Facebook' },
  { name: 'google-oauth2', label: 'Google' },
];

const labels = { auth0: 'Email and password', facebook: 'Facebook', 'google-oauth2': 'Google', github: 'GitHub' };

export const labelOf = (provider) => labels[provider] ?? provider;
