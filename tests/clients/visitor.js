// A browser without scripts, for applications that need none: keeps cookies, follows redirects, submits forms.
import assert from 'node:assert/strict';
import http from 'node:http';
import https from 'node:https';

const PASSWORD = 'Passw0rd!';

function unescape(text) {
  return text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

function attribute(tag, name) {
  const found = tag.match(new RegExp(`\\b${name}="([^"]*)"`));
  return found && unescape(found[1]);
}

export class Visitor {
  // By name only: the tenant and the application are on one host, and browsers share cookies between its ports.
  #cookies = new Map();

  /** The page at `url`, after redirects. With a `form`, it is posted. */
  async open(url, form) {
    const answer = await this.send(form ? 'POST' : 'GET', url, form);
    for (const line of answer.headers['set-cookie'] ?? []) {
      const [, name, value] = line.match(/^([^=]+)=([^;]*)/);
      if (value === '') this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
    const { location } = answer.headers;
    return location ? this.open(new URL(location, url).href) : { url, status: answer.statusCode, text: answer.text };
  }

  /** The page after a press of a page's button, with `fields` filled in. */
  async press(page, label, fields = {}) {
    const forms = page.text.match(/<form\b[^]*?<\/form>/g) ?? [];
    const form = forms.find((form) => form.includes(`>${label}</button>`));
    assert.ok(form, `no button ${label} at ${page.url}: ${page.text}`);
    const body = new URLSearchParams();
    for (const input of form.match(/<input\b[^>]*>/g)) body.set(attribute(input, 'name'), attribute(input, 'value') ?? '');
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    return this.open(new URL(attribute(form, 'action') ?? '', page.url).href, body);
  }

  /** The page after a login on the tenant's login page. */
  logIn(page, username) {
    return this.press(page, 'Continue', { username, password: PASSWORD });
  }

  /** One request and its response, without redirects; `body` is a form or becomes JSON. */
  send(method, url, body) {
    const isForm = body instanceof URLSearchParams;
    const headers = {
      cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      ...(body && { 'content-type': isForm ? 'application/x-www-form-urlencoded' : 'application/json' }),
    };
    return new Promise((resolve, reject) => {
      const { request } = url.startsWith('https:') ? https : http;
      const sent = request(url, { method, headers }, (answer) => {
        answer.text = '';
        answer.setEncoding('utf8').on('data', (part) => (answer.text += part)).on('end', () => resolve(answer));
      });
      sent.on('error', reject).end(isForm ? body.toString() : body && JSON.stringify(body));
    });
  }
}

/** Does `work` while the tenant's ID tokens have a fault. */
export async function withFault(tenant, id_token, work) {
  const faults = `${tenant.url}/_emulator/faults`;
  await new Visitor().send('PUT', faults, { id_token });
  try {
    return await work();
  } finally {
    await new Visitor().send('DELETE', faults);
  }
}
