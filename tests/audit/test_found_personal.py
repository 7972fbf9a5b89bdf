"""Ways to a personal detail, or a trace on disk, that somebody found who was asked to."""

import re
import stat
import subprocess
import sys
from pathlib import Path

import playwright
import pytest
from browser import chromium
from exhaustive import more
from hostile import API, SETTING, page
from server import CHECKOUT, program

from auditor.cli.options import browser_options
from auditor.cli.parser import parse
from auditor.demo.imitation import Answer, Scene
from auditor.errors import UsageError

NAME = "janeMarySecretname"
ESCAPES = "\x1b]0;pwned\x07\x1b[31m\u202e"
HOSTILE = f"""<script>
document.querySelector("main").insertAdjacentHTML("beforeend",
  "<jane-secretname role=switch id={NAME} aria-checked=true></jane-secretname>");
fetch("/in/{NAME}/");
fetch("/" + "api/me/".repeat(2000));
fetch("/voyager/api/{NAME}", {{method: "JANE-SECRETNAME"}});
</script>"""
LIES = """<script>const write = JSON.stringify;
JSON.stringify = (all) => write({...all, PLANTED});</script>"""


def described(serve, html):
    """What `doctor --page` says of a page, on both streams."""
    server = serve(
        Scene("x", signed_in=True),
        lambda asked: Answer(html) if asked.path == SETTING.path else None,
    )
    done = program("doctor", "--page", "--headless", "--browser", server.browser)
    assert "Traceback" not in done.err
    return done


def test_a_description_repeats_no_name_that_a_page_chose(serve):
    """Elements, ids, paths and methods of a page's own making are told as such, not by name."""
    done = described(serve, page(more=HOSTILE))
    for told in ("secretname", "SECRETNAME", "Secretname"):
        assert told not in done.out + done.err
    assert "<other> role switch" in done.out
    assert max(map(len, done.out.splitlines())) < 200
    assert "other /voyager/api/… (fetch)" in done.out


@pytest.mark.parametrize(
    "planted",
    [
        f"['Jane {ESCAPES}']: 1",
        f"candidates: [], buttons: 'Jane {ESCAPES}'",
        *more(f"sealedFrames: 'Jane {ESCAPES}'"),
    ],
    ids=["a key too many", "a word for a number", "a word for another number"],
)
def test_a_page_that_answers_for_itself_gets_no_word_through(serve, planted):
    """What a page puts into the answer of our own script is refused, in a sentence of ours."""
    quoted = planted.replace("\x1b", "\\x1b").replace("\x07", "\\x07")
    script = LIES.replace("PLANTED", quoted)
    done = described(serve, page(more=script))
    assert 4 == done.code
    assert "The program failed" in done.err
    for told in ("Jane", "\x1b", "\x07", "\u202e"):
        assert told not in done.out + done.err


ID = 7481
MANY = "Array(481).fill(all.candidates[0])"  # more would take a busy machine too long


@pytest.mark.parametrize(
    "planted",
    [
        f"candidates: [], sealedFrames: -{ID}, buttons: -{ID}, dialogs: -{ID}",
        *more(f"candidates: {MANY}"),
    ],
    ids=["numbers below zero", "many controls"],
)
def test_a_number_that_a_page_chose_is_not_described(serve, planted):
    """What a page says of how many there are of something is told while it is small."""
    lies = LIES.replace("PLANTED", planted).replace(
        "(all) =>", "(all) => !all?.candidates ? write(all) :"
    )
    done = described(serve, page(more=lies))
    assert (0, True) == (done.code, "frames of other origins" in done.out)
    assert [] == re.findall(r"\d{3,}", done.out + done.err)


def test_a_number_of_options_that_a_page_chose_is_not_in_the_evidence(serve):
    """Of a pair of radio buttons two are looked at, however many a page says there are."""
    option = "checked: true, ariaChecked: null, ariaPressed: null, indeterminate: false, name: []"
    options = f"[{{{option}, value: 'off'}}, ...Array({ID}).fill({{{option}, value: 'on'}})]"
    pair = f"kind: 'radios', options: {options}"
    lies = LIES.replace("PLANTED", f"candidates: [{{...all.candidates[0], {pair}}}]")
    lies = lies.replace("(all) =>", "(all) => !all?.candidates ? write(all) :")
    server = serve(
        Scene("x", signed_in=True),
        lambda asked: Answer(page(more=lies)) if asked.path == SETTING.path else None,
    )
    done = program("audit", "--headless", "--browser", server.browser, "--json", "-")
    assert "2 of two radio buttons chosen" == done.result["before"]["evidence"]["raw"]


@pytest.mark.parametrize("address", ["android://[in-jane-1815]/x", *more("steam://jane[1815/")])
def test_an_address_that_is_none_is_no_failure(serve, address):
    """An address that Chromium takes and Python does not is neither repeated nor stumbled over."""
    html = page(f"fetch('{address}').catch(() => 0)", f"<img src='{address}'>")
    done = described(serve, html)
    assert ("reading: on" in done.out, "jane" in done.out + done.err) == (True, False)


def test_an_error_of_a_listener_is_told_without_its_text():
    """Where our own code fails at something of a page nobody logs what that was."""
    script = """if True:
        from auditor.page import requests as traffic
        from auditor.cli.main import main

        def fails(url):
            raise ValueError("jane-secretname")
        traffic.is_background = fails
        raise SystemExit(main(["audit", "--demo", "off"]))
    """
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=CHECKOUT
    )
    told = done.stdout + done.stderr
    assert (4, True, False) == (done.returncode, "ValueError" in told, "jane" in told)


def test_a_report_repeats_no_method_or_language_that_a_page_chose(serve):
    """A write by a method that is none, and a language that may be a name, are told as such."""
    script = (
        "<script>document.querySelector('input').onchange = () =>"
        f" fetch('{API}', {{method: 'JANE-SECRETNAME', body: 'x'}})</script>"
    )
    html = page(more=script).replace("lang=en", "lang=en-Jane")
    server = serve(
        Scene("x", signed_in=True),
        lambda asked: Answer(html) if asked.path == SETTING.path else None,
    )
    command = ("opt-out", "--yes", "--headless", "--browser", server.browser, "--timeout", "5")
    done = program(*command, "--json", "-")
    assert "other" == done.result["before"]["evidence"]["language"]
    assert "jane" not in done.out.lower()
    assert done.result["write"] is None or "other" == done.result["write"]["method"]


def test_pictures_are_for_their_owner_only(tmp_path):
    """A picture is readable by its owner only, and no link is written through."""
    elsewhere = tmp_path / "elsewhere.png"
    elsewhere.write_bytes(b"")
    (tmp_path / "p-ai-training-before.png").symlink_to(elsewhere)
    assert 1 == program("audit", "--demo", "--screenshot", tmp_path / "p.png").code
    assert 0o600 == stat.S_IMODE(elsewhere.stat().st_mode), "a link's target is replaced whole"
    assert elsewhere.read_bytes().startswith(b"\x89PNG")


def test_what_steers_playwright_for_its_developers_does_nothing():
    """It would print all that the browser says, cookies included, or use another browser."""
    steers = {"DEBUG": "pw:*", "DEBUGP": "1", "PWDEBUG": "1"}
    steers["SELENIUM_REMOTE_URL"] = "http://127.0.0.1:9"
    done = program("audit", "--demo", "off", environment=steers)
    assert (0, False, False) == (done.code, "pw:" in done.err, '"guid"' in done.out)


def test_what_the_driver_has_to_say_is_not_passed_on(tmp_path):
    """Where Playwright's driver tells of a failure, and what it was at, nobody is told."""
    [node] = Path(playwright.__file__).parent.glob("driver/node*")
    driver = tmp_path / "node"
    driver.write_text(f'#!/bin/sh\necho jane-secretname >&2\nexec "{node}" "$@"\n')
    driver.chmod(0o755)
    done = program("audit", "--demo", "off", environment={"PLAYWRIGHT_NODEJS_PATH": str(driver)})
    assert (0, False) == (done.code, "jane" in done.err)


@pytest.mark.exhaustive
def test_a_description_repeats_no_number_that_may_be_an_id(serve):
    """Numbers that a page puts into the answer of our own script are told only where small."""
    planted = """sealedFrames: 987654321, buttons: 987654321,
      candidates: all.candidates.map((one) => ({ ...one, index: 987654321 }))"""
    done = described(serve, page(more=LIES.replace("PLANTED", planted)))
    assert ("many", False) == (done.out.partition("other origins: ")[2][:4], "98765" in done.out)


@pytest.mark.exhaustive
def test_a_report_repeats_no_name_of_a_browser(tmp_path):
    """A browser given by its path is named only where its name is a browser's."""
    browser = tmp_path / "jane.secretname"
    browser.symlink_to(chromium())
    done = program("audit", "--demo", "off", "--browser", browser, "--json", "-")
    assert ("other", False) == (done.report["browser"]["name"], "jane" in done.out + done.err)


def test_doctor_repeats_no_name_of_a_folder(tmp_path):
    """Where a browser lies is told without a name that may be the person's: home or elsewhere."""
    browser = tmp_path / "jane/.cache/ms-playwright/chromium-1/chrome-linux/chrome"
    browser.parent.mkdir(parents=True)
    browser.write_text("#!/bin/sh\necho Chromium 999.0.1.1\n")
    browser.chmod(0o755)
    own = {"HOME": str(tmp_path / "jane"), "XDG_CACHE_HOME": "", "PLAYWRIGHT_BROWSERS_PATH": ""}
    named = {"PLAYWRIGHT_BROWSERS_PATH": str(browser.parents[2])}
    drive = browser.parents[4] / "jane@example.com - Drive/bin/chromium"
    drive.parent.mkdir(parents=True)
    drive.symlink_to(browser)
    inside = "ms-playwright/chromium-1/chrome-linux/chrome"
    for where, told in (
        (own, f"~/.cache/{inside}"),
        (own | {"PATH": str(drive.parent)}, "~/…/bin/chromium"),
        (named, f"…/.cache/{inside}"),
        (named | {"HOME": "/"}, f"…/.cache/{inside}"),
    ):
        done = program("doctor", environment=where)
        assert (f" {told}\n" in done.out, "jane" in done.out) == (True, False), done.out


def test_doctor_repeats_of_a_driver_only_what_it_lacks(tmp_path):
    """Where Playwright's driver does not start a library is named, and no path of the person's."""
    node = tmp_path / "jane"
    lacks = "libatomic.so.1: cannot open shared object file"
    says = f"{node}: error while loading shared libraries: {lacks}: No such file"
    node.write_text(f"#!/bin/sh\necho {says} >&2\nexit 127")
    for mode, told in ((0o755, f"does not start: {lacks}\n"), (0o644, "does not start\n")):
        node.chmod(mode)
        done = program("doctor", environment={"PLAYWRIGHT_NODEJS_PATH": str(node)})
        assert (told in done.out, "jane" in done.out) == (True, False), done.out


@pytest.mark.parametrize("url", ["http://127.0.0.2:9\\@127.0.0.1:9", "http://x@127.0.0.1:9"])
def test_an_address_that_is_read_in_two_ways_is_no_address(url):
    """--connect takes no address in which the host depends on who reads it."""
    with pytest.raises(UsageError):
        browser_options(parse(["audit", f"--connect={url}"]), ())


LYING = """
const write = JSON.stringify;
JSON.stringify = (seen) => {
  for (const one of seen?.candidates ?? []) {
    one.checked = one.kind = one.shown = one.disabled = "Jane Secretname";
  }
  return write(seen);
};
"""


def test_a_property_that_the_page_made_up_is_not_repeated(serve):
    """A page that changes what our script answers gets no text into the state, and no state."""
    server = serve(
        Scene("x", signed_in=True),
        lambda asked: (
            Answer(page(more=f"<script>{LYING}</script>")) if asked.path == SETTING.path else None
        ),
    )
    done = program("audit", "--headless", "--browser", server.browser, "--json", "-")
    assert "jane" not in done.out.lower() + done.err.lower()
    assert "unknown" == done.result["state"]


def test_a_description_repeats_no_id_in_the_style_of_a_key(serve):
    """Of an id only the words that LinkedIn's keys are made of are told, also of a hidden lie."""
    script = """const box = document.createElement("input");
    [box.type, box.id] = ["checkbox", "showJaneSecretnameFromAcme"];
    document.querySelector("main").append(box);
    document.documentElement.lang = "Ja-NE";
    """ + LYING.replace("seen?.candidates ?? []", "(seen?.candidates ?? []).slice(0, 1)")
    done = described(serve, page(more=f"<script>{script}</script>"))
    assert "show…From…" in done.out
    for told in ("jane", "ja-ne", "acme"):
        assert told not in (done.out + done.err).lower()
