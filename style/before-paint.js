// Runs before the first paint. Applies the colours and the language that the user chose (src/dom/theme.rs, src/i18n/catalog.rs),
// decides which first screen of index.html to show, and loads the sentences. Reports files that do not load; if this one does
// not load, app.css shows that. Names that the app shares are listed in src/dom/shared.rs.
{
  const { documentElement: root } = document;
  const { dataset } = root;
  const languages = navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase());
  try {
    const theme = localStorage.getItem("theme");
    if (theme === "light" || theme === "dark") dataset.theme = theme;
    languages.unshift(localStorage.getItem("language"));
    // A tab with a record or a callback is about to show another page.
    if (location.pathname === "/" && !location.search && !sessionStorage.length) dataset.page = "home";
  } catch {
    // Storage is blocked: the device decides the colours, and nobody is logged in.
    if (location.pathname === "/") dataset.page = "home";
  }
  // Home needs the app only after *Log in*, whose files index.html preloads. Every other page needs it at once.
  if (!dataset.page) for (const link of document.querySelectorAll("[data-rel]")) link.rel = link.dataset.rel;
  // Their files, without the ending; in a release build with a hash, because browsers keep them for a year.
  const files = dataset.languages.split(" ");
  const fileOf = (language) => files.find((file) => file.split("/")[1].slice(0, 2) === language);
  const language = languages.find(fileOf) ?? "en";
  const locale = new URL(`../${fileOf(language)}.json`, document.currentScript.src);

  const parsed = new Promise((done) => document.addEventListener("readystatechange", done, { once: true }));

  // index.html is written in English. Its sentences follow the language of the page, which the app may change.
  const follow = () => {
    const sentences = globalThis.accountLinkingSentences;
    for (const element of document.querySelectorAll("[data-text]")) element.textContent = sentences[element.dataset.text];
  };
  new MutationObserver(follow).observe(root, { attributeFilter: ["lang"] });

  // Loads the sentences of one language. Until they are here, or if they do not load, the page is English.
  const translate = async () => {
    if (language !== "en") dataset.translating = "";
    try {
      const response = await fetch(locale);
      if (!response.ok) throw new TypeError(`${locale}: ${response.status}`);
      const sentences = await response.json();
      await parsed;
      globalThis.accountLinkingSentences = sentences;
      if (language === "en") return;
      root.lang = language;
      root.dir = sentences.direction;
    } finally {
      delete dataset.translating;
    }
  };
  // A framed page loads nothing.
  if (window.top === window.self) {
    globalThis.accountLinkingTranslated = translate();
    // src/start.js reports the failure, if it loads.
    accountLinkingTranslated.catch(() => {});
  }

  // A script or a style sheet is missing, blocked, damaged, or is an HTML page.
  const failed = async ({ target }) => {
    if (!target.matches?.("script, [rel=stylesheet]")) return;
    await parsed;
    document.getElementById("unloaded").hidden = false;
  };
  addEventListener("error", failed, true);

  // Browsers paint nothing without the style sheet. After nine seconds the page is shown without it, until it loads.
  setTimeout(() => {
    const style = document.querySelector("[rel=stylesheet]");
    if (!style || style.sheet) return;
    style.addEventListener("load", () => style.removeAttribute("media"), { once: true });
    style.media = "print";
    // WebKit paints only after something has changed.
    document.body?.append("");
  }, 9000);

  // *Reload* in index.html. A damaged file may be cached for a year, so each file is fetched past every cache first.
  const reload = async (event) => {
    if (!event.target.matches?.("[data-reload]")) return;
    event.preventDefault();
    event.target.ariaBusy = "true";
    // Asked for as they are preloaded, so that no browser warns of a second way.
    const uncached = { cache: "reload", mode: "no-cors", credentials: "include", signal: AbortSignal.timeout(5000) };
    const files = [...document.querySelectorAll("script[src], link[href^='/']")].map(({ src, href }) => src || href);
    await Promise.allSettled([...files, locale].map(async (file) => (await fetch(file, uncached)).blob()));
    location.reload();
  };
  addEventListener("click", reload);
}
