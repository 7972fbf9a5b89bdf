"""A page has the browser start no other program, which would outlive the run."""

import os
import shutil
import sys

import pytest
from display import display
from exhaustive import more
from hostile import SETTING, page
from traces import own_folder
from wire import program

from auditor.demo import Answer, Scene

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or shutil.which("Xvfb") is None,
    reason="by other names elsewhere, and no X server to show on here",
)

MAIL = "mailto:a@evil.test"
LEADS = {
    "/leads-to-mail": Answer(status=302, location=MAIL),
    "/leads-to-m-ail": Answer(status=302, location=MAIL.replace("il", "\til")),
    "/leads-to--mail": Answer(status=302, location="\x01" + MAIL),
}
OPENERS = ("xdg-open", "xdg-email")


@pytest.fixture
def started(tmp_path, monkeypatch):
    """Has the programs named start in place of the person's, and tells which of them did."""

    def put(*names):
        for name in names:
            (tmp_path / name).write_text(f'#!/bin/sh\ntouch "{tmp_path}/started-$(basename $0)"\n')
            (tmp_path / name).chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
        return lambda: {path.name for path in tmp_path.glob("started-*")}

    return put


def audited_in_a_window(serve, scene, answers):
    """An audit of a member, whose pages are `answers` where these hold one."""
    server = serve(scene, lambda asked: answers.get(asked.path.partition("?session")[0]))
    command = ("audit", "--browser", server.browser, "--login-timeout", "6", "--json", "-")
    with display() as screen:
        return program(*command, environment={"DISPLAY": screen})


@pytest.mark.parametrize(
    ("at", "to"),
    [
        (SETTING.path, "/leads-to-mail"),
        ("/uas/login", "/leads-to-m-ail"),
        pytest.param("/uas/login", MAIL, marks=pytest.mark.exhaustive),
        *[
            pytest.param(SETTING.path, to, marks=pytest.mark.exhaustive)
            for to in (MAIL, *list(LEADS)[1:])
        ],
    ],
)
def test_a_page_does_not_go_to_another_program(serve, started, at, to):
    """Where a page, one of signing in too, goes to an address of a program none is looked for."""
    which = started("true", *OPENERS)  # the first stands behind the programs that do nothing
    script = f"<script>setTimeout(() => {{ location = '{to}' }}, 100);</script>"
    html = page("", more=f"{script}<script>fetch('/data?late')</script>")
    if at != SETTING.path:
        html = f"<!doctype html><html lang=en><main>Sign in</main>{script}"
    answers = {at: Answer(html), "/data?late": Answer("{}", delay=2), **LEADS}
    scene = Scene("x", signed_in=at == SETTING.path)
    done = audited_in_a_window(serve, scene, answers)
    assert "off" != (done.report["results"] or [{"state": ""}])[0]["state"], done.err
    assert set() == which()


@pytest.mark.parametrize("name", ["temporary", *more("one:two")])
def test_no_program_of_the_persons_is_started_while_they_sign_in(serve, started, monkeypatch, name):
    """What a page of signing in has opened in a frame starts a program that does nothing."""
    which = started(*OPENERS)
    with own_folder() as folder:
        (folder / name).mkdir()
        monkeypatch.setenv("TMPDIR", str(folder / name))
        opens = f"document.body.appendChild(document.createElement('iframe')).src = '{MAIL}'"
        login = f"<!doctype html><html lang=en><body><script>{opens}</script><main>Sign in</main>"
        done = audited_in_a_window(serve, Scene("x"), {"/uas/login": Answer(login)})
        assert (4, set()) == (done.code, which()), done.err
