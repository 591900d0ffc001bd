import { useAuth0 } from '@auth0/auth0-react';
import { Link, useLocation } from 'react-router';

const PROMISES = [
  ['You decide each time', 'You log in to both accounts and see them side by side before anything is linked.'],
  ['You can take it back', 'A linked account can be unlinked again whenever you like.'],
  ['Your passwords stay yours', 'You enter them where you always do. This page never sees them.'],
];

/** What the app is for, and the way in. */
export default function Home() {
  const { isAuthenticated, loginWithRedirect } = useAuth0();
  const { pathname } = useLocation();
  const returnTo = pathname === '/' ? '/settings' : pathname;
  return (
    <div className="home">
      <div className="pitch">
        <h1>Account linking</h1>
        <p className="lead">
          Use one account, however you log in. Link your password, Google, Facebook and other logins, and manage them
          here.
        </p>
        {isAuthenticated ? (
          <Link to="/settings" className="button main">
            See your linked accounts
          </Link>
        ) : (
          <button type="button" className="button main" onClick={() => loginWithRedirect({ appState: { returnTo } })}>
            Log in
          </button>
        )}
      </div>
      <ul className="points">
        {PROMISES.map(([promise, meaning]) => (
          <li key={promise}>
            <strong>{promise}</strong> {meaning}
          </li>
        ))}
      </ul>
    </div>
  );
}
