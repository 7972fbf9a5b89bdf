// What the page shows of its switches at one moment: facts only. control.py decides.
//
// Without an argument it returns a JSON string. With the index of a candidate, it returns the
// element behind that candidate of the latest snapshot; of two radio buttons, the one at `side`.
([pick, side] = []) => {
  const LATEST = Symbol.for("linkedin-auditor");  // the elements of the latest snapshot
  if (pick !== undefined) {
    const { el, pair } = window[LATEST]?.[pick] ?? {};
    return (side === undefined ? el : pair?.[side]) ?? null;
  }
  const [MAX_LINES, MAX_LENGTH] = [12, 300];

  // Walk outwards: out of shadow roots, and with `beyond` out of frames too.
  const parentOf = (el) => el.parentElement ?? el.getRootNode().host ?? null;
  const beyond = (el) => parentOf(el) ?? el.ownerDocument.defaultView?.frameElement ?? null;
  const ancestors = (el, next = parentOf) => {
    const path = [];
    for (let at = el; at; at = next(at)) path.push(at);
    return path;
  };
  const contains = (outer, inner) => ancestors(inner).includes(outer);
  const anywhereAround = (el, test) => ancestors(el, beyond).some(test);

  // Every element of a document, through open shadow roots.
  const everything = (root) => [...root.querySelectorAll("*")]
    .flatMap((el) => (el.shadowRoot ? [el, ...everything(el.shadowRoot)] : [el]));

  const roleOf = (el) => (el.getAttribute("role") || "").trim().toLowerCase().split(/\s+/)[0];
  const isMain = (el) => el.localName === "main" || roleOf(el) === "main";
  const isDialog = (el) => /^(dialog|alertdialog)$/.test(roleOf(el)) || el.localName === "dialog";
  const isBox = (el) => el.localName === "input" && el.type === "checkbox";
  const isRadio = (el) => (el.localName === "input" && el.type === "radio") || roleOf(el) === "radio";
  const isSwitch = (el) => isBox(el) || (!isRadio(el) && /^(switch|checkbox)$/.test(roleOf(el)));
  const isPressed = (el) => el.hasAttribute("aria-pressed")
    && (el.localName === "button" || roleOf(el) === "button");
  const isBusy = (el) => el.getAttribute("aria-busy") === "true";
  const isShown = (el) => el.checkVisibility({ visibilityProperty: true, opacityProperty: true })
    && el.getBoundingClientRect().width > 1 && el.getBoundingClientRect().height > 1;

  // This document and every one of the same origin that is framed in it. Nothing is collected of
  // a page outside of LinkedIn's settings, nor of one that asks to sign in.
  const picker = document.querySelector("#rememberme-div") !== null;  // LINKEDIN.md, "Signing in"
  const documents = [];
  const open = (doc) => {
    const elements = everything(doc);
    documents.push({ doc, elements, mains: elements.filter(isMain) });
    for (const frame of elements.filter((el) => /^(i?frame|object|embed)$/.test(el.localName))) {
      let inner = null;
      try { inner = frame.contentDocument; } catch { /* another origin */ }
      if (inner?.documentElement) open(inner);
    }
  };
  if (!picker && location.pathname.startsWith("/mypreferences/")) open(document);
  const regions = documents.flatMap(({ doc, mains }) => (mains.length ? mains : [doc.body].filter(Boolean)));
  const inRegions = (selector) => regions.flatMap((region) => everything(region).filter((el) => el.matches(selector)));

  // The text of an element as lines, broken where a block, a line or a part without words of its
  // own ends, and at what `skip` leaves out.
  const UNREAD = /^(script|style|template|noscript|input|select|textarea|svg|img)$/;
  const linesOf = (el, { skip = () => false, hidden = false, max = MAX_LINES } = {}) => {
    const lines = [{ text: "", link: false }];
    const cut = () => { if (lines.at(-1).text.trim()) lines.push({ text: "", link: false }); };
    const hasText = (node) => node.nodeType === Node.TEXT_NODE && node.data.trim() !== "";
    const visit = (node, link, apart = false) => {
      if (lines.length > max) return;
      if (node.nodeType === Node.TEXT_NODE) {
        const line = lines.at(-1);
        line.text = (line.text + node.data).replace(/\s+/g, " ").slice(0, MAX_LENGTH);
        line.link ||= link && hasText(node);
      }
      if (node.nodeType !== Node.ELEMENT_NODE || UNREAD.test(node.localName)) return;
      if (skip(node) || node.localName === "br") return cut();
      const style = node.ownerDocument.defaultView.getComputedStyle(node);
      const unseen = style.display === "none" || style.visibility === "hidden" || style.opacity === "0";
      if (unseen && !hidden) return;
      const block = apart || !/^(inline|contents)$/.test(style.display);
      if (block) cut();
      const slotted = node.localName === "slot" ? node.assignedNodes() : [];
      const children = [...(slotted.length ? slotted : (node.shadowRoot ?? node).childNodes)];
      const parted = !children.some(hasText);
      for (const child of children) visit(child, link || node.localName === "a", parted);
      if (block) cut();
    };
    visit(el, false);
    return lines.map(({ text, link }) => ({ text: text.trim(), link })).filter(({ text }) => text).slice(0, max);
  };
  const texts = (els) => els.flatMap((el) => linesOf(el, { hidden: true })).map((line) => line.text);
  const labelIds = (el) => (el.getAttribute("aria-labelledby") || "").split(/\s+/).filter(Boolean);
  const nameOf = (el) => {
    const labels = labelIds(el).map((id) => el.getRootNode().getElementById(id)).filter((label) => label && label !== el);
    const isGroup = roleOf(el) === "radiogroup" || el.localName === "fieldset";
    const names = [
      texts(labels),
      [el.getAttribute("aria-label") || ""],
      texts([...(el.labels || [])]),
      texts([...el.children].filter((child) => child.localName === "legend")),
      el.localName === "input" || isGroup ? [] : texts([el]),
      [el.getAttribute("title") || ""],
    ];
    return names.map((lines) => lines.map((line) => line.trim()).filter(Boolean)).find((lines) => lines.length) ?? [];
  };

  const groupOf = (radio) => ancestors(radio)
    .find((at) => roleOf(at) === "radiogroup" || at.localName === "fieldset") ?? radio.form ?? radio.getRootNode();
  const pairsAmong = (radios) => [...Map.groupBy(radios, groupOf).values()]
    .flatMap((group) => [...Map.groupBy(group, (radio) => radio.name || "").values()])
    .filter((radiosOfOneName) => radiosOfOneName.length === 2);
  const found = documents.flatMap(({ doc, elements, mains }) => {
    const inReach = elements.filter((el) => !mains.length || mains.some((main) => contains(main, el)));
    const pairs = pairsAmong(inReach.filter(isRadio)).map((pair) => {
      const group = groupOf(pair[0]);
      return { doc, mains, el: group.nodeType === Node.ELEMENT_NODE ? group : pair[0], pair };
    });
    return [...inReach.filter((el) => isSwitch(el) || isPressed(el)).map((el) => ({ doc, mains, el, pair: null })), ...pairs];
  });
  window[LATEST] = found;

  // The lines around a control, outwards as far as there is no other control or choice: its row.
  const choices = inRegions("select, input[type=radio], [role=radio], [role=combobox], [role=listbox], iframe")
    .filter((el) => el.localName !== "iframe" || !el.contentDocument);  // of another origin
  const around = ({ el, pair, mains }) => {
    const parts = pair ? pair.flatMap((radio) => [radio, ...(radio.labels || [])]) : [el];
    const foreign = found.map((other) => other.el).filter((other) => !contains(el, other) && !contains(other, el))
      .concat(choices.filter((choice) => !parts.includes(choice)));
    const levels = [];
    for (let at = pair ? el : parentOf(el); at && levels.length < 3; at = parentOf(at)) {
      if (foreign.some((other) => contains(at, other))) break;
      const lines = linesOf(at, { skip: (node) => parts.includes(node) });
      if (lines.length && lines.length !== levels.at(-1)?.length) levels.push(lines);
      if (mains.includes(at) || at.localName === "body") break;
    }
    return levels;
  };
  const stateOf = (el) => ({
    checked: "checked" in el ? el.checked === true : null,
    indeterminate: el.indeterminate === true,
    ariaChecked: el.getAttribute("aria-checked"),
    ariaPressed: el.getAttribute("aria-pressed"),
  });
  const isDisabled = (el) => el.matches(":disabled")
    || anywhereAround(el, (at) => at.inert || at.getAttribute("aria-disabled") === "true");
  const isSent = (form) => form.querySelector("[type=submit], button:not([type])") !== null;
  const buttons = inRegions("button, input[type=submit]")
    .filter((el) => isShown(el) && !el.disabled && !isSwitch(el) && !isPressed(el));
  const answers = buttons.filter((el) => el.localName === "input" || linesOf(el).length);
  const heading = inRegions("h1")[0];  // LinkedIn's Back stands before it
  const follows = (el, earlier) => Boolean(earlier.compareDocumentPosition(el) & Node.DOCUMENT_POSITION_FOLLOWING);
  const candidates = found.map(({ doc, mains, el, pair }, index) => ({
    index,
    kind: pair ? "radios" : isBox(el) ? "native" : isPressed(el) && !isSwitch(el) ? "pressed" : "aria",
    role: roleOf(el) || (isBox(el) ? "checkbox" : pair ? "radiogroup" : "button"),
    ids: [el.id, el.getAttribute("name"), pair?.[0].getAttribute("name"), ...labelIds(el)].filter(Boolean),
    name: nameOf(el),
    around: around({ el, pair, mains }),
    ...stateOf(el),
    options: (pair || []).map((radio) => ({ ...stateOf(radio), value: radio.getAttribute("value") || "", name: nameOf(radio) })),
    disabled: pair ? pair.every(isDisabled) : isDisabled(el),
    shown: isShown(el),
    busy: anywhereAround(el, isBusy),
    inForm: ancestors(el).some((at) => at.localName === "form" && isSent(at)),
    inHiddenPart: !(parentOf(el) ?? el).checkVisibility()
      || anywhereAround(el, (at) => at.localName === "iframe" && !at.checkVisibility()),
    beforeButton: answers.some((button) => button.ownerDocument === doc && follows(button, el)),
    inDialog: anywhereAround(el, isDialog),
    insideIndex: found.findIndex((other) => other.el !== el && contains(other.el, el)),
    framePath: doc === document ? null : doc.location.protocol === "about:" ? "" : doc.location.pathname,
  }));

  const namesOf = (el) => (el.localName === "a" ? [el.pathname] : [el.id, el.getAttribute("name"), ...labelIds(el), ...nameOf(el)]);
  return JSON.stringify({
    url: location.href,
    born: performance.timeOrigin,
    loading: [document, ...documents.map(({ doc }) => doc)].some((doc) => doc.readyState === "loading"),
    hidden: document.hidden,
    language: document.documentElement.lang || "",
    picker,
    busy: regions.some(isBusy) || inRegions("[aria-busy=true], [role=progressbar]").some(isShown),
    // LinkedIn's question about cookies is no alert (LINKEDIN.md, "Signing in").
    alert: inRegions("[role=alert]").some((el) => isShown(el) && el.textContent.trim()
      && !el.querySelector("button[action-type=DENY]")),
    dialogs: documents.flatMap(({ elements }) => elements).filter((el) => isDialog(el) && isShown(el)).length,
    buttons: buttons.length,
    choices: choices.length + answers.filter((button) => !heading || follows(button, heading)).length,
    empty: regions.every((region) => !linesOf(region).length),
    lines: candidates.length ? [] : regions.flatMap((region) => linesOf(region, { hidden: true, max: 400 })).map((line) => line.text),
    rows: inRegions("a[href]").map((a) => ({ path: a.pathname, lines: linesOf(a.closest("li") ?? a).map((line) => line.text) })),
    outsideMain: documents.flatMap(({ elements, mains }) => elements.filter((el) => mains.length
      && (el.localName === "a" || isSwitch(el) || isPressed(el) || isRadio(el))
      && !mains.some((main) => contains(main, el)))).flatMap(namesOf).filter(Boolean).slice(0, 500),
    candidates,
  });
}
