// A React application with auth0-react, as one page.
import path from 'node:path';
import { build } from 'esbuild';
import { CLIENT_ID } from './client-id.js';
import { pageWith } from './tenant.js';

/** A request listener that serves the application, which logs in at `domain`. */
export async function reactPage(domain) {
  const bundle = await build({
    entryPoints: [path.resolve(import.meta.dirname, 'react-app.jsx')],
    bundle: true,
    write: false,
    jsx: 'automatic',
    define: { SETTINGS: JSON.stringify({ domain, clientId: CLIENT_ID }), 'process.env.NODE_ENV': '"production"' },
  });
  return pageWith(bundle.outputFiles[0].text);
}
