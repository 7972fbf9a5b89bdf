// Takes from LinkedIn's pages the ways to other hosts that no network rule sees, before any script
// of theirs runs. Pages of signing in, and other hosts' captchas, keep them.
(sockets) => {
  const { protocol, hostname, pathname } = location;
  const ours = /(^|[.])(linkedin|licdn)[.]com$/.test(hostname);
  const signingIn = /^[/](uas|login|checkpoint|authwall|signup)([/]|$)/.test(pathname);
  const loaded = /^https?:$/.test(protocol);
  if (loaded && (!ours || signingIn)) return;

  for (const way of ["SharedWorker", "RTCPeerConnection", "webkitRTCPeerConnection",
    "WebTransport", "WebSocketStream", "PaymentRequest"]) {
    delete globalThis[way];
  }
  delete Navigator.prototype.credentials;

  // Pages fetched ahead (speculation rules) are asked for past every rule. Chromium (156) follows a
  // script of rules in a microtask, which is queued after this one's.
  const forget = () => {
    for (const script of document.querySelectorAll("script[type*=speculationrules i]")) {
      script.remove();
    }
  };
  const seen = { childList: true, subtree: true, attributes: true, attributeFilter: ["type"] };
  new MutationObserver(forget).observe(document, seen);

  // To go to another site opens a connection before any rule is asked. A person at an account
  // picker, which stands at a setting's address, may still go. (`navigator.userActivation` tells
  // nothing: Playwright's own looks count as a person's doing.)
  if (!loaded) return; // a page without an address has its opener's policy already
  if (/^[/](mypreferences|psettings)([/]|$)/.test(pathname)) {
    globalThis.navigation?.addEventListener("navigate", (event) => {
      const { protocol: how, hostname: to } = new URL(event.destination.url);
      const leaves = /^https?:$/.test(how) && !/(^|[.])(linkedin|licdn)[.]com$/.test(to);
      if (leaves && !event.userInitiated && event.cancelable) event.preventDefault();
    });
  }

  // Workers are out of reach from here, but those of a page's own making keep to its policy.
  const policy = document.createElement("meta");
  policy.httpEquiv = "Content-Security-Policy";
  policy.content = sockets;
  const root = document.documentElement ?? document.appendChild(document.createElement("html"));
  const head = root.appendChild(document.createElement("head"));
  head.append(policy);
  head.remove(); // once read, a policy stays
  if (!root.firstChild) root.remove();
}
