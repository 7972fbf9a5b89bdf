"""Nothing personal leaves the page: not in any output, file, or temporary file."""

import os

import pytest
from exhaustive import all_with, more
from personal import MEMBER, NAME, PROFILE, SETTING, TELLING, Watch, member, planted
from traces import holding, own_folder, program_in

from auditor.demo.imitation import Answer, Scene
from auditor.model import Report

LABEL = "Use my data for training content creation AI models"
ON = Scene("x", signed_in=True)


@pytest.fixture
def tell(serve, tmp_path):
    """Run a command against pages full of the member; what any trace of it tells of them."""

    def run(*command, scene=ON, override=None):
        server = serve(scene, lambda asked: (override and override(asked)) or member(server, asked))
        with own_folder() as place, Watch(place) as watch:
            done = program_in(place, *command, "--headless", "--browser", server.browser)
            assert [] == os.listdir(place)
        texts = (done.out, done.err, *(path.read_text() for path in reports(tmp_path)))
        told = {word for word in TELLING for text in texts if word in text}
        return done, server, told | watch.found | holding(tmp_path / "out", TELLING)

    (tmp_path / "out").mkdir()
    return run


def reports(folder):
    """The text files that a run wrote."""
    return [path for path in (folder / "out").iterdir() if path.suffix != ".png"]


def everything(folder):
    """The options that make the program write all it can."""
    out = folder / "out"
    return (
        *("--json", out / "r.json", "--html", out / "r.html"),
        *("--screenshot", out / "p.png"),
    )


@pytest.mark.parametrize(
    ("command", "signed_in"),
    [(("audit",), False), (("audit",), True), (("opt-out", "--yes"), True)],
)
def test_no_output_tells_who_the_member_is(tell, tmp_path, command, signed_in):
    """A member shown all over the pages is in no output, no file and no temporary file."""
    scene = Scene("x", signed_in=signed_in)
    done, server, told = tell(*command, *everything(tmp_path), scene=scene)
    assert set() == told
    assert {"r.json", "r.html", "p-ai-training-before.png"} <= set(os.listdir(tmp_path / "out"))
    report = Report.model_validate_json((tmp_path / "out" / "r.json").read_text())
    ended = (1, "on") if command == ("audit",) else (0, "off")
    assert ended == (done.code, report.results[0].state)
    if command != ("audit",):
        assert MEMBER in server.writes[0].path, "the counter-check: the write did name the member"
        assert report.results[0].write is not None


def test_the_description_of_a_page_tells_nothing_personal(tell):
    """What `doctor --page` prints for a bug report names no member, also not in the requests."""
    done, _, told = tell("doctor", "--page")
    assert (0, set()) == (done.code, told)
    assert "requests of the page:" in done.out


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
PAGES = {
    "found by its place": page(ROW, language="sv"),
    "named by another text": page(KEYED),
    "with more text in its name": page(LABELLED, f"<script>throw new Error('{NAME}')</script>"),
    "with a state that is none": page(MARKED),
    "with a role that is none": page(WORDED),
    "in a language that is none": page(KEYED, language="Lovelace"),
    "that never settles": page(KEYED, f"<script>fetch('/x{PROFILE}?stall')</script>"),
}


ORDINARY = ("named by another text", "with a state that is none", "that never settles")


@pytest.mark.parametrize("name", all_with(ORDINARY, PAGES))
def test_what_a_control_says_of_the_member_is_not_repeated(tell, tmp_path, name):
    """Of a control's name, state, role and language only what is known from the catalog is told."""

    def override(asked):
        if asked.path.endswith("?stall"):
            return Answer("", delay=30)
        return PAGES[name] if asked.path == SETTING.path else None

    _, _, told = tell("audit", *everything(tmp_path), "--timeout", "4", override=override)
    assert set() == told


@pytest.mark.parametrize(
    "name", all_with(["in a language that is none"], [name for name in PAGES if "none" in name])
)
def test_a_description_does_not_repeat_it_either(tell, name):
    """Nor does the description of such a page, on whatever control it is based."""
    override = lambda asked: PAGES[name] if asked.path == SETTING.path else None  # noqa: E731
    _, _, told = tell("doctor", "--page", "--timeout", "4", override=override)
    assert set() == told


@pytest.mark.parametrize(
    "target",
    [
        f"/checkpoint/challenge/ada-lovelace/{MEMBER}?mail=ada@engine.example",
        *more(
            PROFILE,
            "https://ada-lovelace.engine.example/18151210",
            f"/checkpoint/lg/login-restriction/{MEMBER}",
            f"/mypreferences/d/settings/ada-lovelace/{MEMBER}",
        ),
    ],
)
def test_another_page_is_not_named_either(tell, tmp_path, target):
    """Where LinkedIn leads to another page, its address is told no further than it is known."""

    def override(asked):
        if asked.path == SETTING.path:
            return Answer(status=303, location=target)
        return planted(Answer("<!doctype html><head></head><body><main>No</main></body>"))

    waits = ("--timeout", "5", "--login-timeout", "2")
    done, _, told = tell("audit", *everything(tmp_path), *waits, override=override)
    assert set() == told
    assert done.code in (3, 4)
