// Before the first paint: the colours and the language that the person chose, as src/dom/theme.rs and src/i18n/catalog.rs wrote
// them down, and whether this is home, so that index.html shows at once what the app will show. Asks for the sentences.
// And what is there before every other file can say when one of them does not come; where this one does not, app.css does.
{
  const { documentElement: root } = document;
  const { dataset } = root;
  const languages = navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase());
  try {
    const theme = localStorage.getItem("theme");
    if (theme === "light" || theme === "dark") dataset.theme = theme;
    languages.unshift(localStorage.getItem("language"));
    // A tab that remembers something, or was called back, is about to show another page.
    if (location.pathname === "/" && !location.search && !sessionStorage.length) dataset.page = "home";
  } catch {
    // Storage is blocked: the device decides the colours, and nobody is logged in.
    if (location.pathname === "/") dataset.page = "home";
  }
  const offered = dataset.languages.split(" ");
  root.lang = languages.find((language) => offered.includes(language)) ?? "en";
  const words = new URL(`../words/${root.lang}.json`, document.currentScript.src);

  const parsed = new Promise((done) => document.addEventListener("readystatechange", done, { once: true }));

  // One language, for the app and for what stands in index.html, which is English.
  const speak = async () => {
    try {
      const response = await fetch(words);
      if (!response.ok) throw new TypeError(`${words}: ${response.status}`);
      const sentences = await response.json();
      await parsed;
      if (root.lang !== "en") {
        for (const element of document.querySelectorAll("[data-words]")) element.textContent = sentences[element.dataset.words];
      }
      globalThis.accountLinkingWords = sentences;
      dataset.spoken = "";
    } catch (error) {
      root.lang = "en";
      throw error;
    }
  };
  // Not in a frame, where nothing is asked for.
  if (window.top === window.self) {
    globalThis.accountLinkingSpoken = speak();
    // src/start.js tells of it, if that comes.
    accountLinkingSpoken.catch(() => {});
  }

  // A script or a style that is not there, is blocked, was changed on its way, or is really a page.
  const failed = async ({ target }) => {
    if (!target.matches?.("script, [rel=stylesheet]")) return;
    await parsed;
    document.getElementById("unloaded").hidden = false;
  };
  addEventListener("error", failed, true);

  // Nothing is painted without the style: after ten seconds the page is, as it is, until the style comes after all.
  setTimeout(() => {
    const style = document.querySelector("[rel=stylesheet]");
    if (!style || style.sheet) return;
    style.addEventListener("load", () => style.removeAttribute("media"), { once: true });
    style.media = "print";
  }, 9000);

  // *Reload* of index.html: a file that came broken may be kept for a year, so each is asked for past every cache first.
  const reload = async (event) => {
    if (!event.target.matches?.("[data-reload]")) return;
    event.preventDefault();
    event.target.ariaBusy = "true";
    const anew = { cache: "reload", signal: AbortSignal.timeout(5000) };
    const files = [...document.querySelectorAll("script[src], link[href^='/']")].map(({ src, href }) => src || href);
    await Promise.allSettled([...files, words].map(async (file) => (await fetch(file, anew)).blob()));
    location.reload();
  };
  addEventListener("click", reload);
}
