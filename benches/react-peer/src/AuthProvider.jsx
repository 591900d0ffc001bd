import { Auth0Provider } from '@auth0/auth0-react';
import { useState } from 'react';
import { useNavigate } from 'react-router';

import { audience, clientId, domain, scope } from './config.js';
import { SecondLogin } from './secondLogin.js';

/** Auth0's provider, which hands the way after a login to the router, and a second login to whoever links it. */
export default function AuthProvider({ children }) {
  const navigate = useNavigate();
  const [primary, setPrimary] = useState(null);
  const onRedirectCallback = (appState) => {
    setPrimary(appState?.primary ?? null);
    navigate(appState?.returnTo ?? '/settings', { replace: true });
  };
  return (
    <Auth0Provider
      domain={domain}
      clientId={clientId}
      authorizationParams={{ redirect_uri: window.location.origin, audience, scope }}
      onRedirectCallback={onRedirectCallback}
    >
      <SecondLogin value={primary}>{children}</SecondLogin>
    </Auth0Provider>
  );
}
