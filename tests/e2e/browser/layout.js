// Looks at the page as it is laid out now, in letters of 16 and of 32 px, in the font that is there and in narrow and wide
// letters, and returns what is wrong, a line each. Only the DOM and computed styles, so that it works in every browser.
const root = document.documentElement;
const shown = (element) => element.checkVisibility({ visibilityProperty: true });
const near = 1.5;

function texts(scope) {
  const walker = document.createTreeWalker(scope, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.data.trim() && shown(node.parentElement)) found.push(...lines(node, 0, node.data.length));
  }
  return found;
}

function lines(node, start, end) {
  const range = document.createRange();
  range.setStart(node, start);
  range.setEnd(node, end);
  return [...range.getClientRects()].filter(({ width }) => width > 0).map((rect) => ({ node, rect }));
}

/**
 * Its lines without their spaces: one at the end of a line that is not collapsed hangs out of the box, and in Firefox also one
 * before a mark of direction.
 */
const words = ({ node }) => [...node.data.matchAll(/\S+/g)].flatMap((word) => lines(node, word.index, word.index + word[0].length));

const quote = (node) => `“${node.textContent.trim().slice(0, 40)}”`;
const scope = () => document.querySelector("dialog[open]") ?? document.body;

/** Every line of text is inside of the boxes around it. Where a box cuts, a line is inside or cut off as a whole. */
function leaves({ node, rect }) {
  for (let box = node.parentElement; box && box !== document.body; box = box.parentElement) {
    const { display, overflowX, overflowY, position } = getComputedStyle(box);
    if (display === "inline" || display === "contents" || display.startsWith("table")) continue;
    const { left, right, top, bottom, width } = box.getBoundingClientRect();
    if (width <= 1) return false;
    const middle = (rect.top + rect.bottom) / 2;
    const beside = rect.left >= left - near && rect.right <= right + near;
    if (beside && /auto|scroll/.test(overflowY) && box.scrollHeight > box.clientHeight) return false;
    const within = beside && middle >= top && middle <= bottom;
    if (overflowX !== "visible" || overflowY !== "visible") {
      const out = rect.top >= bottom - near || rect.bottom <= top + near;
      return !(within || out);
    }
    if (!within && box.getBoundingClientRect().height > 0) return true;
    if (position === "fixed") return false;
  }
  return false;
}

/** What lies over the page by design is compared with itself alone. */
function layer(node) {
  for (let box = node.parentElement; box; box = box.parentElement) {
    if (/sticky|fixed/.test(getComputedStyle(box).position) || box.matches("dialog")) return box;
  }
  return document.body;
}

function clipped({ node, rect }) {
  for (let box = node.parentElement; box && box !== document.body; box = box.parentElement) {
    if (getComputedStyle(box).overflowY === "visible") continue;
    const { top, bottom, width } = box.getBoundingClientRect();
    if (width <= 1 || rect.top >= bottom - near || rect.bottom <= top + near) return true;
  }
  return false;
}

function overlaps(lines) {
  const seen = lines.filter((line) => !clipped(line)).map((line) => ({ ...line, layer: layer(line.node) }));
  const found = [];
  for (const [place, one] of seen.entries()) {
    for (const other of seen.slice(place + 1)) {
      if (one.layer !== other.layer) continue;
      const wide = Math.min(one.rect.right, other.rect.right) - Math.max(one.rect.left, other.rect.left);
      const high = Math.min(one.rect.bottom, other.rect.bottom) - Math.max(one.rect.top, other.rect.top);
      if (wide > 2 && high > 0.4 * Math.min(one.rect.height, other.rect.height)) {
        found.push(`${quote(one.node)} and ${quote(other.node)} overlap`);
      }
    }
  }
  return found;
}

/**
 * A text goes on in the next line after a space or a hyphen, and an address where the page allows it, which ends a text node;
 * unless a word has no room in a line. Code may break anywhere.
 */
function brokenWords(lines) {
  const found = [];
  const range = document.createRange();
  const several = lines.filter(({ node }, place) => lines[place - 1]?.node === node);
  for (const node of new Set(several.map(({ node }) => node))) {
    if (getComputedStyle(node.parentElement).whiteSpace.startsWith("pre")) continue;
    let block = node.parentElement;
    while (getComputedStyle(block).display === "inline") block = block.parentElement;
    const { paddingLeft, paddingRight } = getComputedStyle(block);
    const room = block.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
    for (const { 0: word, index } of node.data.matchAll(/[^\-\s…]+[\-…]?/g)) {
      range.setStart(node, index);
      range.setEnd(node, index + word.length);
      const rects = [...range.getClientRects()].filter(({ width }) => width > 0);
      const wide = rects.reduce((sum, { width }) => sum + width, 0);
      if (rects.some(({ top }) => Math.abs(top - rects[0].top) > 4) && wide < room - 8) {
        found.push(`${quote(node)} is broken inside of “${word}”`);
      }
    }
  }
  return found;
}

/** No long text stands in a column of a few letters. */
function narrowColumns(lines) {
  const nodes = new Set(lines.map(({ node }) => node).filter((node) => node.data.trim().length > 40));
  return [...nodes].flatMap((node) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    const { width } = range.getBoundingClientRect();
    const letters = parseFloat(getComputedStyle(node.parentElement).fontSize);
    return width < Math.min(6 * letters, 0.4 * innerWidth) ? [`${quote(node)} stands in a column of ${Math.round(width)} px`] : [];
  });
}

/** The mark that ends a text stands at the end of its line, after a word: values of another direction move nothing. */
function strayMarks(seen) {
  const blockOf = (element) => (/^inline(-block)?$/.test(getComputedStyle(element).display) ? blockOf(element.parentElement) : element);
  return [...Map.groupBy(seen, ({ node }) => blockOf(node.parentElement))].flatMap(([block, all]) => {
    const { node } = all.at(-1);
    const length = node.data.trimEnd().length;
    if (!/[.?!]/.test(node.data[length - 1]) || node.parentElement.closest("bdi, [dir=auto]")) return [];
    const [mark] = lines(node, length - 1, length);
    if (!mark) return [];
    const middle = (mark.rect.top + mark.rect.bottom) / 2;
    const rects = all.map(({ rect }) => rect).filter(({ top, bottom }) => top < middle && middle < bottom);
    const [left, right] = [Math.min(...rects.map((rect) => rect.left)), Math.max(...rects.map((rect) => rect.right))];
    // A word without room in a line may be broken before its mark.
    if (length === 1 && right - left < mark.rect.width + near) return [`the mark that ends ${quote(block)} is alone in its line`];
    const off = getComputedStyle(block).direction === "rtl" ? mark.rect.left - left : right - mark.rect.right;
    return off > near ? [`the mark that ends ${quote(block)} is ${Math.round(off)} px from the end of its line`] : [];
  });
}

function dialogIsLoose() {
  const dialog = document.querySelector("dialog[open]");
  if (!dialog) return [];
  const { height } = dialog.getBoundingClientRect();
  const { paddingTop, paddingBottom, borderTopWidth, borderBottomWidth } = getComputedStyle(dialog);
  const frame = [paddingTop, paddingBottom, borderTopWidth, borderBottomWidth].map(parseFloat).reduce((a, b) => a + b);
  const parts = [...dialog.children].filter((part) => part.getBoundingClientRect().height > 0);
  const tops = parts.map((part) => part.getBoundingClientRect().top);
  const bottoms = parts.map((part) => part.getBoundingClientRect().bottom);
  const content = Math.max(...bottoms) - Math.min(...tops) + frame;
  const tall = Math.min(content, innerHeight);
  return height > tall + 2 ? [`the dialog is ${height} px tall for ${content} px of content`] : [];
}

function sticksOut() {
  const over = root.scrollWidth - root.clientWidth;
  if (over <= 0) return [];
  const all = [...document.querySelectorAll("body *")].filter((element) => {
    const { left, right, width } = element.getBoundingClientRect();
    return width > 1 && (right > root.clientWidth + near || left < -near);
  });
  return [`${over} px wider than the window: ${all.slice(0, 4).map((element) => `${element.localName} ${quote(element)}`)}`];
}

function headerBreaks() {
  const parts = [...document.querySelectorAll("header > div > *")].filter(shown).map((part) => part.getBoundingClientRect());
  const lowest = Math.max(...parts.map(({ top }) => top));
  return parts.some(({ bottom }) => bottom <= lowest) ? ["the header has several rows"] : [];
}

/**
 * The space between letters with which the system's font, whichever that is, becomes as narrow as Arial Narrow or as wide as
 * Verdana: those are the mean widths of a letter, in em. Other machines have other fonts, and a test brings none.
 */
function spacings() {
  const text = "the quick brown fox jumps over the lazy dog";
  const sample = Object.assign(document.createElement("span"), { textContent: text });
  sample.style = "position: absolute; letter-spacing: 0; white-space: pre; font-size: 100px";
  document.body.append(sample);
  const own = sample.getBoundingClientRect().width / text.length / 100;
  sample.remove();
  return { "": 0, "narrow ": 0.38 - own, "wide ": 0.53 - own };
}

const [sheet] = document.styleSheets;
const place = sheet.insertRule(":not(code, pre, td bdi) {}", sheet.cssRules.length);

const wrong = [];
for (const [font, space] of Object.entries(spacings())) for (const size of [16, 32]) {
  if (font && Math.abs(space) < 0.01) continue;
  sheet.cssRules[place].style.setProperty("letter-spacing", font && `${space}em`, "important");
  root.style.fontSize = `${size}px`;
  const seen = texts(scope());
  const found = [
    ...sticksOut(),
    ...(size === 16 ? headerBreaks() : []),
    ...seen.filter((line) => leaves(line) && words(line).some(leaves)).map(({ node }) => `${quote(node)} leaves its box`),
    ...overlaps(seen),
    ...brokenWords(seen),
    ...narrowColumns(seen),
    ...strayMarks(seen),
    ...dialogIsLoose(),
  ];
  wrong.push(...found.map((what) => `${font}letters of ${size} px: ${what}`));
}
root.style.fontSize = "";
sheet.deleteRule(place);
return [...new Set(wrong)];
