"""Pages whose control says nothing clear, or says it in two ways."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from page_parts import KEY, LABEL, LANGUAGES, native, nested, radios, row
from timing import Timed, flip
from variants import Variant, on_page

STATES = ("on", "off")
ARIA = ("button switch", "div switch", "span checkbox", "pressed")
WORDS = {
    "en": ("On", "Off"),
    "de": ("Ein", "Aus"),
    "it": ("Sì", "No"),
    "pt": ("Ativado", "Desativado"),
}


def hard_states() -> Iterator[Variant]:
    """Every variant of this module."""
    yield from _no_state()
    yield from _two_states()
    yield from _properties()
    yield from _radios()
    yield from _words()


def _no_state() -> Iterator[Variant]:
    for control, state in product(ARIA, ("missing", "empty", "mixed", "odd")):
        rule = {"missing": "5 missing", "mixed": "5 mixed"}.get(state, "")
        inner = row(control)(state)
        # A button without `aria-pressed` is a button like any other.
        reasons = ("no_state", "no_control") if control == "pressed" else ("no_state",)
        yield on_page(f"{control} says {state}", "unknown", inner, *reasons, rule=rule)
    for control, state in product(
        ("native", "native hidden", "checkbox"), ("mixed", "empty", "indeterminate")
    ):
        rule = "5 indeterminate" if state == "indeterminate" else ""
        inner = row(control)(state)
        yield on_page(f"{control} is {state}", "unknown", inner, "no_state", rule=rule)


def _two_states() -> Iterator[Variant]:
    for control, state in product(
        ("native", "native hidden"), ("checked, aria false", "unchecked, aria true")
    ):
        yield on_page(f"{control}: {state}", "unknown", row(control)(state), "contradiction")
    both = f'<button role="switch" aria-checked="true" aria-pressed="false" aria-label="{LABEL}">'
    yield on_page("checked and not pressed", "unknown", both + "</button>", "contradiction")
    for state in STATES:
        outer = nested(state, f'aria-label="{LABEL}"')
        inner = outer.replace("checked style", " style") if state == "on" else outer
        inner = inner if state == "on" else outer.replace('tabindex="-1"', "checked")
        yield on_page(
            f"{state} outside, not inside", "unknown", inner, "contradiction", rule="5 nested"
        )


def _properties() -> Iterator[Variant]:
    for state, kind in product(STATES, ("native", "checkbox")):
        script = f"<script>document.querySelector('input').checked = {str(state == 'on').lower()}"
        part = Timed(row(kind)(flip(state)), script + "</script>")
        name = f"{kind}: the attribute holds the first value, the property is {state}"
        yield on_page(name, state, part, rule="5 property")


def _radios() -> Iterator[Variant]:
    pair = row("radios", "row")
    yield on_page("neither radio chosen", "unknown", pair("neither"), "no_state")
    texts = radios(values=False).html("on", f'aria-label="{LABEL}"')
    yield on_page("radios told apart by their words", "on", texts, rule="3 radios")
    no_words = radios("✓", "✗", values=False).html("on", f'aria-label="{LABEL}"')
    yield on_page("radios not told apart", "unknown", no_words, "no_state")
    crossed = radios("Off", "On").html("on", f'aria-label="{LABEL}"')
    yield on_page("radios whose words deny their values", "unknown", crossed, "no_state")
    third = pair("on").replace("</label><br></div>", '</label><input type="radio" name="{}"></div>')
    name = third.split('name="')[1].split('"')[0]
    yield on_page("a third radio", "unknown", third.format(name), "no_control", "no_state")
    for state in STATES:
        chosen = {side: str(side == state).lower() for side in STATES}
        group = "".join(
            f'<div role="radio" aria-checked="{chosen[side]}" tabindex="0">{side.title()}</div>'
            for side in STATES
        )
        inner = f'<div role="radiogroup" aria-labelledby="{KEY}">{group}</div>'
        yield on_page(f"radios by role: {state}", state, f"<p>{LABEL}</p>{inner}")
    both = group.replace("false", "true")
    inner = f'<div role="radiogroup" aria-labelledby="{KEY}">{both}</div>'
    yield on_page("both radios chosen", "unknown", inner, "no_state", "contradiction")


def _words() -> Iterator[Variant]:
    for (lang, (on, off)), state in product(WORDS.items(), STATES):
        word, other = (on, off) if state == "on" else (off, on)
        for control in ("native", "div switch"):
            agreeing = row(control, "key", LANGUAGES[lang], word)(state)
            yield on_page(f"{control} and “{word}”", state, agreeing, lang=lang)
            denying = row(control, "label for", LANGUAGES[lang], other)
            inner = (
                row(control, "key", LANGUAGES[lang], other) if control != "native" else denying
            )(state)
            yield on_page(
                f"{control} is {state}, the word is “{other}”",
                "unknown",
                inner,
                "contradiction",
                lang=lang,
                rule="6 a word contradicts",
            )
        silent = row("div switch", "key", LANGUAGES[lang], word)("missing")
        name = f"nothing but the word “{word}”"
        yield on_page(
            name, "unknown", silent, "no_state", lang=lang, rule="6 a word decides nothing"
        )
    for state in STATES:
        track = "<span>On</span><span>Off</span>"
        both = row(word=track)(state)
        yield on_page(f"{state}, both words on the track", state, both)
        foreign = (
            f"<div>Reduce motion <span>{flip(state).title()}</span> {_plain(flip(state))}</div>"
        )
        yield on_page(f"{state}, the next row says otherwise", state, row()(state) + foreign)


def _plain(state: str) -> str:
    return native().html(state, "")
