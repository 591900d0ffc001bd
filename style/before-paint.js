// Before the first paint: the colours and the language that the person chose, as src/browser/theme.rs and language.rs wrote
// them down, and whether this is home, so that index.html shows at once what the app will show. Asks for the sentences.
const { dataset } = document.documentElement;
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
const language = languages.find((language) => offered.includes(language)) ?? "en";
document.documentElement.lang = language;
// src/start.js, which runs later, waits for these. Not in a frame, where nothing is asked for.
if (window.top === window.self) {
  const words = document.createElement("link");
  Object.assign(words, { rel: "preload", as: "fetch", crossOrigin: "anonymous", href: `/words/${language}.json` });
  document.head.append(words);
}
