// The application of auth0-react's README. The build defines `SETTINGS`.
import { Auth0Provider, useAuth0 } from '@auth0/auth0-react';
import { useState } from 'react';
import { createRoot } from 'react-dom/client';

function App() {
  const { isLoading, error, user, loginWithRedirect, logout, getIdTokenClaims } = useAuth0();
  const [claims, setClaims] = useState();
  if (isLoading) return <p>Loading</p>;
  return (
    <main>
      {error && <p role="alert">{error.error ?? error.message}</p>}
      {user && <h1>{user.email}</h1>}
      {claims && <output>{JSON.stringify(claims)}</output>}
      <button onClick={() => loginWithRedirect()}>Log in</button>
      <button onClick={async () => setClaims(await getIdTokenClaims())}>Show claims</button>
      <button onClick={() => logout({ logoutParams: { returnTo: window.location.origin } })}>Log out</button>
    </main>
  );
}

createRoot(document.getElementById('app')).render(
  <Auth0Provider {...SETTINGS} authorizationParams={{ redirect_uri: window.location.origin }}>
    <App />
  </Auth0Provider>,
);
