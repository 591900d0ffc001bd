// What the README of auth0-emulator says to run, with ports that are free in place of its own.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { CLIENT_ID } from './web-app.js';

export const ROOT = path.resolve(import.meta.dirname, '../..');
const README = await readFile(path.join(ROOT, 'crates/auth0-emulator/README.md'), 'utf8');

/** What stands for a client and a user in the examples, and what the tenant of web-app.yaml has. */
const REAL = [['…', CLIENT_ID], ['My app', 'Web App'], ['auth0|1', 'auth0|65f2a1c0d3b07384d113ed01'], ['auth0%7C1', 'auth0%7C65f2a1c0d3b07384d113ed01']];

function withReal(text) {
  return REAL.reduce((text, [example, real]) => text.replace(example, real), text);
}

/** The text of each code block of a language. */
export function blocks(language) {
  return [...README.matchAll(new RegExp('^```' + language + '\\n([^]*?)^```$', 'gm'))].map(([, text]) => text);
}

/** The commands of all `sh` blocks. */
export function commands() {
  return blocks('sh').flatMap((block) => block.split('\n')).map((line) => line.replace(/ #.*/, '').trim()).filter(Boolean);
}

/** The rows of every table, head included: the cells of each. */
export function tables() {
  const cells = (row) => row.slice(1, -1).split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|'));
  return [...README.matchAll(/(?:^\|.*\|$\n)+/gm)].map(([table]) => table.trim().split('\n').map(cells));
}

/** The requests to `/_emulator/`, as the rows of the table of requests show them: `[method, path, body]`. */
export function controlRequests() {
  const table = tables().find(([[head]]) => head === 'request');
  const requests = [];
  let [methods, target] = [[], ''];
  for (const [request, effect] of table.slice(2)) {
    const spans = [...request.matchAll(/`([^`]*)`/g)].map(([, span]) => span);
    // A row that begins with "…" is about the request of the row above.
    if (!request.startsWith('…')) methods = spans.map((span) => span.match(/^[A-Z]+\b/)?.[0]).filter(Boolean);
    target = spans.map((span) => span.match(/^[A-Z]+ (\/.*)/)?.[1]).find(Boolean) ?? target;
    const isEffect = spans.some((span) => span.startsWith('"effect": '));
    const bodies = spans.filter((span) => /^[[{"]/.test(span)).map((span) => {
      const value = withReal(span.replace(/^"effect": /, ''));
      return isEffect ? { path: '/a', effect: JSON.parse(value) } : JSON.parse(value);
    });
    // The other values of a member are in the second cell.
    const more = bodies.some((body) => body.id_token) ? [...effect.matchAll(/`([^`]*)`/g)].map(([, id_token]) => ({ id_token })) : [];
    for (const method of methods) {
      for (const body of bodies.length ? [...bodies, ...more] : [undefined]) requests.push([method, withReal(target), body]);
    }
  }
  return requests;
}
