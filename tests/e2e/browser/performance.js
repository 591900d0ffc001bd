// Runs at the start of every document, before its own scripts, and records when what a user waits for is there. For `performance.rs`.
{
  const moments = { logIn: null, running: null, list: null, confirm: null, pressed: null, linked: null, largestPaint: null };
  const longTasks = { count: 0, total: 0 };
  const memories = [];
  let newest = 0;

  const observers = [];
  const observe = (type, note) => {
    const take = (entries) => {
      newest = performance.now();
      for (const entry of entries) note(entry);
    };
    const observer = new PerformanceObserver((list) => take(list.getEntries()));
    observer.observe({ type, buffered: true });
    observers.push(() => take(observer.takeRecords()));
  };
  observe("largest-contentful-paint", (paint) => (moments.largestPaint = paint.startTime));
  observe("longtask", (task) => {
    longTasks.count += 1;
    longTasks.total += task.duration;
  });
  observe("resource", () => {});

  const holds = (selector, text, fits) =>
    [...document.querySelectorAll(selector)].some((element) => element.textContent.includes(text) && fits(element));
  const waiting = [];
  const look = () => {
    newest = performance.now();
    const logIn = holds("button", "Log in", (button) => !button.disabled);
    if (moments.logIn === null && logIn) moments.logIn = newest;
    // Before that, what index.html shows keeps a press until the app can act on it.
    if (moments.running === null && logIn && !document.getElementById("shell")) moments.running = newest;
    const accounts = document.querySelectorAll('[aria-label="Linked accounts"] > li').length;
    if (moments.list === null && holds('[aria-label="Linked accounts"] > li', "@", () => true)) moments.list = newest;
    if (moments.confirm === null && holds("button", "Link accounts", (button) => !button.disabled)) moments.confirm = newest;
    if (moments.linked === null && moments.pressed !== null && accounts > 1) moments.linked = newest;
    for (const { moment, resolve } of waiting) if (moments[moment] !== null) resolve();
  };
  new MutationObserver(look).observe(document, {
    subtree: true,
    childList: true,
    characterData: true,
    attributeFilter: ["disabled"],
  });

  addEventListener(
    "click",
    ({ target }) => {
      if (target.closest("button")?.textContent.includes("Link accounts")) moments.pressed = performance.now();
    },
    true,
  );

  // A module's memory is no part of the JavaScript heap.
  for (const name of ["instantiate", "instantiateStreaming"]) {
    const original = WebAssembly[name];
    WebAssembly[name] = async (...given) => {
      const made = await original.apply(WebAssembly, given);
      memories.push((made.instance ?? made).exports.memory);
      return made;
    };
  }

  const come = (moment) => new Promise((resolve) => waiting.push({ moment, resolve }) && look());
  const rest = () =>
    new Promise((resolve) => {
      const timer = setInterval(() => {
        if (performance.now() - newest < 500) return;
        clearInterval(timer);
        resolve();
      }, 50);
    });

  /** What happened, once `moment` has come and then nothing was loaded, painted or changed for half a second. */
  globalThis.e2eTimeline = async (moment) => {
    await come(moment);
    await rest();
    for (const take of observers) take();
    const [navigation] = performance.getEntriesByType("navigation");
    const [paint] = performance.getEntriesByName("first-contentful-paint");
    return {
      ...moments,
      // After redirects of other origins: the page's own request.
      requested: navigation.fetchStart,
      firstPaint: paint?.startTime ?? null,
      longTasks: longTasks.count,
      longTaskTime: longTasks.total,
      wasmMemory: memories.reduce((sum, memory) => sum + (memory?.buffer.byteLength ?? 0), 0),
    };
  };
}
