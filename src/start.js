// Starts the wasm: on home the module of *Log in* first, then the app, elsewhere the app. Reports what can go wrong before it
// runs, so that the page is never left empty. The messages are in index.html, and the links that name the files of the build;
// Trunk.toml writes those of the app. If this file does not load, style/before-paint.js reports it. Names that the app
// shares are listed in src/dom/shared.rs.

const show = (message) => {
  document.getElementById(message).hidden = false;
};
const address = (link) => document.getElementById(link).href;

// *Log in* in index.html. A press before the app runs is answered at once.
const button = document.getElementById("early");
const pressed = new Promise((resolve) => {
  button.addEventListener("click", () => {
    button.dataset.pressed = "";
    button.ariaBusy = "true";
    resolve();
  });
});

async function load(url, priority) {
  // As the preload in index.html asks for it: in WebKit, only such a request takes what was preloaded.
  const response = await fetch(url, { mode: "no-cors", credentials: "include", priority });
  const type = response.headers.get("content-type") ?? "";
  // Some hosts answer with the page in place of a missing file.
  if (!response.ok || type.startsWith("text/html")) throw new TypeError(`${url}: ${response.status} ${type}`);
  return response;
}

// What has not come after ten seconds is not waited for any more.
const inTime = (work) => Promise.race([work, new Promise((_, reject) => setTimeout(reject, 10000))]);

// The two files of a module.
const loadModule = (bindings, wasm, priority) => Promise.all([import(bindings), load(wasm, priority)]);

// Loads the module of *Log in*, and lets it answer a press until the app is there: until the function that it returns is
// called. That one waits while a press leads away. If the module cannot log in, the app does, or says why not.
async function startEarly() {
  const instantiate = async () => {
    const [bindings, wasm] = await loadModule(address("early-bindings"), address("early-wasm"));
    await bindings.default({ module_or_path: wasm });
    return bindings;
  };
  const module = inTime(instantiate());
  const config = async () => (await load(address("config"))).text();
  const logIn = async () => {
    const [bindings, text] = await Promise.all([module, inTime(config())]);
    const left = bindings.log_in(text);
    // The page may come back from the back-forward cache, without the files that were on their way.
    if (left) addEventListener("pageshow", (event) => event.persisted && location.reload());
    return left;
  };
  let answers = true;
  const leaving = pressed.then(() => answers && logIn()).catch(() => false);
  await module.catch(() => {});
  return async () => {
    answers = "pressed" in button.dataset;
    if (answers && (await leaving)) await new Promise(() => {});
  };
}

async function start() {
  // The first dozen frames of a panic belong to the panic itself.
  Error.stackTraceLimit = 50;
  const translated = globalThis.accountLinkingTranslated ?? Promise.reject(new TypeError("before-paint.js did not run"));
  button.disabled = false;
  // A fragment may be a login response, of which the app says what is wrong with it.
  const isHome = document.documentElement.dataset.page === "home" && !location.hash;
  const handOver = isHome ? await startEarly() : () => {};
  // Preloaded for home, and taken here, so that no browser warns that nobody did.
  if (!isHome) load(address("early-wasm")).catch(() => {});
  try {
    const app = loadModule(address("bindings"), address("wasm"), isHome ? "low" : "auto");
    const [[bindings, wasm]] = await Promise.all([app, translated]);
    await handOver();
    await bindings.default({ module_or_path: wasm });
  } catch (error) {
    // Browsers cancel the requests of a page that is being left.
    await handOver();
    throw error;
  }
}

// Whether the browser runs wasm as Rust compiles it: a module with a table of references, two results, `memory.fill`,
// `i32.trunc_sat_f32_s` and `i32.extend8_s`. A browser that is too old refuses it, and so does a policy: WebKit refuses the
// instance, not the module.
function canRun() {
  const hex =
    "0061736d0100000001060160 00027f7f 03020100 0404016f0000 0503010000 0a170115 00410041004100fc0b00 4300000000fc00c0 41000b";
  try {
    new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.from(hex.match(/\w\w/g), (byte) => parseInt(byte, 16))));
    return true;
  } catch {
    return false;
  }
}

function messageFor(error) {
  if (error instanceof WebAssembly.RuntimeError) return "crashed";
  // If other wasm runs, this one was cut short or damaged on the way.
  if (error instanceof WebAssembly.CompileError && !canRun()) return "unsupported";
  return "unloaded";
}

if (window.top !== window.self) {
  // A page around this one could mislead clicks (clickjacking): nothing is read, stored or requested here.
  show("framed");
} else if (new URL("..", import.meta.url).pathname !== "/") {
  // The app's paths, its configuration and the redirect URI begin at the root of the origin.
  show("misplaced");
} else if (typeof WebAssembly !== "object") {
  show("unsupported");
} else {
  start().catch((error) => {
    show(messageFor(error));
    throw error;
  });
}
