"""Nothing personal leaves the page: not in any output, file, or temporary file."""

from __future__ import annotations

import pytest
from exhaustive import all_with
from personal import (
    MEMBER,
    NAME,
    PROFILE,
    SETTING,
    member,
    planted,
    told_by,
)
from saving import LABEL

from auditor.demo.imitation import Answer


def test_the_description_of_a_page_tells_nothing_personal(here):
    """What `doctor --page` prints for a bug report names no member, also not in the requests."""
    here.serve(member)
    done = here.main("doctor", "--page")
    assert (0, set()) == (done.code, told_by(done.out + done.err))
    assert "Requests of the page:" in done.out


def page(control, more="", language="en"):
    """A settings page with one control, planted."""
    body = f"<main><h1>AI</h1>{control}</main>{more}"
    head = f"<!doctype html><html lang='{language}'><head><link rel=icon href=data:,></head>"
    return planted(Answer(f"{head}<body>{body}</body></html>"))


ROW = f"<span id=n>{NAME}</span><input type=checkbox role=switch aria-labelledby=n checked>"
KEYED = f"<input type=checkbox role=switch name={SETTING.key} aria-label='{NAME}' checked>"
LABELLED = f"<label>{LABEL} <span>{NAME}</span><input type=checkbox checked></label>"
MARKED = f"<div role=switch aria-checked='{NAME}' aria-label='{LABEL}'>x</div>"
WORDED = f"<p>{LABEL} <i>{NAME}</i></p><input role='Lovelace' type=checkbox name={SETTING.key}>"
METHOD = (
    "<script>document.querySelector('input').onchange = () =>"
    f" fetch('/mysettings-api/{MEMBER}', {{method: 'LOVELACE', body: 'x'}})</script>"
)
PAGES = {
    "found by its place": page(ROW, language="sv"),
    "named by another text": page(KEYED),
    "with more text in its name": page(LABELLED, f"<script>throw new Error('{NAME}')</script>"),
    "with a state that is none": page(MARKED),
    "with a role that is none": page(WORDED),
    "in a language that is none": page(KEYED, language="Lovelace"),
    "that never settles": page(KEYED, f"<script>fetch('/x{PROFILE}?stall')</script>"),
    "that is saved by a method of its own": page(KEYED, METHOD),
}
ORDINARY = ("named by another text", "with a state that is none", "that never settles")


@pytest.mark.parametrize("which", all_with(ORDINARY, PAGES))
def test_what_a_control_says_of_the_member_is_not_repeated(here, which):
    """Of a control's name, state, role and language only what is known from the catalog is told."""

    def answers(_server, asked):
        if asked.path.endswith("?stall"):
            return Answer("", delay=20)
        return PAGES[which] if asked.path == SETTING.path else Answer("{}")

    here.serve(answers)
    report = here.run("opt-out" if "saved" in which else "audit", timeout=3)
    assert set() == told_by(report.as_json() + "".join(here.somebody.heard))


@pytest.mark.parametrize(
    ("target", "told"),
    [
        (PROFILE, "/…"),
        pytest.param(
            *(f"/mypreferences/d/settings/ada-lovelace/{MEMBER}", "/mypreferences/…"),
            marks=pytest.mark.exhaustive,
        ),
        pytest.param(
            *(f"/checkpoint/challenge/ada-lovelace/{MEMBER}?mail=ada@engine.example", None),
            marks=pytest.mark.exhaustive,
        ),
        ("https://ada-lovelace.engine.example/18151210", None),
    ],
)
def test_another_page_is_not_named_either(here, target, told):
    """Where LinkedIn leads to another page, its address is told no further than it is known."""

    def answers(_server, asked):
        if asked.path == SETTING.path:
            return Answer(status=303, location=target)
        return planted(Answer("<!doctype html><head></head><body><main>No</main></body>"))

    here.serve(answers)
    report = here.run("audit")
    assert set() == told_by(report.as_json())
    if told is not None:
        assert ("unknown", "wrong_page", told) == (
            *(report.results[0].state, report.results[0].reason),
            report.results[0].before.evidence.path,
        )
    else:
        assert 4 == report.exit_code


def test_an_error_of_our_own_is_told_without_its_text(here, monkeypatch):
    """Where our own code fails at something of a page, its kind and place are told, no more."""

    def fails(_url):
        raise ValueError("ada-lovelace")

    monkeypatch.setattr("auditor.linkedin.urls.is_background", fails)
    done = here.main("audit", "--demo", "off")
    told = done.out + done.err
    assert (4, True, set()) == (done.code, "ValueError" in told, told_by(told))
