"""Pages on which an earlier version was wrong, or said nothing: found in review."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from hard_states import STATES
from page_parts import CATEGORY, LABEL, OTHER_PATH, OTHERS_LISTED, PATH, document, page, row
from timing import API, FETCH, JSON, STALL, Answers, Timed, drawing, flip, value
from variants import Variant, on_page

from auditor.demo.imitation import Answer

DATA = "/voyager/api/graphql"


def hard_found() -> Iterator[Variant]:
    """Every variant of this module."""
    yield from _held_up()
    yield from _asks_late()
    yield from _called_opt_out()
    yield from _told_to_wait()
    yield from _says_that_it_failed()
    yield from _not_what_counts()
    yield from _turned_round()
    yield from _offered_after_all()


def _held_up() -> Iterator[Variant]:
    picture = '<img src="/dms/image/late" width="9">'
    font = "<style>@font-face {font-family: x; src: url(/fonts/x)} p {font-family: x}</style>"
    style = "const l = Object.assign(document.createElement('link'), {rel: 'stylesheet'});"
    style += f" l.onload = () => {{ {FETCH} }}; l.href = '/late.css'; document.head.append(l);"
    for state in STATES:
        for how, extra, script, answers in (
            (
                "its data, asked for ahead",
                f'<link rel="preload" as="fetch" crossorigin="anonymous" href="{API}">',
                FETCH,
                {API: value(state, 1.5)},
            ),
            ("a picture", picture, f"addEventListener('load', () => {{ {FETCH} }});", {}),
            ("a font", font, f"document.fonts.ready.then(() => {{ {FETCH} }});", {}),
            ("a style sheet", "", style, {}),
        ):
            late: Answers = {
                "/dms/image/late": Answer("", content_type="image/png", delay=1.5),
                "/fonts/x": Answer("", content_type="font/woff2", delay=1.5),
                "/late.css": Answer("", content_type="text/css", delay=1.5),
                API: value(state),
                **answers,
            }
            part = Timed(row()(flip(state)) + extra, drawing(row(), script), late)
            yield on_page(f"held up by {how}: {state}", state, part, rule=f"2 {how}")
        polls = "<script>fetch('/voyager/api/poll').catch(() => 0)</script>"
        part = Timed(row()(state) + polls, "", {"/voyager/api/poll": STALL})
        yield on_page(f"a long poll: {state}", state, part, timeout=12.0, rule="2 a long poll")
    late = f"fetch('{DATA}').then((r) => r.json()).then((data) => draw(data.value));"
    part = Timed(row()("off"), drawing(row(), late), {DATA: value("on", 9)})
    yield on_page("data later than a long poll: on", "on", part, timeout=14.0, rule="2 a late off")


def _asks_late() -> Iterator[Variant]:
    """What is drawn first says off; that it is on comes only when the page has long been still."""
    post = f"fetch('{API}', {{method: 'POST', body: '%s'}})"
    use = "const use = (r) => r.json().then((data) => draw(data.value));"
    picture = '<img src="/dms/image/late" width="9">'
    ways: dict[str, tuple[str, str, Answers]] = {
        "0.7 s after the rest": ("", f"setTimeout(() => {{ {FETCH} }}, 700);", {}),
        "once a slow picture is there": (
            picture,
            f"addEventListener('load', () => {{ {FETCH} }});",
            {"/dms/image/late": Answer("", content_type="image/png", delay=5)},
        ),
        "after nothing was given": (
            "",
            f"fetch('{API}').finally(() => setTimeout(() => {{ {FETCH} }}, 1200));",
            {f"{API}#1": Answer("", 204)},
        ),
        "after another answer from the same address": (
            "",
            f"{use} const late = () => setTimeout(() => {post % 1}.then(use), 1200);"
            f" {post % 1}; {post % 2}.finally(late);",
            {f"{API}#1": Answer("{}", 500, JSON), f"{API}#2": Answer("{}", 200, JSON)},
        ),
    }
    for when, (extra, script, answers) in ways.items():
        part = Timed(row()("off") + extra, drawing(row(), script), {API: value("on"), **answers})
        yield on_page(f"asks {when}: on", "on", part, timeout=10.0, rule=f"2 {when}")


def _called_opt_out() -> Iterator[Variant]:
    box = "<input type=checkbox aria-labelledby='%s' checked>"
    for how, inner in {
        "a line of its row": f"<p>{LABEL}</p><p>Opt out</p><input type=checkbox checked>",
        "a part of its name": f"<p id=a>{LABEL}</p><p id=b>Opt out of this</p>{box % 'a b'}",
        "the end of a long line": f"<p id=a>{LABEL}\n{' ' * 300}: opt out</p>{box % 'a'}",
    }.items():
        what = f"“Opt out” is {how}"
        yield on_page(what, "unknown", inner, "no_control", rule=f"4 {what}")


def _told_to_wait() -> Iterator[Variant]:
    disabled = "document.querySelector('input').disabled = true;"
    for state in STATES:
        later = f"fetch('/voyager/api/me').finally(() => setTimeout(() => {{ {FETCH} }}, 600));"
        part = Timed(row()(flip(state)), drawing(row(), disabled + later), {API: value(state)})
        what = f"disabled until its data are asked for: {state}"
        yield on_page(what, state, part, rule="4 disabled")
        again = f"const get = () => fetch('{API}').then((r) => r.status === 200 ? r.json()"
        again += " : new Promise((go) => setTimeout(() => go(get()), 1000)));"
        again += " get().then((data) => draw(data.value));"
        for status in (202, 429, 503):
            answers: Answers = {f"{API}#1": Answer("{}", status, JSON), API: value(state)}
            part = Timed(row()(flip(state)), drawing(row(), again), answers)
            yield on_page(f"asked again after {status}: {state}", state, part, rule="2 once more")


def _says_that_it_failed() -> Iterator[Variant]:
    alert = '<div role="alert">Something went wrong. We could not load your setting.</div>'
    fails = f"document.querySelector('main').insertAdjacentHTML('afterbegin', '{alert}')"
    get = f"fetch('{DATA}').then(async (r) => {{ if (!r.ok) throw 1; return r.json(); }})"
    script = f"<script>{get}.then((d) => d.data.value).catch(() => {{ {fails} }})</script>"
    answers = {
        "400": Answer("{}", 400, JSON),
        "401": Answer("{}", 401, JSON),
        "204": Answer("", 204),
        "errors": Answer('{"errors": [], "data": null}', 200, JSON),
        "a sign-in page": Answer("<p>Sign in</p>"),
    }
    for state, (how, answer) in product(STATES, answers.items()):
        part = Timed(row()(state), script, {DATA: answer})
        what = f"drawn {state}, an alert after {how}"
        yield on_page(what, "unknown", part, "not_loaded", rule="2 an alert")


def _not_what_counts() -> Iterator[Variant]:
    choice = "<select><option selected>Allowed<option>Not allowed</select>"
    radios = "".join(f'<label><input type="radio" name="w">{n}</label>' for n in ("A", "B", "C"))
    box = '<input type="checkbox"> <div>Remember on this device</div>'
    for state in STATES:
        ours = row()(state)
        for how, inner in {
            "in a dialog": f'<div role="dialog" aria-modal="true"><form>{ours}'
            "<button>Save and continue</button></form></div>",
            "in a part put away": f"<p>{LABEL}</p>{choice}<div hidden>{ours}</div>",
            "in a frame put away": f'{choice}<iframe hidden src="/psettings/framed"></iframe>',
        }.items():
            answers: Answers = {"/psettings/framed": Answer(document(ours))}
            reasons = ("no_control", "several_controls")
            yield on_page(
                f"{how}: {state}", "unknown", inner, *reasons, answers=answers, rule=f"3 {how}"
            )
    for how, other in {"a list": choice, "three radio buttons": radios}.items():
        inner = f"<section><div>{LABEL}</div>{other}{box}</section>"
        yield on_page(f"another box beside {how}", "unknown", inner, "no_control", rule=f"4 {how}")


def _turned_round() -> Iterator[Variant]:
    for state, before in product(STATES, ("Do not", "Exclude me:", "Opt out:")):
        checked = " checked" if state == "on" else ""
        inner = (
            f"<label><div>{before}</div><div>{LABEL}</div><input type=checkbox{checked}></label>"
        )
        yield on_page(
            f"“{before}” above the label: {state}", "unknown", inner, "no_control", rule="4 denied"
        )
    for state in STATES:
        checked = " checked" if state == "on" else ""
        inner = (
            f"<p>Keep my data out of: </p><p>{LABEL}</p><span><input type=checkbox{checked}></span>"
        )
        yield on_page(f"denied in its row: {state}", "unknown", inner, "no_control")


def _offered_after_all() -> Iterator[Variant]:
    gone = "<p>…</p>"
    moved = Timed("", f"<script>location.replace('{CATEGORY}')</script>")
    elsewhere = "/mypreferences/d/settings/generative-ai-data"
    lists = {
        "renamed": (elsewhere, "/mypreferences/d/settings/ads-by-age"),
        "in the tree for phones": (PATH.replace("/d/", "/m/"), OTHER_PATH),
    }
    for lang, (how, paths) in product(("en", "es"), lists.items()):
        rows = "".join(f'<li><a href="{path}">…</a></li>' for path in paths)
        listed = {CATEGORY: Answer(document(f"<main><ul>{rows}</ul></main>", lang))}
        for what, part in {"no control": Timed(gone), "sent to the list": moved}.items():
            reasons = ("no_control", "wrong_page")
            name = f"{what}, {how} there, {lang}"
            yield on_page(
                name, "unknown", part, *reasons, lang=lang, answers=listed, rule=f"8 {how}"
            )
    others = {CATEGORY: Answer(OTHERS_LISTED)}
    for how, inner in {
        "a button": "<p>Something went wrong.</p><button>Retry</button>",
        "a list to choose from": "<select><option>Sí<option>No</select>",
        "three radio buttons": '<input type="radio" name="x">' * 3,
    }.items():
        yield on_page(
            f"{how} and no switch", "unknown", inner, "no_control", answers=others, rule=f"8 {how}"
        )
    end = "<div id=end style='height: 20px; margin-top: 3000px'></div>"
    draws = "new IntersectionObserver(([one]) => { if (one.isIntersecting) draw('on'); })"
    seen = drawing(row(), f"{draws}.observe(document.querySelector('#end'));")
    late = drawing(row(), f"setTimeout(() => {{ {FETCH} }}, 2400);")
    framed = f'<object type="text/html" data="{OTHER_PATH}"></object>'
    for how, part in {
        "when scrolled to": Timed(gone, end + seen, others),
        "2.4 s late": Timed(gone, late, {API: value("on"), **others}),
        "in an object": Timed(gone + framed, "", {OTHER_PATH: Answer(page(row()("on"))), **others}),
    }.items():
        yield on_page(f"a switch drawn {how}", "on", part, rule=f"8 drawn {how}")
    switch = document(f"<main><h1>Settings</h1>{gone}</main><div>{row()('on')}</div>")
    link = OTHERS_LISTED.replace("</main>", f'</main><a href="{PATH}">…</a>')
    for how, answers in {
        "a switch": {PATH: Answer(switch), **others},
        "a link": {CATEGORY: Answer(link)},
    }.items():
        what = f"{how} beside the main part"
        yield on_page(what, "unknown", gone, "no_control", answers=answers, rule=f"8 {what}")
    more = OTHERS_LISTED.replace("</ul>", "</ul><button>Mostrar más</button>")
    yield on_page(
        "a list that has more", "unknown", gone, "no_control", answers={CATEGORY: Answer(more)}
    )
