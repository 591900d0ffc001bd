import { useAuth0 } from '@auth0/auth0-react';

import Home from '../pages/Home.jsx';

/** Home in place of a page that only the logged-in may see. */
export default function RequireLogin({ children }) {
  const { isAuthenticated } = useAuth0();
  return isAuthenticated ? children : <Home />;
}
