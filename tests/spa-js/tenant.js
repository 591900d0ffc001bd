// Starts the local tenant and a page for one client, each on a port of its own.
import { spawn } from 'node:child_process';
import { readFile, mkdtemp } from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import { createRequire } from 'node:module';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import readline from 'node:readline';

export const PROGRAM = process.env.AUTH0_EMULATOR ?? path.resolve(import.meta.dirname, '../../target/debug/auth0-emulator');

async function freePort() {
  const server = net.createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A page that loads one client library as the global `auth0`, and answers every path with it. */
async function servePage(library, port, tls) {
  const script = await readFile(createRequire(import.meta.url).resolve(library));
  const answer = (request, response) => {
    if (request.url === '/auth0.js') {
      response.writeHead(200, { 'content-type': 'text/javascript' }).end(script);
    } else {
      const page = '<!doctype html><title>App</title><link rel="icon" href="data:,"><script src="/auth0.js"></script>';
      response.writeHead(200, { 'content-type': 'text/html' }).end(page);
    }
  };
  const server = tls ? https.createServer(tls, answer) : http.createServer(answer);
  server.listen(port, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return server;
}

async function isReady(program) {
  for await (const line of readline.createInterface({ input: program.stdout })) if (line.includes('ready at')) return;
  throw new Error('the tenant did not start');
}

/** The tenant as a program, and the page beside it; both by https if `secure`. */
export async function start({ library, secure = false }) {
  const [tenantPort, pagePort] = [await freePort(), await freePort()];
  const scheme = secure ? 'https' : 'http';
  const app = `${scheme}://localhost:${pagePort}`;
  const directory = await mkdtemp(path.join(tmpdir(), 'auth0-emulator-'));
  const address = secure ? ['--tls', `127.0.0.1:${tenantPort}`, '--tls-dir', directory] : ['--listen', `127.0.0.1:${tenantPort}`];
  const program = spawn(PROGRAM, [...address, '--app-origin', app, '--log', 'quiet'], { stdio: ['ignore', 'pipe', 'inherit'] });
  await isReady(program);
  const tls = secure && {
    cert: await readFile(path.join(directory, 'certificate.pem')),
    key: await readFile(path.join(directory, 'key.pem')),
  };
  const server = library && (await servePage(library, pagePort, tls));
  const stop = () => {
    server?.closeAllConnections();
    server?.close();
    program.kill();
  };
  return { app, domain: `localhost:${tenantPort}`, url: `${scheme}://localhost:${tenantPort}`, stop };
}
