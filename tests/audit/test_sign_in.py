"""What page is this, and when is the person through."""

import pytest
from exhaustive import all_with, more
from linkedin_2026 import (
    CODE_IN_PLACE,
    ENDED,
    FEED,
    LOGIN,
    OLD_LOGIN,
    SESSION,
    Linkedin2026,
    goes_to,
    moved,
    new_login,
    plain,
    typed_into,
)
from server import CHECKOUT

from auditor.audit import LINES
from auditor.demo.imitation import Answer
from auditor.demo.scenes import Scene
from auditor.linkedin.urls import ORIGIN, Place, place_of

WANTED = "/mypreferences/d/settings/data-for-ai-improvement"
SIGNED_OUT, SIGNED_IN = Scene("x"), Scene("x", signed_in=True)


@pytest.mark.parametrize(
    ("url", "place"),
    [
        (WANTED, Place.WANTED),
        (WANTED + "/?trk=x#y", Place.WANTED),
        ("/uas/login?session_redirect=https%3A%2F%2Fwww.linkedin.com%2F", Place.SIGNED_OUT),
        ("/login", Place.SIGNED_OUT),
        ("/login/fr?fromSignIn=true", Place.SIGNED_OUT),
        ("/authwall?trk=x", Place.SIGNED_OUT),
        ("/signup/cold-join", Place.SIGNED_OUT),
        ("/checkpoint/lg/login", Place.SIGNING_IN),
        ("/checkpoint/lg/login-submit", Place.SIGNING_IN),
        ("/checkpoint/rm/sign-in-another-account", Place.SIGNED_OUT),
        ("/checkpoint/rp/request-password-reset", Place.SIGNED_OUT),
        ("/checkpoint/challenge/AgG1", Place.CHALLENGE),
        ("/checkpoint/challengesV2/AQH", Place.CHALLENGE),
        ("/uas/consumer-email-challenge", Place.CHALLENGE),
        ("/uas/login?challengeId=AQ", Place.CHALLENGE),
        ("/uas/login?challengeId=", Place.CHALLENGE),
        ("/login/login-restriction", Place.RESTRICTED),
        ("/checkpoint/lg/login-restriction/x", Place.RESTRICTED),
        ("/feed/", Place.ELSEWHERE),
        ("/", Place.ELSEWHERE),
        ("/mypreferences/d/categories/account", Place.ELSEWHERE),
        (WANTED + "/more", Place.ELSEWHERE),
        (WANTED + "-2", Place.ELSEWHERE),
        ("/m" + WANTED, Place.ELSEWHERE),
        ("/mypreferences/d/settings/login-alerts", Place.ELSEWHERE),
        ("/in/login-restriction", Place.ELSEWHERE),
        ("/in/checkpoint", Place.ELSEWHERE),
        ("/company/login/about", Place.ELSEWHERE),
        ("/loginhelp", Place.ELSEWHERE),
        ("/feed/?next=/uas/login", Place.ELSEWHERE),
    ],
)
def test_pages_of_linkedin_are_told_by_their_segments(url, place):
    """Each page is what its path segments say, whatever words stand elsewhere in the address."""
    assert place == place_of(ORIGIN + url, WANTED)


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("https://accounts.google.com/signin", Place.OUTSIDE),
        ("https://www.linkedin.com.evil.test" + WANTED, Place.OUTSIDE),
        ("https://evil.test" + WANTED, Place.OUTSIDE),
        ("https://fr.linkedin.com" + WANTED, Place.ELSEWHERE),
        ("https://static.licdn.com/login/x", Place.ELSEWHERE),
        ("https://www.linkedin.com:8443" + WANTED, Place.ELSEWHERE),
        ("https://www.linkedin.com@evil.test" + WANTED, Place.OUTSIDE),
        ("http://www.linkedin.com" + WANTED, Place.ELSEWHERE),
        ("chrome-error://chromewebdata/", Place.OFFLINE),
        ("about:blank", Place.OFFLINE),
        ("", Place.OFFLINE),
    ],
)
def test_no_other_origin_is_linkedin(url, place):
    """The page asked for is only ever that of www.linkedin.com itself, over HTTPS."""
    assert place == place_of(url, WANTED)


def test_each_line_of_signing_in_has_its_place():
    """The lines are named as the places that the program tells apart, or as what it sees there."""
    places = {place.name.lower() for place in Place}
    assert {"google", "led_away", "answer_first", "through"} == LINES["sign_in"].keys() - places


# --- the sign-in of 2026, at a real server -----------------------------------------------------


def audit(here, answers, scene=SIGNED_OUT, *, login_timeout=60.0, timeout=30.0, **more):
    """The report of an audit, with `answers` in LinkedIn's place."""
    here.serve(lambda _, asked: answers(asked), scene)
    return here.run("audit", login_timeout=login_timeout, timeout=timeout, **more)


def ended(report):
    """The exit code and the error's code, or the state where there is no error."""
    return report.exit_code, report.error.code if report.error else report.results[0].state


SECONDS = [1, *more(12)]


@pytest.mark.exhaustive  # the seventh promise shows five seconds of it
@pytest.mark.parametrize("seconds", [3, 12])
def test_a_sign_in_page_is_never_taken_away(here, seconds):
    """The sign-in page of 2026 is loaded once, and what the person types arrives whole."""
    site = Linkedin2026(pages={LOGIN: new_login(seconds, goes_to(FEED))})
    assert (1, "on") == ended(audit(here, site))
    assert (1, [seconds * 10]) == (site.count(LOGIN), site.typed)
    assert 2 == site.count(WANTED), "once before signing in, and once after it"


@pytest.mark.exhaustive
@pytest.mark.parametrize("seconds", SECONDS)
def test_the_old_address_leads_to_the_new_page(here, seconds):
    """Where LinkedIn leads from its old sign-in address to the new one, it is loaded once too."""
    site = Linkedin2026(entry=OLD_LOGIN, pages={LOGIN: new_login(seconds, goes_to(WANTED))})
    site.pages[OLD_LOGIN] = moved(LOGIN + "?session_redirect=x")
    assert (1, "on") == ended(audit(here, site))
    assert (1, 1, [seconds * 10]) == (site.count(OLD_LOGIN), site.count(LOGIN), site.typed)


@pytest.mark.parametrize("seconds", SECONDS)
def test_a_wrong_code_gets_a_second_try(here, seconds):
    """Where LinkedIn leads back to its sign-in page after a wrong code, the next try succeeds."""
    site = Linkedin2026(lets_in="/second-try")
    code = "/checkpoint/challenge/AgE1815"
    script = f"type(visible('[name=pin]'), {seconds}, (typed) => send('/wrong', typed).then(() =>"
    script += f" {{ {goes_to(LOGIN + '?vcd=1')} }}));"
    site.pages = {
        LOGIN: new_login(seconds, goes_to(code)),
        code: typed_into("<input name=pin maxlength=6>", script),
        LOGIN + "?vcd=1": typed_into(
            "<input type=password>",
            f"type(visible('[type=password]'), {seconds}, (typed) => send('/second-try', typed)"
            f".then(() => {{ {goes_to(FEED)} }}));",
        ),
    }
    assert (1, "on") == ended(audit(here, site))
    assert (2, 1, [seconds * 10] * 3) == (site.count(LOGIN), site.count(code), site.typed)


@pytest.mark.parametrize("seconds", SECONDS)
def test_a_code_may_take_the_place_of_the_password(here, seconds):
    """A code that is asked for without a navigation is typed in peace as well."""
    step = CODE_IN_PLACE.format(seconds=seconds, then=goes_to(FEED))
    site = Linkedin2026(lets_in="/checkpoint/verify-in-place")
    site.pages = {LOGIN: new_login(seconds, step)}
    assert (1, "on") == ended(audit(here, site))
    assert (1, [seconds * 10] * 2) == (site.count(LOGIN), site.typed)


def test_a_window_that_linkedin_refuses_is_said(here):
    """Where LinkedIn refuses the window for now, that is said at once and is the run's error."""
    refused = LOGIN + "?errorKey=challenge_global_internal_error"
    site = Linkedin2026(pages={LOGIN: new_login(1, goes_to(refused)), refused: plain("Sign in")})
    report = audit(here, site, login_timeout=4.0)
    assert (4, "sign_in_refused") == ended(report)
    assert "--connect" in report.error.hint
    assert any("refuses" in line for line in here.somebody.heard)
    assert 2 == site.count(LOGIN)


@pytest.mark.parametrize("cookie", ["", *more(SESSION)])
def test_a_restricted_account_is_left_alone(here, cookie):
    """A restricted account ends the run with 4 at once, and nothing more is asked of LinkedIn."""
    path = "/flagship-web/login/login-restriction/"
    site = Linkedin2026(pages={LOGIN: new_login(1, goes_to(path)), path: plain("Restricted")})
    if cookie:  # somebody who was signed in, and is led there by LinkedIn
        site.pages[LOGIN] = moved(path, cookie)
    assert (4, "account_restricted") == ended(audit(here, site))
    assert path == here.server.seen[-1].path
    assert 1 == site.count(WANTED) == site.count(path)


@pytest.mark.parametrize("kind", ["puzzle", *more("app", "code")])
def test_a_check_is_never_reloaded(here, kind):
    """A check that takes 4 s or more is loaded once, and the setting's address only after it."""
    path = "/checkpoint/challengesV2/AQH1815"
    then = f"send('/verified', 0).then(() => {{ {goes_to(FEED)} }})"
    scripts = {
        "code": f"type(visible('[name=pin]'), 4, () => {then});",
        # Here the session begins while the check still stands.
        "puzzle": "setTimeout(() => send('/verified', 0), 1000);"
        f" setTimeout(() => {{ {goes_to(FEED)} }}, 6000);",
        "app": "const poll = setInterval(() => fetch('/checkpoint/challengesV2/poll/1'), 500);"
        f" setTimeout(() => {then}, 5000);",
    }
    site = Linkedin2026(lets_in="/verified")
    fields = '<div id="in-app-challenge"><input name=pin maxlength=6></div>'
    fields += '<iframe src="https://puzzle.example/"></iframe>' if kind == "puzzle" else ""
    site.pages = {LOGIN: new_login(1, goes_to(path)), path: typed_into(fields, scripts[kind])}
    assert (1, "on") == ended(audit(here, site))
    assert (1, 1, 2) == (site.count(LOGIN), site.count(path), site.count(WANTED))
    assert 1 == site.count(FEED), "the check itself led on"


def test_sign_in_may_end_in_a_second_tab(here):
    """A session that begins in another tab of the window counts, and the first tab goes on."""
    site = Linkedin2026(lets_in="/second-tab")
    opens = "setTimeout(() => window.open('/flagship-web/login/again'), 500);"
    site.pages = {
        LOGIN: plain("Sign in", opens),
        "/flagship-web/login/again": typed_into(
            "<input type=password>",
            "type(visible('[type=password]'), 3, (typed) => send('/second-tab', typed)"
            ".then(() => { location.href = '/feed/'; }));",
        ),
    }
    assert (1, "on") == ended(audit(here, site))
    assert (1, [30]) == (site.count(LOGIN), site.typed)


@pytest.mark.parametrize("rest", [2, *more(31)])
def test_a_page_after_sign_in_is_answered_in_peace(here, rest):
    """A page for a phone number is not taken away while a field has the focus, also at rest."""
    path = "/onboarding/add-phone"
    script = (
        f"type(visible('input'), 3, (typed) => setTimeout(() => send({path!r}, typed)"
        f".then(() => {{ {goes_to(FEED)} }}), {rest * 1000}));"
    )
    site = Linkedin2026(pages={LOGIN: new_login(1, goes_to(path))})
    site.first = {path: typed_into("<input type=tel>", script)}
    assert (1, "on") == ended(audit(here, site))
    assert (1, [10, 30]) == (site.count(path), site.typed)
    assert any("Answer or skip it" in line for line in here.somebody.heard)


@pytest.mark.parametrize("rest", [5, *more(33)])
def test_a_consent_that_comes_back_is_not_taken_away_again(here, rest):
    """Where LinkedIn leads from the setting back to a consent, that page stays until answered."""
    path = "/legal/consent-update"
    agree = f"send({path!r}, 0).then(() => {{ {goes_to(FEED)} }})"
    site = Linkedin2026(pages={LOGIN: new_login(1, goes_to(path))})
    script = f"setTimeout(() => {agree}, {rest}000);"
    site.first = {path: plain("We have updated our terms", script)}
    assert (1, "on") == ended(audit(here, site))
    assert 2 == site.count(path), "after signing in, and on the way to the setting"


def test_a_page_that_is_slow_to_come_is_not_said_to_ask_something(here):
    """Where the page after signing in hangs while it loads, nobody is told to answer it."""
    hangs = "for (const end = Date.now() + 3000; Date.now() < end;);"
    site = Linkedin2026(pages={LOGIN: new_login(1, goes_to(FEED)), FEED: plain("Home", hangs)})
    assert (1, "on") == ended(audit(here, site))
    assert not any("Answer or skip it" in line for line in here.somebody.heard)


LAPSED = {
    LOGIN: "sign_in_needed",
    "/uas/login?session_redirect=x": "sign_in_needed",
    "/checkpoint/challenge/AgE1815": "sign_in_needed",
    LOGIN + "?vcd=1": "sign_in_needed",
    LOGIN + "?errorKey=challenge_global_internal_error": "sign_in_refused",
    "/flagship-web/login/login-restriction/": "account_restricted",
}


@pytest.mark.parametrize("address", all_with([LOGIN], LAPSED))
def test_a_lapsed_session_ends_at_once_without_a_window(here, tmp_path, address):
    """Without a window nobody is waited for, and the code says what the address says."""
    site = Linkedin2026(entry=address)
    report = audit(here, site, login_timeout=0.0, profile=tmp_path / "profile")
    assert (4, LAPSED[address]) == ended(report)
    assert report.duration_seconds < 30, "nobody was waited for"
    assert 1 == site.count(WANTED)


@pytest.mark.exhaustive  # as some journeys of the ordinary run
def test_a_session_that_linkedin_ends_leads_to_signing_in(here):
    """A redirect to the same address that deletes the session leads to the sign-in page once."""
    site = Linkedin2026(pages={LOGIN: new_login(1, goes_to(FEED))})
    ends = [True]

    def override(asked):
        if asked.path == WANTED and "li_at=alive" in asked.cookie and ends.pop():
            ends.append(False)
            return moved(WANTED, ENDED)
        return site(asked)

    assert (1, "on") == ended(audit(here, override))
    assert 2 == site.count(LOGIN), "the session that the first sign-in gave was ended"


@pytest.mark.parametrize("kept", [True, *more(False)])
def test_a_circle_of_redirects_is_told_at_once(here, tmp_path, kept):
    """A circle ends the run with 4, and `forget` is named only where a profile is kept."""
    site = Linkedin2026(entry="/uas/login", pages={"/uas/login": moved(WANTED)})
    report = audit(here, site, profile=tmp_path / "profile" if kept else None)
    assert (4, "network") == ended(report)
    assert "circle" in report.error.message
    assert kept == ("forget" in report.error.hint)


def test_another_site_is_named(here):
    """Where LinkedIn's address leads to another site, the screen names it; the report does not."""
    site = Linkedin2026(entry="https://www.linkedin.cn/incareer/")
    site.pages["www.linkedin.cn"] = plain("领英")
    report = audit(here, site, login_timeout=2.0)
    assert (4, "network") == ended(report)
    assert any("www.linkedin.cn" in line for line in here.somebody.heard)
    assert "linkedin.cn" not in report.as_json()
    assert not any("Finish signing in" in line for line in here.somebody.heard)


def test_google_may_refuse_the_window(here):
    """At Google's sign-in the person hears what to do where Google refuses this window."""
    site = Linkedin2026(pages={LOGIN: plain("Sign in", goes_to("https://accounts.google.com/v3/"))})
    site.pages["accounts.google.com"] = plain("Couldn’t sign you in")
    assert (4, "sign_in_timeout") == ended(audit(here, site, login_timeout=3.0))
    assert any("If Google refuses this window" in line for line in here.somebody.heard)
    assert "saved passwords" in here.somebody.heard[0], "said before the window opens"


def test_the_program_asks_for_one_cookie_and_keeps_no_value():
    """Cookies are asked for in one function, which keeps one name and one date."""
    package = CHECKOUT / "auditor"
    asking = [path for path in package.rglob("*.py") if ".cookies(" in path.read_text("utf-8")]
    assert [package / "audit" / "sign_in.py"] == asking
    text = asking[0].read_text("utf-8")
    assert 1 == text.count(".cookies(")
    assert '"value"' not in text


def test_nobody_signs_in(here):
    """When the time to sign in is over the run ends with 4, and the report says why."""
    report = audit(here, Linkedin2026(pages={LOGIN: plain("Sign in")}), login_timeout=2.0)
    assert (4, "sign_in_timeout") == ended(report)
    [result] = report.results
    assert ("unknown", None) == (result.state, result.before)
    assert "--login-timeout" in report.error.hint
    assert 2 == len(here.server.seen), "the sign-in page is left alone while the person is at it"


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        pytest.param(429, "throttled", marks=pytest.mark.exhaustive),
        pytest.param(999, "throttled", marks=pytest.mark.exhaustive),
        (500, "not_loaded"),
    ],
)
def test_a_refused_page_is_no_answer(here, status, reason):
    """A page that LinkedIn refuses, or fails to make, reads unknown, and is asked for once."""
    refuses = Answer("<main>No</main>", status)
    report = audit(here, lambda asked: refuses if asked.path == WANTED else None, SIGNED_IN)
    assert (3, "unknown", reason) == (*ended(report), report.results[0].reason)
    assert [WANTED] == [asked.path for asked in here.server.seen]


def test_a_refused_page_that_never_rests_is_told_as_refused(here):
    """LinkedIn's own refusal is what is told, also of a page that does not come to rest in time."""
    spins = Answer("<main>No<p role=progressbar>…</main>", 999)
    answers = lambda asked: spins if asked.path == WANTED else None  # noqa: E731
    report = audit(here, answers, SIGNED_IN, timeout=3.0)
    assert (3, "unknown", "throttled") == (*ended(report), report.results[0].reason)
