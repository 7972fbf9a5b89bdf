// Focus the switch `el`, and tell in the same moment whether it is still there and still on.
// `pair`: `el` is the radio button that says off, which is not chosen as long as the state is on.
(el, pair) => {
  el.focus();
  const state = /^(checkbox|radio)$/.test(el.type) ? String(el.checked)
    : el.getAttribute("aria-checked") ?? el.getAttribute("aria-pressed");
  if (!el.isConnected || state !== (pair ? "false" : "true")) return "changed";
  if (el.getRootNode().activeElement === el) return "focused";
  el.click();  // it is not displayed, and takes no focus: no key would reach it
  return "clicked";
}
