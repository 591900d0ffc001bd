import IdentityList from '../components/IdentityList.jsx';
import Profile from '../components/Profile.jsx';
import ProviderMark from '../components/ProviderMark.jsx';
import { connections } from '../config.js';
import useAccount from '../useAccount.js';

/** Who is logged in, the linked accounts, and the buttons that link more. */
export default function Settings() {
  const { account, confirm, error, link, second, unlink } = useAccount();
  if (second) {
    return (
      <>
        <h1>Link these accounts?</h1>
        {error && (
          <div role="alert" className="outcome alert">
            <p>{error.message}</p>
          </div>
        )}
        <p>
          After this, both open the account of {second.own.email}. {second.claims.email} becomes a part of it.
        </p>
        <button type="button" className="button main" onClick={confirm}>
          Link accounts
        </button>
      </>
    );
  }
  return (
    <>
      <h1>Settings</h1>
      {error && (
        <div role="alert" className="outcome alert">
          <p>{error.message}</p>
        </div>
      )}
      {!account && !error && <div className="skeleton" />}
      {account && (
        <>
          <Profile user={account} />
          <section aria-labelledby="linked-title">
            <h2 id="linked-title">Linked accounts</h2>
            <p>Each of these logs you in to this account.</p>
            <IdentityList user={account} onUnlink={unlink} />
          </section>
          <section aria-labelledby="link-title">
            <h2 id="link-title">Link another account</h2>
            <p>You log in to the other account once, and see both before anything is linked.</p>
            <div className="choice-grid">
              {connections.map(({ name, label }) => (
                <button type="button" className="button" key={name} onClick={() => link(name)}>
                  <ProviderMark of={name} />
                  Link {label} Account
                </button>
              ))}
              <button type="button" className="button" onClick={() => link()}>
                <ProviderMark />
                Link Account
              </button>
            </div>
          </section>
        </>
      )}
    </>
  );
}
