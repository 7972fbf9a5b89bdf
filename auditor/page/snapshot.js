// What the page shows of its switches at one moment: facts only. control.py decides.
//
// Without an argument it returns a JSON string. With the index of a candidate, it returns the
// element behind that candidate of the latest snapshot: a checkbox, a switch, or of a pair of
// radio buttons the one at `side`.
([pick, side] = []) => {
  const LATEST = Symbol.for("linkedin-auditor");  // the elements of the latest snapshot
  if (pick !== undefined) {
    const { el, pair } = window[LATEST]?.[pick] ?? {};
    return (side === undefined ? el : pair?.[side]) ?? null;
  }
  const MAX_LINES = 12;
  const MAX_LENGTH = 300;
  const roleOf = (el) => (el.getAttribute("role") || "").trim().toLowerCase().split(/\s+/)[0];

  // The element around another one, out of shadow roots too.
  const parentOf = (el) => {
    if (el.parentElement) return el.parentElement;
    const root = el.getRootNode();
    return root instanceof ShadowRoot || root.host ? root.host : null;
  };
  const within = (el, test, next = parentOf) => {
    for (let at = el; at; at = next(at)) if (test(at)) return at;
    return null;
  };
  // As `within`, and out of frames too: what holds for a frame holds for all that is in it.
  const beyond = (el) => parentOf(el) || el.ownerDocument.defaultView?.frameElement || null;
  const anywhereAround = (el, test) => within(el, test, beyond) !== null;
  const contains = (outer, inner) => within(inner, (at) => at === outer) !== null;

  // Every element of a document, through open shadow roots.
  const everything = (root, found = []) => {
    for (const el of root.querySelectorAll("*")) {
      found.push(el);
      if (el.shadowRoot) everything(el.shadowRoot, found);
    }
    return found;
  };

  // Of any page but LinkedIn's settings, and of one that asks to sign in, nothing is collected:
  // no field of it is read.
  const picker = document.querySelector("#rememberme-div") !== null;  // facts, section 5: high
  const isForeign = picker || !location.pathname.startsWith("/mypreferences/");

  // This document and every same-origin one framed in it; another origin's cannot be opened.
  const documents = [];
  const open = (doc) => {
    const elements = everything(doc);
    const mains = elements.filter((el) => el.localName === "main" || roleOf(el) === "main");
    documents.push({ doc, elements, mains });
    for (const frame of elements.filter((el) => /^(i?frame|object|embed)$/.test(el.localName))) {
      let inner = null;
      try { inner = frame.contentDocument; } catch { /* another origin */ }
      if (inner?.documentElement) open(inner);
    }
  };
  if (!isForeign) open(document);

  const styleOf = (el) => el.ownerDocument.defaultView.getComputedStyle(el);
  const isShown = (el) => {
    const box = el.getBoundingClientRect();
    return el.checkVisibility({ visibilityProperty: true, opacityProperty: true })
      && box.width > 1 && box.height > 1;
  };

  // The text of an element as lines, broken where a block, a line or a part without words of its
  // own ends, and at what is left out by `skip`.
  const linesOf = (el, { skip = null, hidden = false, max = MAX_LINES } = {}) => {
    const lines = [{ text: "", link: false }];
    const cut = () => { if (lines.at(-1).text.trim()) lines.push({ text: "", link: false }); };
    const visit = (node, link, apart = false) => {
      if (lines.length > max) return;
      if (node.nodeType === Node.TEXT_NODE) {
        const line = lines.at(-1);
        line.text = (line.text + node.data).replace(/\s+/g, " ").slice(0, MAX_LENGTH);
        line.link ||= link && Boolean(node.data.trim());
        return;
      }
      if (node.nodeType !== Node.ELEMENT_NODE) return;
      if (skip && skip(node)) return cut();
      if (/^(script|style|template|noscript|input|select|textarea|svg|img)$/.test(node.localName)) return;
      if (node.localName === "br") return cut();
      const style = styleOf(node);
      if (!hidden && (style.display === "none" || style.visibility === "hidden" || style.opacity === "0")) return;
      const block = apart || !/^(inline|contents)$/.test(style.display);
      if (block) cut();
      const children = node.shadowRoot ? node.shadowRoot.childNodes
        : node.localName === "slot" && node.assignedNodes().length ? node.assignedNodes()
          : node.childNodes;
      const parted = ![...children].some((child) => child.nodeType === Node.TEXT_NODE && child.data.trim());
      for (const child of children) visit(child, link || node.localName === "a", parted);
      if (block) cut();
    };
    visit(el, false);
    return lines.map((line) => ({ ...line, text: line.text.replace(/\s+/g, " ").trim() }))
      .filter((line) => line.text).slice(0, max);
  };
  const texts = (els) => els.flatMap((el) => linesOf(el, { hidden: true })).map((line) => line.text);

  const labelIds = (el) => (el.getAttribute("aria-labelledby") || "").split(/\s+/).filter(Boolean);
  const nameOf = (el) => {
    const root = el.getRootNode();
    const named = labelIds(el).map((id) => root.getElementById(id)).filter((ref) => ref && ref !== el);
    const ways = [
      () => texts(named),
      () => [el.getAttribute("aria-label") || ""],
      () => texts([...(el.labels || [])]),
      () => texts([...el.children].filter((child) => child.localName === "legend")),
      () => (el.localName === "input" || roleOf(el) === "radiogroup" || el.localName === "fieldset"
        ? [] : texts([el])),
      () => [el.getAttribute("title") || ""],
    ];
    for (const way of ways) {
      const lines = way().map((line) => line.trim()).filter(Boolean);
      if (lines.length) return lines;
    }
    return [];
  };

  // --- which elements are candidates -------------------------------------------------------
  const isBox = (el) => el.localName === "input" && el.type === "checkbox";
  const isRadio = (el) => (el.localName === "input" && el.type === "radio") || roleOf(el) === "radio";
  const isSwitch = (el) => isBox(el) || (!isRadio(el) && /^(switch|checkbox)$/.test(roleOf(el)));
  const isPressed = (el) => el.hasAttribute("aria-pressed")
    && (el.localName === "button" || roleOf(el) === "button");

  const groupOf = (radio) => {
    const group = within(radio, (at) => roleOf(at) === "radiogroup" || at.localName === "fieldset");
    return group || radio.form || radio.getRootNode();
  };
  const pairsAmong = (radios) => {
    const groups = new Map();
    for (const radio of radios) {
      const owner = groupOf(radio);
      const byName = groups.get(owner) || groups.set(owner, new Map()).get(owner);
      const name = radio.name || "";
      byName.set(name, [...(byName.get(name) || []), radio]);
    }
    return [...groups.values()].flatMap((byName) => [...byName.values()])
      .filter((pair) => pair.length === 2);
  };

  const found = [];
  for (const { doc, elements, mains } of documents) {
    const inReach = (el) => !mains.length || mains.some((main) => contains(main, el));
    for (const el of elements.filter((one) => (isSwitch(one) || isPressed(one)) && inReach(one))) {
      found.push({ doc, mains, el, pair: null });
    }
    for (const pair of pairsAmong(elements.filter((el) => isRadio(el) && inReach(el)))) {
      const group = groupOf(pair[0]);
      found.push({ doc, mains, el: group.nodeType === Node.ELEMENT_NODE ? group : pair[0], pair });
    }
  }
  window[LATEST] = found;

  const regions = documents.flatMap(({ doc, mains }) => (mains.length ? mains : [doc.body].filter(Boolean)));
  const inRegions = (selector) => regions.flatMap((region) => everything(region).filter((el) => el.matches(selector)));

  // --- what each of them shows -------------------------------------------------------------
  // The lines of text around a control, from the nearest ancestor outwards, as far as the
  // ancestor holds no other control: the row it stands in.
  const choices = inRegions("select, input[type=radio], [role=radio], [role=combobox], [role=listbox]");
  const around = ({ el, pair, mains }) => {
    const parts = pair ? pair.flatMap((radio) => [radio, ...(radio.labels || [])]) : [el];
    const foreign = found.filter((other) => !contains(el, other.el) && !contains(other.el, el));
    const levels = [];
    for (let at = pair ? el : parentOf(el); at && levels.length < 3; at = parentOf(at)) {
      if (foreign.some((other) => contains(at, other.el))) break;
      if (choices.some((one) => !parts.includes(one) && contains(at, one))) break;
      const lines = linesOf(at, { skip: (node) => parts.includes(node) });
      if (lines.length && lines.length !== levels.at(-1)?.length) levels.push(lines);
      if (mains.includes(at) || at.localName === "body") break;
    }
    return levels;
  };
  const checkedOf = (el) => ({
    checked: "checked" in el ? el.checked === true : null,
    indeterminate: el.indeterminate === true,
    ariaChecked: el.getAttribute("aria-checked"),
    ariaPressed: el.getAttribute("aria-pressed"),
  });
  const isDisabled = (el) => el.matches(":disabled")
    || anywhereAround(el, (at) => at.inert || at.getAttribute("aria-disabled") === "true");

  const buttons = inRegions("button, input[type=submit]").filter((el) => isShown(el) && !el.disabled
    && !isSwitch(el) && !isPressed(el));
  // Where a button with words follows a control, the control may be part of a question.
  const follows = (button, el) => documents.some(({ elements }) => elements.includes(el)
    && elements.indexOf(button) > elements.indexOf(el));
  const answers = buttons.filter((el) => el.localName === "input" || linesOf(el).length);

  const candidates = found.map((one, index) => {
    const { el, pair, doc } = one;
    const inner = pair ? pair[0] : el;
    return {
      index,
      kind: pair ? "radios" : isBox(el) ? "native" : isPressed(el) && !isSwitch(el) ? "pressed" : "aria",
      role: roleOf(el) || (isBox(el) ? "checkbox" : pair ? "radiogroup" : "button"),
      tag: el.localName,
      ids: [el.id, el.getAttribute("name"), inner.getAttribute("name"), ...labelIds(el)].filter(Boolean),
      name: nameOf(el),
      around: around(one),
      ...checkedOf(el),
      options: (pair || []).map((radio) => ({
        ...checkedOf(radio), value: radio.getAttribute("value") || "", name: nameOf(radio),
      })),
      disabled: pair ? pair.every(isDisabled) : isDisabled(el),
      shown: isShown(el),
      busy: anywhereAround(el, (at) => at.getAttribute("aria-busy") === "true"),
      inForm: within(el, (at) => at.localName === "form"
        && at.querySelector("[type=submit], button:not([type])") !== null) !== null,
      inHiddenPart: !(parentOf(el) ?? el).checkVisibility()
        || anywhereAround(el, (at) => at.localName === "iframe" && !at.checkVisibility()),
      beforeButton: answers.some((button) => follows(button, el)),
      inDialog: anywhereAround(el, (at) => /^(dialog|alertdialog)$/.test(roleOf(at)) || at.localName === "dialog"),
      insideIndex: found.findIndex((other) => other.el !== el && contains(other.el, el)),
      framePath: doc === document ? null : doc.location.protocol === "about:" ? "" : doc.location.pathname,
    };
  });

  // --- and the page as a whole ---------------------------------------------------------------
  return JSON.stringify({
    url: location.href,
    born: performance.timeOrigin,
    loading: document.readyState === "loading" || documents.some(({ doc }) => doc.readyState === "loading"),
    hidden: document.hidden,
    language: document.documentElement.lang || "",
    picker,
    busy: regions.some((region) => region.getAttribute("aria-busy") === "true")
      || inRegions("[aria-busy=true], [role=progressbar]").some(isShown),
    // The question about cookies is none (facts, section 5: high).
    alert: inRegions("[role=alert]").some((el) => isShown(el) && el.textContent.trim()
      && !el.querySelector("button[action-type=DENY]")),
    dialogs: documents.flatMap(({ elements }) => elements).filter((el) => (/^(dialog|alertdialog)$/.test(roleOf(el))
      || (el.localName === "dialog" && el.open)) && isShown(el)).length,
    buttons: buttons.length,
    empty: regions.every((region) => !linesOf(region).length),
    lines: candidates.length ? []
      : regions.flatMap((region) => linesOf(region, { hidden: true, max: 400 })).map((line) => line.text),
    rows: inRegions("a[href]").filter((a) => a.pathname.startsWith("/mypreferences/")).map((a) => ({
      path: a.pathname,
      lines: linesOf(a.closest("li") ?? a).map((line) => line.text),
    })),
    // What stands beside the main part is not read; it may say that the setting is there after all.
    outsideMain: documents.flatMap(({ elements, mains }) => elements.filter((el) => mains.length
      && (el.localName === "a" || isSwitch(el) || isPressed(el) || isRadio(el))
      && !mains.some((main) => contains(main, el)))).flatMap((el) => (el.localName === "a" ? [el.pathname]
      : [el.id, el.getAttribute("name"), ...labelIds(el), ...nameOf(el)])).filter(Boolean).slice(0, 500),
    candidates,
  });
}
