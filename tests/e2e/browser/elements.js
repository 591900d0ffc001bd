// Elements inside of these scopes that a screen reader would meet, with their states. `null` as a scope is the document, as
// the selector it is what has the focus: `:focus` finds it only in a window that has the focus itself.
const [selector, ...scopes] = arguments;
const modal = document.querySelector('dialog:modal');
const isThere = element => element.checkVisibility({ visibilityProperty: true })
  && element.closest('[aria-hidden=true], [inert]') === null
  && (modal === null || modal.contains(element));
const focused = [document.activeElement].filter(element => element !== null && !element.matches('html, body'));
const found = selector === null ? focused : scopes.flatMap(scope => [...(scope ?? document).querySelectorAll(selector)]);
const heading = element => /^H[1-6]$/.test(element.tagName) ? Number(element.tagName[1]) : null;
return [...new Set(found)].filter(isThere).map(element => ({
  element,
  disabled: element.matches(':disabled, [aria-disabled=true]'),
  focused: element === document.activeElement,
  checked: element.checked === true || element.getAttribute('aria-checked') === 'true',
  level: heading(element) ?? (Number(element.getAttribute('aria-level')) || null),
  text: element.innerText ?? '',
}));
