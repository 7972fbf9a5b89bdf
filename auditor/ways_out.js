// Takes from LinkedIn's pages the ways to other hosts that no network rule sees, before any script
// of theirs runs. Pages of signing in, and other hosts' captchas, keep them.
(connects) => {
  const { protocol, hostname, pathname } = location;
  const ours = /(^|[.])(linkedin|licdn)[.]com$/.test(hostname);
  const signingIn = /^[/](uas|login|checkpoint|authwall|signup)([/]|$)/.test(pathname);
  const loaded = /^https?:$/.test(protocol);
  if (loaded && (!ours || signingIn)) return;

  for (const way of ["SharedWorker", "RTCPeerConnection", "webkitRTCPeerConnection",
    "WebTransport", "WebSocketStream", "PaymentRequest", "PublicKeyCredential",
    "DigitalCredential", "IdentityCredential", "FederatedCredential", "PasswordCredential"]) {
    delete globalThis[way];
  }
  delete Navigator.prototype.credentials;
  if (globalThis.ServiceWorkerContainer) {
    ServiceWorkerContainer.prototype.register = () => new Promise(() => {});
  }

  // Pages fetched ahead (speculation rules) are asked for past every rule. Chromium (156) follows a
  // script of rules in a microtask, which is queued after this one's.
  const own = (method) => Function.prototype.call.bind(method); // as it is now, not as changed later
  const find = { 9: own(Document.prototype.querySelector),
    11: own(DocumentFragment.prototype.querySelector), 1: own(Element.prototype.querySelector) };
  const all = own(Element.prototype.querySelectorAll);
  const remove = own(Element.prototype.remove);
  const rootOf = own(Node.prototype.getRootNode);
  const shadowOf = own(Object.getOwnPropertyDescriptor(Element.prototype, "shadowRoot").get);
  const seen = { childList: true, subtree: true, attributes: true, attributeFilter: ["type"] };
  const known = new WeakSet();
  const forget = (root) => {
    for (let rules; (rules = find[root.nodeType](root, "script[type*=speculationrules i]")); ) {
      remove(rules);
    }
  };
  const watch = (root) => {
    if (known.has(root)) return;
    known.add(root);
    observer.observe(root, seen);
    forget(root);
    for (const host of root.children) watchIn(host);
  };
  const watchIn = (el) => {
    for (const one of [el, ...all(el, "*")]) if (shadowOf(one)) watch(shadowOf(one));
  };
  const observer = new MutationObserver((records) => {
    for (const { addedNodes } of records) {
      for (const node of addedNodes) if (node.nodeType === 1) watchIn(node); // a copy has its root
    }
    for (const root of new Set(records.map((record) => rootOf(record.target)))) forget(root);
  });
  observer.observe(document, seen);

  // What a closed shadow root holds could neither be read nor be kept from fetching ahead.
  const attach = own(Element.prototype.attachShadow);
  Element.prototype.attachShadow = function attachShadow(init) {
    const root = attach(this, init && { ...init, mode: "open" });
    watch(root);
    return root;
  };

  // Workers are out of reach from here, but those of a page's own making keep to its policy. (In a
  // frame this may run in the empty page before, and the policy go with it.)
  if (!loaded) return; // a page without an address has its opener's policy already
  const html = (name) => document.createElementNS("http://www.w3.org/1999/xhtml", name);
  const policy = html("meta");
  policy.httpEquiv = "Content-Security-Policy";
  policy.content = connects;
  const root = document.documentElement ?? document.appendChild(html("html"));
  const head = root.appendChild(html("head"));
  head.append(policy);
  head.remove(); // once read, a policy stays
  if (!root.firstChild) root.remove();
}
