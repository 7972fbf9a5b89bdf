"""Pages on which another control, or another page, is easily taken for the setting's."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from hard_states import STATES
from page_parts import (
    CATEGORY,
    LABEL,
    LANGUAGES,
    OPPOSITE,
    OTHER_PATH,
    PATH,
    SETTING,
    TITLE,
    document,
    native,
    page,
    row,
)
from timing import Timed, flip
from variants import Variant, framed, on_page

from auditor.demo.imitation import Answer

COOKIES = {"en": "Accept analytics cookies", "hu": "Elemző sütik engedélyezése"}
FOREIGN = row("native", "label for", "Reduce motion")


def hard_places() -> Iterator[Variant]:
    """Every variant of this module."""
    yield from _among_others()
    yield from _copies()
    yield from _other_meaning()
    yield from _labels()
    yield from _by_place_alone()
    yield from _other_pages()
    yield from _answers_that_refuse()


def _among_others() -> Iterator[Variant]:
    for state, control in product(STATES, ("native", "div switch", "pressed", "radios")):
        other = FOREIGN(flip(state))
        for name in ("key", "aria-label", "row"):
            inner = other + row(control, name)(state) + other.replace("motion", "sound")
            what = f"{control} by {name}, second of three"
            yield on_page(f"{what}: {state}", state, inner, rule="4 never the first of many")
        inner = other + row(control, "key", LANGUAGES["hu"])(state)
        yield on_page(f"{control} by key, in Hungarian: {state}", state, inner, lang="hu")
    for state in STATES:
        two = FOREIGN(state) + row(name="row", label=LANGUAGES["hu"])(state)
        name = f"two switches, neither known: {state}"
        yield on_page(name, "unknown", two, "several_controls", lang="hu", rule="4 several")
        other = row("native", "label for", LABEL)(state) + row(label="Something else")(state)
        yield on_page(f"key here, label there: {state}", "unknown", other, "several_controls")
        inner = row(name="row", label=LANGUAGES["sv"])(state)
        outside = Timed(inner, f"<footer>{FOREIGN(flip(state))}</footer>")
        yield on_page(f"another outside main: {state}", state, outside, lang="sv", rule="3 main")


def _copies() -> Iterator[Variant]:
    ways = {"key": ("key", "en"), "label": ("aria-label", "en"), "place": ("row", "hu")}
    for state, (by, (name, lang)) in product(STATES, ways.items()):
        part = row("native", name, LANGUAGES[lang])
        for agree in (True, False):
            phone = f'<div style="display:none">{part(state if agree else flip(state))}</div>'
            truth, reasons = (state, ()) if agree else ("unknown", ("contradiction",))
            what = f"the same twice by {by}, {'alike' if agree else 'not alike'}: {state}"
            rule = "4 copies that agree" if agree else "4 copies that do not"
            yield on_page(what, truth, part(state) + phone, *reasons, lang=lang, rule=rule)


def _other_meaning() -> Iterator[Variant]:
    german = "Meine Daten vom KI-Training ausschließen"
    controls = ("native", "checkbox", "button switch", "pressed", "radios")
    labels = ((OPPOSITE, "en"), (OPPOSITE, ""), (german, "de"))
    for state, control, (label, lang) in product(STATES, controls, labels):
        for name in ("label around", "aria-label", "row"):
            if name == "label around" and control == "radios":
                continue
            inner = row(control, name, label)(state)
            what = f"{control} by {name}: “{label}” {state}, lang “{lang}”"
            rule = "4 place only in a language unknown"
            yield on_page(what, "unknown", inner, "no_control", lang=lang, rule=rule)
    for state in STATES:
        titled = f"<div><h2>{TITLE}</h2><p>{OPPOSITE}</p>{native().html(state, '')}</div>"
        what = f"the opposite under the setting's title: {state}"
        yield on_page(what, "unknown", titled, "no_control", rule="4 a title is no label")


def _labels() -> Iterator[Variant]:
    french = LANGUAGES["fr"]
    written = {
        "straight apostrophe": (french.replace("’", "'"), "fr"),
        "capitals": (LABEL.upper(), "en"),
        "spaces that do not break": (LABEL.replace(" ", "\u00a0"), "en"),
        "invisible characters": (LABEL.replace(" ", " \u200b\u2060"), "en"),
        "soft hyphens": (LABEL.replace("training", "train\u00ading"), "en"),
        "decomposed accents": (french.replace("é", "e\u0301").replace("î", "i\u0302"), "fr"),
        "a full stop": (f"{LABEL}.", "en"),
        "words in bold": (LABEL.replace("my data", "<b>my data</b>"), "en"),
        "another language": (LANGUAGES["de"], "en"),
        "a regional language": (LANGUAGES["pt"], "pt-BR"),
        "an underscore": (LANGUAGES["de"], "de_DE"),
    }
    for state, (how, (label, lang)) in product(STATES, written.items()):
        inner = row("div switch", "row", label)(state)
        yield on_page(f"label with {how}: {state}", state, inner, lang=lang, rule="4 normalised")
    for state in STATES:
        switch = native().html(state, "")
        told = f"<label><b>{LABEL}</b><p>It applies to all you post.</p>{switch}</label>"
        yield on_page(f"label and description: {state}", state, told)
        more = f'<div><p>{LABEL}</p><div>{switch} <a href="/help">Learn more</a></div></div>'
        yield on_page(f"a link between label and switch: {state}", state, more)
        title = SETTING.labels["fi"].title[0]
        inner = row("native", "aria-label", title)(state)
        yield on_page(f"named by the page's title: {state}", state, inner, lang="fi")


def _by_place_alone() -> Iterator[Variant]:
    hu = LANGUAGES["hu"]
    for state, lang in product(STATES, ("hu", "sv", "tr", "ar", "he")):
        inner = row("native", "row", LANGUAGES[lang])(state)
        yield on_page(f"alone in {lang}: {state}", state, inner, lang=lang, rule="4 place")
    for state in STATES:
        age = native().html(state, 'aria-labelledby="allowAdsByAge"')
        another = {"lang": "hu", "rule": "4 place: another control"}
        yield on_page(f"another key: {state}", "unknown", hu + age, "no_control", **another)
        cookies = row("native", "label for", COOKIES["hu"])(state)
        for how, shell in {
            "a form": "<form>{}<button>Tovább</button></form>",
            "a dialog": '<div role="dialog">{}</div>',
            "a question": "{}<button type='button'>Elfogadom</button>",
        }.items():
            inner = shell.format(cookies)
            yield on_page(f"{how} in its place: {state}", "unknown", inner, "no_control", **another)
        frame = f'<iframe src="{OTHER_PATH}"></iframe>'
        answers = {OTHER_PATH: framed(cookies, "hu")}
        what = f"another page in a frame: {state}"
        yield on_page(what, "unknown", frame, "no_control", answers=answers, **another)
        button = '<button type="button" aria-label="Vissza">←</button>'
        inner = button + row("native", "row", hu)(state)
        yield on_page(f"a way back above it: {state}", state, inner, lang="hu")
        for how, shell in {
            "a form": "<form>{}<button>Continue</button></form>",
            "a dialog": '<div role="dialog">{}</div>',
            "nothing": "{}",
        }.items():
            inner = shell.format(row("native", "label for", COOKIES["en"])(state))
            what = f"a consent in {how}: {state}"
            yield on_page(what, "unknown", inner, "no_control", rule="4 another name")


def _redirect(to: str) -> Timed:
    return Timed("", f"<script>location.replace('{to}')</script>")


def _other_pages() -> Iterator[Variant]:
    for state in STATES:
        ours = row()(state)
        for lang, label in (("en", LABEL), ("hu", LANGUAGES["hu"])):
            there = {OTHER_PATH: Answer(page(row("native", "row", label)(state), lang))}
            what = f"sent to another setting, {lang}: {state}"
            rule = "1 the same path"
            yield on_page(
                what, "unknown", _redirect(OTHER_PATH), "wrong_page", answers=there, rule=rule
            )
        for path, reason in {
            f"/in/someone{PATH}": "wrong_page",
            f"{PATH}/more": "wrong_page",
            f"{PATH}2": "wrong_page",
            PATH.replace("/d/", "/m/"): "wrong_page",
            "/uas/login": "signed_out",
            "/authwall": "signed_out",
            "/checkpoint/challenge/1": "challenge",
        }.items():
            there = {path: Answer(page(ours))}
            yield on_page(
                f"sent to {path}: {state}", "unknown", _redirect(path), reason, answers=there
            )
        site = {"www.linkedin.example": Answer(page(ours))}
        away = _redirect(f"https://www.linkedin.example{PATH}")
        reasons = ("signed_out", "wrong_page")
        yield on_page(
            f"sent to another site: {state}",
            "unknown",
            away,
            *reasons,
            answers=site,
            rule="1 origin",
        )
        for when in (0, 150):
            push = f"setTimeout(() => history.pushState(0, '', '{OTHER_PATH}'), {when});"
            part = Timed(ours, f"<script>{push}</script>")
            what = f"address changed by script after {when} ms: {state}"
            yield on_page(what, "unknown", part, "wrong_page", rule="1 the same path")
        for tail in ("/", "?trk=nav&x=1", "#switch", "/?trk=1"):
            push = f"<script>history.replaceState(0, '', '{PATH}{tail}')</script>"
            yield on_page(f"address with {tail}: {state}", state, Timed(ours, push), rule="1 query")
        picker = Timed(ours, '<div id="rememberme-div">Who is signing in?</div>')
        yield on_page(f"an account picker in place: {state}", "unknown", picker, "signed_out")


def _answers_that_refuse() -> Iterator[Variant]:
    reasons = {404: "wrong_page", 403: "wrong_page", 429: "throttled", 999: "throttled"}
    for state, status in product(STATES, (403, 404, 429, 999, 500, 503)):
        for name, lang in (("key", "en"), ("row", "hu")):
            body = page(row("native", name, LANGUAGES[lang])(state), lang)
            yield Variant(
                f"status {status} with a switch by {name}: {state}",
                "unknown",
                {PATH: Answer(body, status), CATEGORY: Answer(document("<main>-</main>"))},
                frozenset({reasons.get(status, "not_loaded")}),
                rule="1 the page's own status",
            )
