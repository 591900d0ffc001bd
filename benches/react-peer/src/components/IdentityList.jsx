import { labelOf } from '../config.js';
import ProviderMark from './ProviderMark.jsx';

const nameOf = (profile) => profile?.email ?? profile?.name ?? profile?.nickname;

/** The linked accounts, the primary first. */
export default function IdentityList({ user, onUnlink }) {
  return (
    <ul className="identities" aria-label="Linked accounts">
      {user.identities.map((identity, index) => {
        const name = nameOf(index === 0 ? user : identity.profileData) ?? identity.user_id;
        return (
          <li className="identity" key={`${identity.provider}|${identity.user_id}`}>
            <ProviderMark of={identity.provider} />
            <div>
              <p className="name">
                {labelOf(identity.provider)} {index === 0 && <span className="badge">Primary</span>}
              </p>
              <p className="secondary-text">{name}</p>
              <p className="fine-print">{identity.connection}</p>
            </div>
            {index > 0 && (
              <button
                type="button"
                className="button quiet"
                aria-label={`Unlink ${labelOf(identity.provider)} account ${name}`}
                onClick={() => onUnlink(identity)}
              >
                Unlink
              </button>
            )}
          </li>
        );
      })}
    </ul>
  );
}
