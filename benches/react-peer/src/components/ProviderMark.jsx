const MARKS = { 'google-oauth2': 'google', facebook: 'facebook', github: 'github', auth0: 'database' };

/** The mark of a provider. Only for the eye: the name stands beside it. */
export default function ProviderMark({ of }) {
  return (
    <svg className="mark" aria-hidden="true">
      <use href={`/marks.svg#${MARKS[of] ?? 'other'}`} />
    </svg>
  );
}
