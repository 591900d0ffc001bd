// Buttons that copy, forms without a reload, and sections that follow the tenant.
const say = (text) => {
  const said = document.querySelector('#said');
  said.textContent = text;
  clearTimeout(say.timer);
};
const sayBriefly = (text) => {
  say(text);
  say.timer = setTimeout(say, 4000, '');
};

const editable = 'input, select';
const focusable = 'a, button, input, select, summary';

// A section is left alone while the user edits or selects something in it.
const isInUse = (section) => {
  const selection = getSelection();
  return section.querySelector('[data-edited]')
    || section.contains(document.activeElement) && document.activeElement.matches(editable)
    || !selection.isCollapsed && section.contains(selection.anchorNode);
};

const seen = new Map();

const update = (shown, fresh) => {
  const html = fresh.innerHTML;
  if (!seen.has(shown.id)) seen.set(shown.id, shown.innerHTML);
  if (html === seen.get(shown.id) || isInUse(shown)) return;
  seen.set(shown.id, html);
  const open = new Set([...shown.querySelectorAll('details[open]')].map((details) => details.id));
  for (const details of fresh.querySelectorAll('details')) details.open = open.has(details.id);
  const focused = shown.contains(document.activeElement) ? document.activeElement : null;
  const place = [...shown.querySelectorAll(focusable)].indexOf(focused);
  shown.replaceChildren(...fresh.childNodes);
  const same = focused?.id && document.getElementById(focused.id);
  (same || shown.querySelectorAll(focusable)[place])?.focus();
};

const refresh = async () => {
  const query = new URLSearchParams({ q: document.querySelector('#q').value });
  const answer = await fetch(`/_emulator?${query}`).catch(() => null);
  if (!answer?.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
  for (const shown of document.querySelectorAll('[data-live]')) {
    const section = fresh.getElementById(shown.id);
    if (section) update(shown, section);
  }
};

// As `routes/control/form.rs` does.
const bodyOf = (form) => {
  const fields = new FormData(form);
  if (fields.has('body')) return fields.get('body');
  const body = {};
  for (const [field, text] of fields) {
    if (field === 'request' || text === '') continue;
    const [, name, kind] = field.match(/^(.*?)(:json)?$/);
    let value = text;
    if (kind) try { value = JSON.parse(text); } catch {}
    const [outer, inner] = name.split('.');
    if (inner) (body[outer] ??= {})[inner] = value;
    else body[outer] = value;
  }
  return Object.keys(body).length ? JSON.stringify(body) : '';
};

const showCurl = (form) => {
  const curl = form.querySelector('.curl');
  if (!curl) return;
  const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;
  const body = bodyOf(form);
  const line = form.dataset.curl + (body && ` -d ${quoted(body)}`);
  curl.querySelector('code').textContent = line;
  curl.querySelector('.copy').dataset.copy = line;
};

document.documentElement.classList.add('scripted');
addEventListener('input', ({ target }) => {
  const form = target.closest('form');
  if (!form) return;
  if (form.id === 'search') return refresh();
  say('');
  form.dataset.edited = '';
  showCurl(form);
});
addEventListener('click', async ({ target }) => {
  const button = target.closest('.copy');
  if (!button) return;
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
    sayBriefly('Copied.');
  } catch {
    say('This page may not use the clipboard: select the text, and copy it.');
  }
});
addEventListener('submit', async (event) => {
  const form = event.target;
  event.preventDefault();
  if (form.id === 'search') return refresh();
  const body = new URLSearchParams(new FormData(form));
  const answer = await fetch(form.action, { method: 'POST', body }).catch(() => null);
  if (!answer) return say('The tenant does not answer.');
  if (answer.ok) {
    delete form.dataset.edited;
    form.reset();
    showCurl(form);
    sayBriefly('Done.');
  } else {
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    say(page.querySelector('[role=alert]')?.textContent ?? `The tenant answered ${answer.status}.`);
  }
  if (document.activeElement?.matches(editable) && form.contains(document.activeElement)) {
    form.querySelector('button[type=submit]').focus();
  }
  await refresh();
});
setInterval(refresh, 1000);
