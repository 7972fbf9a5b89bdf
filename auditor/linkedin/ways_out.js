// Takes from LinkedIn's pages the ways to other hosts by which the browser asks in its own name,
// what outlives the page, and what a browser before Chromium 152 would not keep to LinkedIn, before
// any script of theirs runs. Pages of signing in, and other hosts' captchas, keep them; the way
// to another program is taken from all (what gets around that: environment.py).
() => {
  // For a page that asks by itself Chromium starts the mail program, once.
  globalThis.navigation?.addEventListener("navigate", (event) => {
    if (!/^(https?|blob|data|about):/.test(event.destination.url)) event.preventDefault();
  });

  // By a stream a setting could be saved, past every rule; signing in needs none.
  delete globalThis.WebTransport;

  const { protocol, hostname, pathname } = location;
  const ours = /(^|[.])(linkedin|licdn)[.]com[.]?$/.test(hostname);
  const signingIn = hostname === "www.linkedin.com"
    && /^[/](uas|login|checkpoint|authwall|signup)([/]|$)/.test(pathname);
  if (/^https?:$/.test(protocol) && (!ours || signingIn)) return;

  for (const way of ["PaymentRequest", "PublicKeyCredential", "DigitalCredential",
    "IdentityCredential", "FederatedCredential", "PasswordCredential", "SharedWorker",
    "fetchLater", "RTCPeerConnection", "webkitRTCPeerConnection", "WebSocketStream"]) {
    delete globalThis[way];
  }
  // What is kept in a bucket is taken away between two loads (tab.py), but not the bucket's name.
  for (const way of ["credentials", "joinAdInterestGroup", "updateAdInterestGroups",
    "runAdAuction", "storageBuckets"]) {
    delete Navigator.prototype[way];
  }
  if (globalThis.ServiceWorkerContainer) {
    ServiceWorkerContainer.prototype.register = () => new Promise(() => {});
  }

  // What a closed shadow root holds could not be read.
  const attach = Function.prototype.call.bind(Element.prototype.attachShadow);
  Element.prototype.attachShadow = function attachShadow(init) {
    return attach(this, init && { ...init, mode: "open" });
  };
}
