// Tells the server what the console would show: the driver does not.
const tell = (level, source, message) =>
  navigator.sendBeacon('/e2e/console', JSON.stringify({ level, source, message: `${location.href} ${message}` }));
addEventListener('error', ({ error, message, target }) => {
  if (target === window) tell('SEVERE', 'javascript', `Uncaught ${error?.name ?? ''} ${message}`);
}, true);
addEventListener('unhandledrejection', ({ reason }) =>
  tell('SEVERE', 'javascript', `Uncaught (in promise) ${reason?.name ?? ''}: ${reason?.message ?? reason}`));
addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
  tell('SEVERE', 'security', `Content Security Policy: ${violatedDirective} refuses ${blockedURI}`));
for (const [name, level] of [['error', 'SEVERE'], ['warn', 'WARNING']]) {
  const write = console[name];
  console[name] = (...parts) => {
    tell(level, 'console-api', parts.map(part => part?.stack ?? String(part)).join(' '));
    write.apply(console, parts);
  };
}
