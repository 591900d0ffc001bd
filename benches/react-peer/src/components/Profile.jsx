import { useState } from 'react';

function initials(name) {
  const words = name.split(' ').filter(Boolean);
  return [words.at(0), words.length > 1 ? words.at(-1) : ''].map((word) => word?.charAt(0) ?? '').join('');
}

/** Who somebody is: picture or initials, name, e-mail address. */
export default function Profile({ user }) {
  const [broken, setBroken] = useState(false);
  const name = user.name ?? user.nickname ?? 'no name';
  const picture = user.picture?.startsWith('https://') && !broken ? user.picture : undefined;
  return (
    <div className="profile card">
      <span className="avatar" aria-hidden="true">
        {initials(name)}
        {picture && <img src={picture} alt="" referrerPolicy="no-referrer" onError={() => setBroken(true)} />}
      </span>
      <div>
        <p className="name">{name}</p>
        <p className="secondary-text">
          {user.email ?? 'no e-mail address'}{' '}
          {user.email && (
            <span className={user.email_verified ? 'badge good' : 'badge warn'}>
              {user.email_verified ? 'verified' : 'not verified'}
            </span>
          )}
        </p>
      </div>
    </div>
  );
}
