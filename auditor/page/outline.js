// Mark the row of the switch `el`: the nearest block around it with text and one of `labels`.
//
// A row holds no other switch, nothing of the page's head (where the member's name stands), and is
// no larger than a row of settings. With a `note`, the row is outlined in the window and a bar shows
// the note in the language `lang`. What is told of the row is marked for the picture. Called again
// without a note, the marks and the bar are gone.
(el, [labels, note, lang]) => {
  const MARK = "data-linkedin-auditor";
  document.querySelector("#linkedin-auditor-bar")?.remove();
  const last = window[Symbol.for("linkedin-auditor row")];
  if (last) {
    last.row.style.outline = last.outline;
    if (last.bare) last.row.removeAttribute("style");
    last.shown.forEach((part) => part.removeAttribute(MARK));
  }
  if (note === null) return null;
  const other = "[type=checkbox], [role=switch], [role=checkbox], [aria-pressed]";
  const isForeign = (part) => part.matches(other) && !part.contains(el) && !el.contains(part);
  const isLabel = (part) => labels.includes(part.textContent.replace(/\s+/g, " ").trim());
  let near = null, row = el, label = null;
  for (let at = el.parentNode; at && !label; at = at.parentNode) {
    if (at instanceof ShadowRoot) at = at.host;
    if (/^(main|body|html)$/.test(at.localName) || at.getBoundingClientRect().height > 400) break;
    const parts = [...at.querySelectorAll("*")];
    if (at.querySelector("header, nav, [role=banner]") || parts.some(isForeign)) break;
    if (!near && at.textContent.replace(el.textContent, "").trim()) near = at;
    row = at;
    label = near && parts.findLast(isLabel);
  }
  if (!label) row = near ?? el.parentElement ?? el;
  const shown = label ? [near, label] : [row];
  window[Symbol.for("linkedin-auditor row")] = {
    row, shown, outline: row.style.outline, bare: row.getAttribute("style") === null,
  };
  shown.forEach((part) => part.setAttribute(MARK, ""));
  row.scrollIntoView({ block: "center" });
  if (note) {
    row.style.outline = "3px solid #b24020";
    const bar = document.createElement("div");
    Object.assign(bar, { id: "linkedin-auditor-bar", lang, textContent: note });
    bar.style.cssText = "position:fixed;inset:0 0 auto;z-index:2147483647;padding:8px;"
      + "background:#b24020;color:#fff;font:16px sans-serif;text-align:center;pointer-events:none";
    document.documentElement.append(bar);  // outside of the body, where no reading looks
  }
  return row;
}
