// Starts the local tenant, and an application beside it, each on a port of its own.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile } from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import readline from 'node:readline';

export const PROGRAM = process.env.AUTH0_EMULATOR ?? path.resolve(import.meta.dirname, '../../target/debug/auth0-emulator');

export async function freePort() {
  const server = net.createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Waits until the program serves. */
export async function isReady(program) {
  for await (const line of readline.createInterface({ input: program.stdout })) if (line.includes('ready at')) return;
  throw new Error('the tenant did not start');
}

/** A request listener that answers every path with one page, which loads `script`. */
export function pageWith(script) {
  return (request, response) => {
    if (request.url === '/script.js') {
      response.writeHead(200, { 'content-type': 'text/javascript' }).end(script);
    } else {
      const page = '<!doctype html><title>App</title><link rel="icon" href="data:,"><div id="app"></div><script src="/script.js"></script>';
      response.writeHead(200, { 'content-type': 'text/html' }).end(page);
    }
  };
}

/**
 * The tenant as a program, and the application whose request listener `serve` returns; both by https if `secure`.
 *
 * It is the demo tenant, or that of the file `tenant`, in which ##APP## is the application's origin.
 */
export async function start({ serve, secure = false, tenant }) {
  const [tenantPort, appPort] = [await freePort(), await freePort()];
  const scheme = secure ? 'https' : 'http';
  const app = `${scheme}://localhost:${appPort}`;
  const directory = await mkdtemp(path.join(tmpdir(), 'auth0-emulator-'));
  const address = secure ? ['--tls', `127.0.0.1:${tenantPort}`, '--tls-dir', directory] : ['--listen', `127.0.0.1:${tenantPort}`];
  const users = path.resolve(import.meta.dirname, '../../tenant/users.yaml');
  const seed = tenant ? ['--tenant', path.resolve(import.meta.dirname, tenant), '--users', users] : ['--app-origin', app];
  const program = spawn(PROGRAM, [...address, ...seed, '--log', 'quiet'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, AUTH0_KEYWORD_REPLACE_MAPPINGS: JSON.stringify({ APP: app }) },
  });
  await isReady(program);
  const tls = secure && {
    cert: await readFile(path.join(directory, 'certificate.pem')),
    key: await readFile(path.join(directory, 'key.pem')),
  };
  const started = { app, domain: `localhost:${tenantPort}`, url: `${scheme}://localhost:${tenantPort}`, certificate: tls.cert };
  let server;
  if (serve) {
    const listener = await serve(started);
    server = (tls ? https.createServer(tls, listener) : http.createServer(listener)).listen(appPort, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
  }
  const stop = () => {
    server?.closeAllConnections();
    server?.close();
    program.kill();
  };
  return { ...started, stop };
}
