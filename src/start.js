// Starts the wasm. What can go wrong before it runs, or without it, is said here: the page is never left empty.
// The sentences stand in index.html; Trunk.toml writes the two links that name the files of the build.

const say = (sentence) => {
  document.getElementById(sentence).hidden = false;
};
const address = (link) => document.getElementById(link).href;

async function load(url) {
  const response = await fetch(url);
  if (!response.ok) throw new TypeError(`${url}: ${response.status}`);
  return response;
}

// One language, for the app and for what stands in index.html, which is English.
async function speak() {
  const { documentElement: root } = document;
  const words = await (await load(new URL(`../words/${root.lang}.json`, import.meta.url))).json();
  globalThis.accountLinkingWords = words;
  if (root.lang !== "en") {
    for (const element of document.querySelectorAll("[data-words]")) element.textContent = words[element.dataset.words];
  }
  root.dataset.spoken = "";
}

// *Log in* of index.html: a press before the app has started is kept, and answered at once; the app then logs in.
function takePress() {
  const button = document.getElementById("early");
  button.addEventListener("click", () => {
    button.dataset.pressed = "";
    button.ariaBusy = "true";
  });
  button.disabled = false;
}

async function start() {
  // The first dozen frames of a panic are its own.
  Error.stackTraceLimit = 50;
  const [bindings, wasm] = await Promise.all([import(address("bindings")), load(address("wasm")), speak()]);
  await bindings.default({ module_or_path: wasm });
}

function sentenceFor(error) {
  if (error instanceof WebAssembly.RuntimeError) return "crashed";
  if (error instanceof WebAssembly.CompileError) return "unsupported";
  return "unloaded";
}

if (window.top !== window.self) {
  // Somebody else's page around this one could lead clicks astray: nothing is read, stored or asked for here.
  say("framed");
} else if (typeof WebAssembly !== "object") {
  say("unsupported");
} else {
  takePress();
  start().catch((error) => {
    say(sentenceFor(error));
    throw error;
  });
}
