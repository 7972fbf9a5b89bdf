"""Pages that never rest, that fail to get their data, or that show no control."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from hard_places import FOREIGN
from hard_states import STATES
from page_parts import (
    ALL_LISTED,
    CATEGORY,
    LABEL,
    OTHER_PATH,
    OTHERS_LISTED,
    PATH,
    TITLE,
    document,
    in_frame_text,
    listing,
    page,
    row,
)
from server import Fault
from timing import (
    API,
    BEACONS,
    FETCH,
    JSON,
    STALL,
    Answers,
    Timed,
    drawing,
    flip,
    value,
)
from variants import REFUSED, Variant, on_page

from auditor.demo.imitation import Answer

SHORT = 3.0
"""Seconds for pages of which the true answer is that they do not come to rest."""


def hard_times() -> Iterator[Variant]:
    """Every variant of this module."""
    yield from _never_the_same()
    yield from _never_ready()
    yield from _corrected()
    yield from _without_its_data()
    yield from _retried()
    yield from _moving_on()
    yield from _not_offered()
    yield from _not_told_apart()


def _never_the_same() -> Iterator[Variant]:
    ways = {
        "the property": (
            "native",
            "const el = document.querySelector('input');",
            "el.checked ^= 1",
        ),
        "the attribute": (
            "div switch",
            "const el = document.querySelector('[role=switch]'), on = () =>"
            " el.getAttribute('aria-checked') === 'true';",
            "el.setAttribute('aria-checked', String(!on()))",
        ),
    }
    for (how, (control, first, then)), every in product(ways.items(), (30, 150)):
        rule = "7 all looks agree" if every == 150 else ""
        script = f"<script>{first} setInterval(() => {{ {then} }}, {every})</script>"
        part = Timed(row(control)("on"), script)
        what = f"{how} changes every {every} ms"
        yield on_page(what, "unknown", part, "unstable", timeout=SHORT, rule=rule)


def _never_ready() -> Iterator[Variant]:
    spinner = '<div role="progressbar" style="width:20px;height:20px">◌</div>'
    for state in STATES:
        ours = row()(state)
        never = Timed(ours, "<script>for (;;);</script>")
        what = f"never yields: {state}"
        yield on_page(what, "unknown", never, "not_loaded", timeout=SHORT, rule="2 timeout")
        for after in (20, 150):
            until = "const until = Date.now() + 1500; while (Date.now() < until);"
            blocked = Timed(ours, f"<script>setTimeout(() => {{ {until} }}, {after})</script>")
            yield on_page(f"blocked for a while: {state}, {after} ms", state, blocked)
        for how, inner in {"": ours, " in a frame": in_frame_text(row())(state)}.items():
            busy = f'<div aria-busy="true">{inner}</div>'
            what = f"busy for ever{how}: {state}"
            yield on_page(what, "unknown", busy, "not_loaded", timeout=SHORT, rule=f"2 busy{how}")
        stalled = Timed(ours, drawing(row(), FETCH), {API: STALL})
        what = f"its data never come: {state}"
        yield on_page(what, "unknown", stalled, "not_loaded", timeout=SHORT, rule="2 requests")
    for inner in (spinner, f'<div aria-busy="true">…</div><p>{LABEL}</p>'):
        reasons = ("not_loaded", "no_control")
        listed = {CATEGORY: Answer(OTHERS_LISTED)}
        yield on_page(
            f"nothing but {inner}", "unknown", inner, *reasons, timeout=SHORT, answers=listed
        )


def _corrected() -> Iterator[Variant]:
    ways = {
        "the property": ("native", "document.querySelector('input').checked = v === 'on'"),
        "the attribute": (
            "button switch",
            "document.querySelector('[role=switch]').setAttribute('aria-checked', v === 'on')",
        ),
    }
    gets = {
        "fetch": "fetch('{}').then((r) => r.json()).then(({{value: v}}) => {{ {} }})",
        "xhr": "const x = new XMLHttpRequest(); x.onload = () => {{ const v ="
        " JSON.parse(x.responseText).value; {1} }}; x.open('GET', '{0}'); x.send()",
    }
    for state, (how, (control, then)), (by, get) in product(STATES, ways.items(), gets.items()):
        script = f"<script>{get.format(API, then)}</script>"
        part = Timed(row(control)(flip(state)), script, {API: value(state, 1.0)})
        what = f"{how} corrected by {by}: {state}"
        yield on_page(what, state, part, rule="2 requests")
    for state in STATES:
        spins = '<div role="progressbar" style="width:20px;height:20px">◌</div>'
        timer = drawing(row(), f"setTimeout(() => draw('{state}'), 1200);")
        what = f"corrected beside a spinner: {state}"
        yield on_page(what, state, Timed(row()(flip(state)) + spins, timer), rule="2 a spinner")
        blocks = "const t = performance.now(); while (performance.now() - t < 700);"
        late = drawing(row(), f"setTimeout(() => {{ {blocks} draw('{state}'); }}, 120);")
        yield on_page(
            f"corrected by a long script: {state}", state, Timed(row()(flip(state)), late)
        )


def _without_its_data() -> Iterator[Variant]:
    failures: dict[str, Answer | object] = {
        **{str(status): Answer("{}", status, JSON) for status in (400, 401, 403, 404, 500, 503)},
        "reset": REFUSED,
        "500, late": Answer("{}", 500, JSON, delay=0.8),
    }
    for state, (how, failure) in product(STATES, failures.items()):
        part = Timed(row()(state), drawing(row(), FETCH), {API: failure})  # type: ignore[dict-item]
        what = f"drawn {state}, its data: {how}"
        yield on_page(what, "unknown", part, "not_loaded", rule="2 failed data")
    for state, status in product(STATES, (429, 999)):
        part = Timed(row()(state), drawing(row(), FETCH), {API: Answer("{}", status, JSON)})
        yield on_page(f"drawn {state}, its data: {status}", "unknown", part, "throttled")
    for state in STATES:
        given_up = FETCH.replace("')", "', {signal: AbortSignal.timeout(400)})", 1)
        part = Timed(row()(state), drawing(row(), given_up), {API: STALL})
        what = f"drawn {state}, the page gave its data up"
        yield on_page(what, "unknown", part, "not_loaded", rule="2 data given up")
        code: Answers = {"/scripts/app.js": Answer("", 500, "text/javascript")}
        part = Timed(row()(state), '<script src="/scripts/app.js"></script>', code)
        yield on_page(f"drawn {state}, its script: 500", "unknown", part, "not_loaded")


def _retried() -> Iterator[Variant]:
    again = "const get = () => fetch('{0}').then((r) => r.ok ? r.json() : Promise.reject());"
    for state in STATES:
        script = again.format(API) + " get().catch(get).then((data) => draw(data.value));"
        for how, failure in {"500": Answer("{}", 500, JSON), "reset": REFUSED}.items():
            answers: Answers = {API: value(state, 0.3), f"{API}#1": failure}
            part = Timed(row()(flip(state)), drawing(row(), script), answers)
            what = f"asked again after {how}: {state}"
            yield on_page(what, state, part, rule="2 data asked for again")
        beacons: Answers = {
            "beacons.example": REFUSED,
            "pixels.example": REFUSED,
            "/realtime/connect": Answer("", 500),
            "/li/track": Answer("", 500),
        }
        part = Timed(row()(state), BEACONS, beacons)
        yield on_page(f"only tracking fails: {state}", state, part, rule="2 background")
        part = Timed(row()(state), '<img src="/dms/image/404">')
        yield on_page(f"a picture is missing: {state}", state, part)


def _moving_on() -> Iterator[Variant]:
    there = f"{PATH}?ready=1"
    for state in STATES:
        for inner in ("", "<p>One moment …</p>", row()(flip(state))):
            script = f"<script>setTimeout(() => location.replace('{there}'), 150)</script>"
            answers: Answers = {there: Answer(page(row()(state)), delay=1.0)}
            what = f"goes on to {state}, slowly, from “{inner[:9]}”"
            part = Timed(inner, script)
            yield on_page(what, state, part, answers=answers)


GONE = "<p>This setting isn't available to you.</p>"


def _lists(answer: Answer) -> Answers:
    return {CATEGORY: answer}


def _late_list(*paths: str, answer: Answer | Fault | None = None) -> Answers:
    """A category page with one row, and more of them that come late."""
    rows = "".join(f'<li><a href="{path}">{path}</a></li>' for path in paths)
    draw = "document.querySelector('ul').insertAdjacentHTML('beforeend', html)"
    script = f"<script>fetch('/rows').then((r) => r.text()).then((html) => {draw})</script>"
    body = listing(OTHER_PATH, more=script)
    return {CATEGORY: Answer(body), "/rows": answer or Answer(rows, delay=0.8)}


def _not_offered() -> Iterator[Variant]:
    others = _lists(Answer(OTHERS_LISTED))
    rule = "8 not offered"
    for lang in ("en", "de", "hu", "ar"):
        yield on_page(
            f"not offered, {lang}", "not_offered", GONE, lang=lang, answers=others, rule=rule
        )
    moved = Timed("", f"<script>location.replace('{CATEGORY}')</script>")
    yield on_page("sent to the list, not there", "not_offered", moved, answers=others, rule=rule)
    yield on_page(
        "sent to the list, there",
        "unknown",
        moved,
        "wrong_page",
        answers=_lists(Answer(ALL_LISTED)),
    )
    late = _late_list("/mypreferences/d/settings/ads-by-age")
    yield on_page("not in a list that comes late", "not_offered", GONE, answers=late)


def _not_told_apart() -> Iterator[Variant]:
    hidden = f'<div><template shadowrootmode="open"><a href="{PATH}">{TITLE}</a></template></div>'
    login = document("<script>location.replace('/uas/login')</script>")
    spins = '<div role="progressbar" style="width:20px;height:20px">◌</div>'
    for how, answers in {
        "listed": _lists(Answer(ALL_LISTED)),
        "listed with a query": _lists(Answer(listing(OTHER_PATH, f"{PATH}/?trk=1"))),
        "listed in a shadow root": _lists(Answer(listing(OTHER_PATH, more=hidden))),
        "listed as a button": _lists(
            Answer(listing(OTHER_PATH, more=f"<button>{TITLE.upper()}</button>"))
        ),
        "listed late": _late_list(PATH),
        "the list failed in part": _late_list(answer=Answer("", 500)),
        "the list stalls": _late_list(answer=STALL),
        "the list still spins": _lists(Answer(listing(OTHER_PATH, more=spins))),
        "the list is empty": _lists(Answer(listing())),
        "the list failed": _lists(Answer(OTHERS_LISTED, 500)),
        "the list is refused": _lists(Answer(OTHERS_LISTED, 999)),
        "the list is missing": _lists(Answer(OTHERS_LISTED, 404)),
        "the list asks to sign in": {
            **_lists(Answer(login)),
            "/uas/login": Answer(OTHERS_LISTED),
        },
    }.items():
        timeout = SHORT if "stalls" in how or "spins" in how else 8.0
        rule = "8 listed" if how.startswith("listed") else "8 the list did not come"
        yield on_page(
            f"no control, {how}",
            "unknown",
            GONE,
            "no_control",
            answers=answers,
            timeout=timeout,
            rule=rule,
        )
    others = _lists(Answer(OTHERS_LISTED))
    sealed = {"frames.example": Answer(document(row()("on"))), **others}
    closed = f'<p>{LABEL}</p><div><template shadowrootmode="closed">{row()("off")}</template></div>'
    for how, inner, answers in (
        ("an alert", '<div role="alert">Something went wrong.</div>', others),
        ("a frame of another site", '<iframe src="https://frames.example/"></iframe>', sealed),
        ("a closed shadow root", closed, others),
        ("another switch", FOREIGN("on"), others),
        ("its data failing", Timed("…", drawing(row(), FETCH), {API: REFUSED}), others),
    ):
        reasons = ("no_control", "not_loaded")
        yield on_page(f"{how} and no control", "unknown", inner, *reasons, answers=answers)
    empty: Answers = {PATH: Answer(document("<main></main>")), **others}
    yield Variant("an empty page", "unknown", empty, frozenset({"no_control", "not_loaded"}))
