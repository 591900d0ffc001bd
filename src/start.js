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

async function start() {
  const [bindings, wasm] = await Promise.all([import(address("bindings")), load(address("wasm"))]);
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
  start().catch((error) => {
    say(sentenceFor(error));
    throw error;
  });
}
