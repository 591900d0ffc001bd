import { useAuth0 } from '@auth0/auth0-react';
import { Link, Route, Routes } from 'react-router';

import RequireLogin from './components/RequireLogin.jsx';
import Home from './pages/Home.jsx';
import NotFound from './pages/NotFound.jsx';
import Settings from './pages/Settings.jsx';

/** The frame of every page. */
export default function App() {
  const { error, isAuthenticated, isLoading, logout } = useAuth0();
  return (
    <>
      <header className="bar">
        <div>
          <Link to="/" className="brand">
            Account linking
          </Link>
          {isAuthenticated && (
            <>
              <nav>
                <Link to="/settings">Settings</Link>
              </nav>
              <button
                type="button"
                className="button quiet"
                onClick={() => logout({ logoutParams: { returnTo: window.location.origin } })}
              >
                Log out
              </button>
            </>
          )}
        </div>
      </header>
      <main>
        {error && (
          <div role="alert" className="outcome alert">
            <p>{error.message}</p>
          </div>
        )}
        {isLoading ? (
          <p role="status" className="waiting">
            Getting things ready…
          </p>
        ) : (
          <Routes>
            <Route path="/" element={<Home />} />
            <Route
              path="/settings"
              element={
                <RequireLogin>
                  <Settings />
                </RequireLogin>
              }
            />
            <Route path="*" element={<NotFound />} />
          </Routes>
        )}
      </main>
    </>
  );
}
