// Starts the wasm. What can go wrong before it runs, or without it, is said here: the page is never left empty.
// The sentences stand in index.html; Trunk.toml writes the two links that name the files of the build. That this file
// itself does not come is said by style/before-paint.js.

const say = (sentence) => {
  document.getElementById(sentence).hidden = false;
};
const address = (link) => document.getElementById(link).href;

// *Log in* of index.html: a press before the app has started is kept, and answered at once; the app then logs in.
function takePress() {
  const button = document.getElementById("early");
  button.addEventListener("click", () => {
    button.dataset.pressed = "";
    button.ariaBusy = "true";
  });
  button.disabled = false;
}

async function load(url) {
  const response = await fetch(url);
  const type = response.headers.get("content-type") ?? "";
  // Some hosts answer with the page what they do not have.
  if (!response.ok || type.startsWith("text/html")) throw new TypeError(`${url}: ${response.status} ${type}`);
  return response;
}

async function start() {
  // The first dozen frames of a panic are its own.
  Error.stackTraceLimit = 50;
  const spoken = globalThis.accountLinkingSpoken ?? Promise.reject(new TypeError("before-paint.js did not run"));
  const [bindings, wasm] = await Promise.all([import(address("bindings")), load(address("wasm")), spoken]);
  await bindings.default({ module_or_path: wasm });
}

// Whether the browser takes wasm as Rust makes it: a module with a table of references, two results, `memory.fill`,
// `i32.trunc_sat_f32_s` and `i32.extend8_s`, and nothing else. Refused by a browser that is too old, and by a policy.
function canRun() {
  const hex =
    "0061736d0100000001060160 00027f7f 03020100 0404016f0000 0503010000 0a170115 00410041004100fc0b00 4300000000fc00c0 41000b";
  try {
    new WebAssembly.Module(Uint8Array.from(hex.match(/\w\w/g), (byte) => parseInt(byte, 16)));
    return true;
  } catch {
    return false;
  }
}

function sentenceFor(error) {
  if (error instanceof WebAssembly.RuntimeError) return "crashed";
  // Where other wasm can run, ours was cut short or changed on its way.
  if (error instanceof WebAssembly.CompileError && !canRun()) return "unsupported";
  return "unloaded";
}

if (window.top !== window.self) {
  // Somebody else's page around this one could lead clicks astray: nothing is read, stored or asked for here.
  say("framed");
} else if (new URL("..", import.meta.url).pathname !== "/") {
  // The paths of the app, its configuration and the address to return to from a login begin at the top.
  say("misplaced");
} else if (typeof WebAssembly !== "object") {
  say("unsupported");
} else {
  takePress();
  start().catch((error) => {
    say(sentenceFor(error));
    throw error;
  });
}
