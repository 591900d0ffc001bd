import { useAuth0 } from '@auth0/auth0-react';
import { use, useEffect, useState } from 'react';

import { linkIdentity, readUser, unlinkIdentity } from './management.js';
import { SecondLogin } from './secondLogin.js';

const returnTo = '/settings';

/** The logged-in person as the tenant knows them, and what can be done with their linked accounts. */
export default function useAccount() {
  const { getAccessTokenSilently, getIdTokenClaims, loginWithRedirect, user } = useAuth0();
  const primary = use(SecondLogin);
  const [account, setAccount] = useState(null);
  const [second, setSecond] = useState(null);
  const [error, setError] = useState(null);
  const id = user.sub;

  useEffect(() => {
    const controller = new AbortController();
    const load = async () => {
      if (primary) {
        const [claims, own] = await Promise.all([
          getIdTokenClaims(),
          readUser(primary.token, primary.id, controller.signal),
        ]);
        setSecond({ claims, own });
        return;
      }
      const token = await getAccessTokenSilently();
      setAccount(await readUser(token, id, controller.signal));
    };
    load().catch((failure) => {
      if (!controller.signal.aborted) setError(failure);
    });
    return () => controller.abort();
  }, [getAccessTokenSilently, getIdTokenClaims, id, primary]);

  /** Runs a change, and shows what comes of it. */
  const attempt = async (change) => {
    setError(null);
    try {
      await change(await getAccessTokenSilently());
    } catch (failure) {
      setError(failure);
    }
  };

  const link = (connection) =>
    attempt((token) =>
      loginWithRedirect({
        appState: { primary: { id, token }, returnTo },
        authorizationParams: { connection, max_age: 0, prompt: 'login' },
      }),
    );

  // The list is read with the primary's token; a reload logs in again.
  const confirm = async () => {
    setError(null);
    try {
      await linkIdentity(primary.token, primary.id, second.claims.__raw);
      setAccount(await readUser(primary.token, primary.id));
      setSecond(null);
    } catch (failure) {
      setError(failure);
    }
  };

  const unlink = (identity) =>
    attempt(async (token) => {
      await unlinkIdentity(token, id, identity);
      setAccount(await readUser(token, id));
    });

  return { account, confirm, error, link, second, unlink };
}
