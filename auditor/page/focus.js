// Focus the switch `el`, and tell in the same moment whether it is still there and still on.
// `pair`: `el` is the radio button for off, which is not chosen as long as the state is on.
(el, pair) => {
  el.focus();
  const state = el.checked ?? el.getAttribute("aria-checked") ?? el.getAttribute("aria-pressed");
  if (!el.isConnected || String(state) !== String(!pair)) return "changed";
  if (el.getRootNode().activeElement === el) return "focused";
  return el.click() ?? "clicked";  // it is not displayed: no key would reach it
}
