"""Text from a page, whatever it holds: clean, short and on one line wherever it is shown."""

import json
import unicodedata

import pytest
from exhaustive import all_with, more
from hypothesis import example, given
from hypothesis import strategies as st

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


def spoken(evidence):
    """The parts of the evidence that come from the page."""
    return [evidence.path, evidence.language, evidence.role, evidence.name, evidence.raw]


@pytest.mark.parametrize("control", ["div", *more("input")])
@pytest.mark.parametrize("kind", all_with(["huge"], NASTY))
def test_nothing_untrusted_reaches_the_report(here, kind, control):
    """A page cannot get more than a short clean line into the report, or into what is said."""
    here.serve(page(NASTY[kind], control))
    report = here.run("audit", timeout=5)
    assert all(is_clean(line) for line in here.somebody.heard)
    [result] = report.results
    assert all(is_clean(text) for text in spoken(result.before.evidence))
    assert max(map(len, spoken(result.before.evidence))) <= 160
    wanted = "on" if control == "input" else "unknown"
    slow = kind == "huge"  # megabytes may not come to rest in five seconds: that is honest too
    assert result.state in {wanted, "unknown" if slow else wanted}


def test_nothing_untrusted_reaches_the_terminal(here):
    """A page cannot move the cursor, forge a line or flood what is shown and written."""
    here.serve(page(NASTY["all but huge"], "div"))
    done = here.main("audit", "--json", "-")
    for line in (done.err + done.out).splitlines():
        assert line.strip().isprintable(), line
    assert (3, True) == (done.code, len(done.err) < 6000)
    evidence = done.result["before"]["evidence"]
    told = [evidence[part] or "" for part in ("path", "language", "role", "name", "raw")]
    assert all(is_clean(text) and len(text) <= 160 for text in told), told
