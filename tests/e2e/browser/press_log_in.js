// Presses *Log in* as soon as it can be pressed, as nobody could: for `performance.rs`.
new MutationObserver((_, observer) => {
  const buttons = [...document.querySelectorAll("button:not([disabled])")];
  const logIn = buttons.find((button) => button.textContent.trim() === "Log in");
  if (!logIn) return;
  observer.disconnect();
  logIn.click();
}).observe(document, { subtree: true, childList: true, characterData: true, attributeFilter: ["disabled"] });
