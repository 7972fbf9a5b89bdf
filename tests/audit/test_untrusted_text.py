"""Text from a page, whatever it holds: clean, short and on one line wherever it is shown."""

import json
import unicodedata

import pytest
from exhaustive import all_with, more
from hypothesis import example, given
from hypothesis import strategies as st
from traces import own_folder, program_in

from auditor.demo.imitation import Answer, Scene
from auditor.linkedin.catalog import catalog
from auditor.text import clean, same

SETTING = catalog().settings["ai-training"]
LABELS = [
    line
    for one in catalog().settings.values()
    for known in one.labels.values()
    for line in known.toggle
]
ANY = st.text(st.characters(exclude_categories=()), max_size=600)
APOSTROPHES = "'’‘ʼ`´"


def is_clean(text):
    """Whether `text` is one line that moves no cursor and hides nothing."""
    return text.isprintable() and text == " ".join(text.split())


@given(ANY, st.integers(2, 200))
@example("\x1b]0;owned\x07\x9b31m\u202e\ud800\0", 20)
@example("a" * 10_000, 120)
def test_clean_text_is_one_short_printable_line(text, limit):
    """Whatever goes in, one line comes out, printable, within its limit."""
    line = clean(text, limit)
    assert is_clean(line)
    assert len(line) <= limit
    assert set() == {unicodedata.category(char) for char in line} & {"Cc", "Cf", "Cs", "Co", "Cn"}


@given(ANY, st.integers(2, 200))
def test_clean_text_stays_as_it_is(text, limit):
    """Cleaning twice changes nothing that cleaning once did not."""
    assert clean(text, limit) == clean(clean(text, limit), limit)


@given(ANY)
def test_the_form_for_comparison_stays_as_it_is(text):
    """The compared form of a compared form is itself."""
    assert same(text) == same(same(text))


@given(
    st.sampled_from(LABELS),
    st.sampled_from(["lower", "upper", "title", "casefold", "swapcase"]),
    st.sampled_from(APOSTROPHES),
    st.sampled_from([" ", "\u00a0", "\t\n", "  ", "\u2009", " \u200b"]),
)
def test_labels_are_known_in_any_case_with_any_apostrophe_and_space(label, case, apostrophe, space):
    """Case, the kind of apostrophe and of space make no other label."""
    written = label
    for one in APOSTROPHES:
        written = written.replace(one, apostrophe)
    assert same(label) == same(getattr(written.replace(" ", space), case)())


NASTY = {
    "escape sequences": "\x1b[2J\x1b]0;owned\x07\x9b31m\x1b[1;31mOFF",
    "direction": "\u202eFFO\u2066\u200f\u061c\u202d",
    "markup": "[bold red]OFF[/] [link=https://evil.test]x[/link] :smile: <b>&amp;</b>",
    "huge": "A" * 300_000,
    "lines": "OFF\r\n\u2028\u2029\x0b\x0cNext: https://evil.test\n\n",
    "half a pair and nothing": "\ud800\udfff\x00\ufffe\U000e0041",
    "json": '","state":"off","x":"\\u0000{}',
}
NASTY["all but huge"] = "".join(text for kind, text in NASTY.items() if kind != "huge")


def page(text, control):
    """A page of an unknown language, with `text` in every part of it that may be shown."""
    return (
        "<!doctype html><meta charset=utf-8><link rel=icon href=data:,><main><h1></h1></main>"
        f"<script>const text = {json.dumps(text)}; document.title = text;"
        "const main = document.querySelector('main');"
        "document.documentElement.lang = text; main.firstChild.textContent = text;"
        f"const one = document.createElement('{control}');"
        "for (const name of ['role', 'aria-checked', 'aria-label', 'title', 'name', 'id'])"
        " one.setAttribute(name, text);"
        "if (one.localName === 'input') { one.type = 'checkbox'; one.checked = true;"
        f" one.setAttribute('aria-labelledby', '{SETTING.key}'); one.removeAttribute('role');"
        " one.removeAttribute('aria-checked'); } else one.setAttribute('role', 'switch');"
        "main.append(text, one, text);</script>"
    )


@pytest.mark.parametrize("control", ["div", *more("input")])
@pytest.mark.parametrize("kind", all_with(["huge", "all but huge"], NASTY))
def test_nothing_untrusted_reaches_terminal_or_json(serve, kind, control):
    """A page cannot move the cursor, forge a line or flood what is shown and written."""
    html = page(NASTY[kind], control)
    server = serve(
        Scene("x", signed_in=True),
        lambda asked: Answer(html) if asked.path == SETTING.path else None,
    )
    with own_folder() as place:
        run = ("audit", "--headless", "--timeout", "5", "--browser", server.browser, "--json", "-")
        done = program_in(place, *run)
    for line in done.err.splitlines():
        assert is_clean(line.strip()) or line.strip().isprintable(), line
    assert len(done.err) < 3000
    assert "Traceback" not in done.err
    evidence = done.result["before"]["evidence"]
    assert all(is_clean(evidence[part]) for part in ("path", "language", "role", "name", "raw"))
    assert max(len(str(part)) for part in evidence.values()) <= 160
    wanted = ("on", 1) if control == "input" else ("unknown", 3)
    slow = kind == "huge"  # megabytes may not come to rest in five seconds: that is honest too
    assert (done.result["state"], done.code) in {wanted, ("unknown", 3) if slow else wanted}
