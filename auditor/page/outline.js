// Mark the row of the switch `el`: the nearest block around it with text and one of `labels`.
//
// A row holds no other switch, nothing of the page's head (where the member's name stands), and is
// at most 400 px high. With a `note`, a bar shows it in `lang`. A `note` of null takes all away.
(el, [labels, note, lang]) => {
  const [MARK, BEFORE] = ["data-linkedin-auditor", Symbol.for("linkedin-auditor row")];
  document.querySelector("#linkedin-auditor-bar")?.remove();
  window[BEFORE]?.();
  delete window[BEFORE];
  if (note === null) return null;
  const others = "[type=checkbox], [role=switch], [role=checkbox], [aria-pressed]";
  const isForeign = (part) => part.matches(others) && !part.contains(el) && !el.contains(part);
  const isLabel = (part) => labels.includes(part.textContent.replace(/\s+/g, " ").trim());
  let [near, row, text, label] = [el, el, false, null];
  for (let at = el.parentNode?.host ?? el.parentNode; at && !label; at = at.parentNode?.host ?? at.parentNode) {
    if (/^(main|body|html)$/.test(at.localName) || at.getBoundingClientRect().height > 400) break;
    const parts = [...at.querySelectorAll("*")];
    if (at.querySelector("header, nav, [role=banner]") || parts.some(isForeign)) break;
    if (!text) near = at;
    text ||= at.textContent.replace(el.textContent, "").trim() !== "";
    row = at;
    label = text && parts.findLast(isLabel);
  }
  if (!label) row = near;
  const [shown, style] = [label ? [near, label] : [row], row.getAttribute("style")];
  shown.forEach((part) => part.setAttribute(MARK, ""));
  window[BEFORE] = () => {
    shown.forEach((part) => part.removeAttribute(MARK));
    if (style === null) row.removeAttribute("style"); else row.setAttribute("style", style);
  };
  row.scrollIntoView({ block: "center" });
  if (!note) return row;
  row.style.outline = "3px solid #b24020";
  const bar = Object.assign(document.createElement("div"), { id: "linkedin-auditor-bar", lang, textContent: note });
  bar.style.cssText = "position:fixed;inset:0 0 auto;z-index:2147483647;padding:8px;background:#b24020;"
    + "color:#fff;font:16px sans-serif;text-align:center;pointer-events:none";
  document.documentElement.append(bar);  // outside of the body, where no reading looks
  return row;
}
