// In the browser itself: what the WebDriver BiDi events tell is kept until it is taken.
const [id, events, done] = arguments;
const { getWebDriverSessionById } = ChromeUtils.importESModule('chrome://remote/content/shared/webdriver/Session.sys.mjs');
const session = getWebDriverSessionById(id);
const told = [];
window.e2e = {
  execute: (module, command, params) => session.execute(module, command, params),
  take: () => told.splice(0),
};
session.messageHandler.on('message-handler-event', (_, { name, data }) => {
  if (!events.includes(name)) return;
  const { level, type, text, request } = data;
  told.push({ name, level, type, text, url: request?.url });
});
session.execute('session', 'subscribe', { events }).then(() => done(null), error => done(String(error)));
