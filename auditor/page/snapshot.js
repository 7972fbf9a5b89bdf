// What the page shows of its switches: facts only, every decision is taken in reading.py.
//
// Called without an argument it answers a JSON string; called with a number, the element behind
// that candidate. What it leaves behind in the page is which element that was and, for a
// second, a watch over the switches: the next look tells whether one of them has changed, be it
// for a moment only.
(pick) => {
  const MAX_LINES = 12;
  const WATCH = Symbol.for("linkedin-auditor");
  const HELD = Symbol.for("linkedin-auditor held");
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
  let sealedFrames = 0;
  let framesToCome = 0;  // such a frame still holds the empty document that every frame begins with
  const isToCome = (frame, inner) => inner.URL === "about:blank" && frame.loading !== "lazy"
    && (frame.hasAttribute("srcdoc") || String(frame.src).startsWith(`${location.origin}/`));
  const open = (doc) => {
    const elements = everything(doc);
    const mains = elements.filter((el) => el.localName === "main" || roleOf(el) === "main");
    documents.push({ doc, elements, mains });
    for (const frame of elements.filter((el) => /^(i?frame|object|embed)$/.test(el.localName))) {
      let inner = null;
      try { inner = frame.contentDocument; } catch { /* another origin */ }
      const isPutOff = frame.loading === "lazy" && frame.src && inner?.URL === "about:blank";
      if (inner && inner.documentElement && !isPutOff) open(inner);
      else if (!mains.length || mains.some((main) => contains(main, frame))) sealedFrames += 1;
      if (inner && isToCome(frame, inner)) framesToCome += 1;
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
  if (pick !== undefined) {
    const [at, side] = [pick].flat();
    window[HELD] = found[at]?.el; // a later look tells which candidate it is
    return (side === undefined ? found[at]?.el : found[at]?.pair?.[side]) || null;
  }

  const marks = () => found.map(({ el, pair }) => (pair || [el]).map((one) =>
    [one.checked, one.indeterminate, one.getAttribute("aria-checked"), one.getAttribute("aria-pressed")])).join();
  const watch = () => {
    const [before, end] = [marks(), performance.now() + 1000];
    const mine = { changed: () => marks() !== before };
    const again = () => {
      if (mine.changed()) mine.changed = () => true;
      else if (window[WATCH] === mine && performance.now() < end) setTimeout(again, 5);
      else if (window[WATCH] === mine) delete window[WATCH];
    };
    window[WATCH] = mine;
    again();
  };
  const changed = window[WATCH] ? window[WATCH].changed() : false;
  watch();

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
    const root = el.getRootNode();
    const inner = pair ? pair[0] : el;
    return {
      index,
      kind: pair ? "radios" : isBox(el) ? "native" : isPressed(el) && !isSwitch(el) ? "pressed" : "aria",
      role: roleOf(el) || (isBox(el) ? "checkbox" : pair ? "radiogroup" : "button"),
      tag: el.localName,
      ids: [el.id, el.getAttribute("name"), inner.getAttribute("name"), ...labelIds(el)].filter(Boolean),
      dangling: labelIds(el).filter((id) => !root.getElementById(id)),
      name: nameOf(el),
      around: around(one),
      ...checkedOf(el),
      options: (pair || []).map((radio) => ({
        ...checkedOf(radio), value: radio.getAttribute("value") || "", name: nameOf(radio),
      })),
      disabled: pair ? pair.every(isDisabled) : isDisabled(el),
      shown: isShown(el),
      busy: anywhereAround(el, (at) => at.getAttribute("aria-busy") === "true"),
      form: within(el, (at) => at.localName === "form"
        && at.querySelector("[type=submit], button:not([type])") !== null) !== null,
      putAway: !(parentOf(el) ?? el).checkVisibility()
        || anywhereAround(el, (at) => at.localName === "iframe" && !at.checkVisibility()),
      asked: answers.some((button) => follows(button, el)),
      dialog: anywhereAround(el, (at) => /^(dialog|alertdialog)$/.test(roleOf(at)) || at.localName === "dialog"),
      held: window[HELD] === el,
      inside: found.findIndex((other) => other.el !== el && contains(other.el, el)),
      framePath: doc === document ? null : doc.location.protocol === "about:" ? "" : doc.location.pathname,
    };
  });

  // --- and the page as a whole ---------------------------------------------------------------
  let print = 0;
  let size = 0;
  const ink = (html) => {
    size += html.length;
    for (let i = 0; i < html.length; i += 1) print = (print * 31 + html.charCodeAt(i)) | 0;
  };
  for (const region of regions) {
    ink(region.outerHTML);
    for (const el of everything(region)) if (el.shadowRoot) ink(el.shadowRoot.innerHTML);
  }
  return JSON.stringify({
    url: location.href,
    born: performance.timeOrigin,
    loading: framesToCome > 0 || document.readyState === "loading" || documents.some(({ doc }) => doc.readyState === "loading"),
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
    questions: answers.length + inRegions("select, textarea, input:not([type=hidden]), [role=radio],"
      + " [role=combobox], [role=listbox], [role=slider], [role^=menuitem],"
      + " [aria-checked], [aria-pressed]").length,
    empty: regions.every((region) => !linesOf(region).length),
    lines: candidates.length ? []
      : regions.flatMap((region) => linesOf(region, { hidden: true, max: 400 })).map((line) => line.text),
    rows: inRegions("a[href]").filter((a) => a.pathname.startsWith("/mypreferences/")).map((a) => ({
      path: a.pathname,
      lines: linesOf(a.closest("li") ?? a).map((line) => line.text),
    })),
    // What stands beside the main part is not read; it may say that the setting is there after all.
    beside: documents.flatMap(({ elements, mains }) => elements.filter((el) => mains.length
      && (el.localName === "a" || isSwitch(el) || isPressed(el) || isRadio(el))
      && !mains.some((main) => contains(main, el)))).flatMap((el) => (el.localName === "a" ? [el.pathname]
      : [el.id, el.getAttribute("name"), ...labelIds(el), ...nameOf(el)])).filter(Boolean).slice(0, 500),
    sealedFrames,
    changed,
    print: `${size}:${print}`,
    candidates,
  });
}
