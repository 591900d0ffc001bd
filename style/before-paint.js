// Before the first paint: the colours that the person chose, as src/browser/theme.rs wrote them down, and whether this
// is home, so that index.html shows at once what the app will show.
const { dataset } = document.documentElement;
try {
  const theme = localStorage.getItem("theme");
  if (theme === "light" || theme === "dark") dataset.theme = theme;
  // A tab that remembers something, or was called back, is about to show another page.
  if (location.pathname === "/" && !location.search && !sessionStorage.length) dataset.page = "home";
} catch {
  // Storage is blocked: the device decides the colours, and nobody is logged in.
  if (location.pathname === "/") dataset.page = "home";
}
