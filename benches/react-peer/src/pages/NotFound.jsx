/** An address without a page. */
export default function NotFound() {
  return (
    <>
      <h1>Page not found</h1>
      <p>There is nothing at this address. It may have been mistyped, or moved.</p>
    </>
  );
}
