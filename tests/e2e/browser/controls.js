// Looks at the controls of the page: in both themes the contrast of what shows that they are controls, and for fingers their
// size. Returns what is wrong, a line each.
const root = document.documentElement;
const shown = (element) => element.checkVisibility({ visibilityProperty: true });
const quote = (node) => `“${(node.ariaLabel ?? node.textContent).trim().slice(0, 40)}”`;
const scope = document.querySelector("dialog[open]") ?? document.body;

const pixel = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
function rgba(color) {
  pixel.clearRect(0, 0, 1, 1);
  pixel.fillStyle = color;
  pixel.fillRect(0, 0, 1, 1);
  return [...pixel.getImageData(0, 0, 1, 1).data];
}
function luminance(color) {
  const [red, green, blue] = rgba(color).map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
function contrast(one, other) {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}
const clear = (color) => rgba(color)[3] < 255;
function behind(element) {
  for (let box = element.parentElement; box; box = box.parentElement) {
    const { backgroundColor } = getComputedStyle(box);
    if (!clear(backgroundColor)) return backgroundColor;
  }
  return getComputedStyle(document.body).backgroundColor;
}

/** The best contrast of the border, the background or the picture of a control with what is behind it. */
function visible(element) {
  const { borderTopWidth, borderTopColor, backgroundColor } = getComputedStyle(element);
  const colors = [];
  if (parseFloat(borderTopWidth) > 0) colors.push(borderTopColor);
  colors.push(backgroundColor, getComputedStyle(element, "::before").backgroundColor);
  return Math.max(0, ...colors.filter((color) => !clear(color)).map((color) => contrast(color, behind(element))));
}

function unclear() {
  const controls = [...scope.querySelectorAll("button, [role=radiogroup] label")].filter(
    (control) => shown(control) && !control.disabled && control.ariaDisabled !== "true" && !control.querySelector(":disabled"),
  );
  return controls.flatMap((control) => {
    const group = control.closest("[role=radiogroup]");
    const best = Math.max(visible(control), group ? visible(group) : 0);
    return best < 3 ? [`${quote(control)} has a contrast of ${best.toFixed(2)}`] : [];
  });
}

function unclearWhenHovered() {
  const probe = Object.assign(document.createElement("i"), { style: "color: var(--action-strong)" });
  document.body.append(probe);
  const best = contrast(getComputedStyle(probe).color, "#fff");
  probe.remove();
  return best < 4.5 ? [`a main button under the pointer has a contrast of ${best.toFixed(2)}`] : [];
}

/** The rules for fingers, in a browser with a mouse. */
function coarse(rules, found = []) {
  for (const rule of rules) {
    if (rule.media?.mediaText.includes("coarse")) found.push(rule);
    if (rule.cssRules) coarse(rule.cssRules, found);
  }
  return found;
}
function tooSmall() {
  const rules = [...document.styleSheets].flatMap((sheet) => coarse(sheet.cssRules));
  for (const rule of rules) rule.media.mediaText = "all";
  const small = [...scope.querySelectorAll("button, a[href], summary, label:has([type=radio])")].filter(shown).flatMap((control) => {
    const { width, height } = control.getBoundingClientRect();
    return Math.min(width, height) < 43.9 ? [`${quote(control)} is ${width.toFixed()} × ${height.toFixed()} px for fingers`] : [];
  });
  for (const rule of rules) rule.media.mediaText = "(pointer: coarse)";
  return rules.length ? small : ["there is no rule for fingers"];
}

/** A browser draws a radio button as tall as its box, or its ring. */
function oval() {
  const radios = [...scope.querySelectorAll("[type=radio]")].filter((radio) => radio.getBoundingClientRect().width > 1);
  return radios.flatMap((radio) => {
    const { width, height } = radio.getBoundingClientRect();
    return Math.abs(width - height) > 0.5 ? [`${quote(radio.closest("label"))} has a radio button of ${width} × ${height} px`] : [];
  });
}

const wrong = [...tooSmall(), ...oval()];
const before = root.dataset.theme;
for (const theme of ["light", "dark"]) {
  root.dataset.theme = theme;
  for (const animation of document.getAnimations()) if (animation instanceof CSSTransition) animation.finish();
  wrong.push(...[...unclear(), ...unclearWhenHovered()].map((what) => `${theme}: ${what}`));
}
if (before) root.dataset.theme = before;
else delete root.dataset.theme;
return [...new Set(wrong)];
