"""What page is this, and when is the person through."""

import pytest
from server import Fault, program

from auditor.audit.sign_in import Place, place_of
from auditor.demo.imitation import Answer, Scene
from auditor.linkedin.catalog import ORIGIN

WANTED = "/mypreferences/d/settings/data-for-ai-improvement"
MANUAL = "<!doctype html><html lang=en><title>Sign in</title><main>Sign in</main>"


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
        ("https://evil.test@www.linkedin.com" + WANTED, Place.WANTED),
        ("http://www.linkedin.com" + WANTED, Place.ELSEWHERE),
        ("chrome-error://chromewebdata/", Place.OFFLINE),
        ("about:blank", Place.OFFLINE),
        ("", Place.OFFLINE),
    ],
)
def test_no_other_origin_is_linkedin(url, place):
    """The page asked for is only ever that of www.linkedin.com itself, over HTTPS."""
    assert place == place_of(url, WANTED)


# --- the person at a real server ------------------------------------------------------------------


def audit(server, *more):
    """An audit against `server`."""
    return program("audit", "--headless", "--browser", server.browser, "--json", "-", *more)


def moved(location):
    """A redirect."""
    return Answer(status=303, location=location)


def test_the_program_goes_on_by_itself_from_wherever_sign_in_ends(serve):
    """Where LinkedIn leads to the feed after signing in, the setting is asked for again."""

    def override(asked):
        if asked.path == "/checkpoint/lg/login-submit":
            server.imitation.signed_in = True
            return moved("/feed/")
        return Answer("<!doctype html><main>Feed</main>") if asked.path == "/feed/" else None

    server = serve(Scene("x", value="off"), override)
    done = audit(server)
    assert (0, "off") == (done.code, done.result["state"])
    assert 1 == sum(asked.path == "/feed/" for asked in server.seen)


def test_nobody_signs_in(serve):
    """When the time to sign in is over the run ends with 4, and the report says why."""
    server = serve(
        Scene("x"), lambda asked: Answer(MANUAL) if asked.path.startswith("/uas/login") else None
    )
    done = audit(server, "--login-timeout", "2")
    assert (4, "sign_in_timeout", 4) == (
        done.code,
        done.report["error"]["code"],
        done.report["exit_code"],
    )
    assert ("unknown", None) == (done.result["state"], done.result["before"])
    assert "--login-timeout" in done.err
    assert 2 == len(server.seen), "the sign-in page is left alone while the person is at it"


def test_a_restricted_account_is_left_alone(serve):
    """A restricted account ends the run with 4 at once, and nothing more is asked of LinkedIn."""
    path = "/checkpoint/lg/login-restriction"

    def override(asked):
        if asked.path == "/checkpoint/lg/login-submit":
            return moved(path)
        return Answer(MANUAL) if asked.path == path else None

    server = serve(Scene("x"), override)
    done = audit(server)
    assert (4, "account_restricted") == (done.code, done.report["error"]["code"])
    assert path == server.seen[-1].path


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        pytest.param(429, "throttled", marks=pytest.mark.exhaustive),
        *[(999, "throttled"), (500, "not_loaded")],
    ],
)
def test_a_refused_page_is_no_answer(serve, status, reason):
    """A page that LinkedIn refuses, or fails to make, reads unknown, and is asked for once."""
    server = serve(
        Scene("x", signed_in=True),
        lambda asked: Answer("<main>No</main>", status) if asked.path == WANTED else None,
    )
    done = audit(server)
    assert (3, "unknown", reason) == (done.code, done.result["state"], done.result["reason"])
    assert [WANTED] == [asked.path for asked in server.seen]


def test_a_refused_page_that_never_rests_is_told_as_refused(serve):
    """LinkedIn's own refusal is what is told, also of a page that does not come to rest in time."""
    spins = Answer("<main>No<p role=progressbar>…</main>", 999)
    server = serve(
        Scene("x", signed_in=True), lambda asked: spins if asked.path == WANTED else None
    )
    done = audit(server, "--timeout", "3")
    assert (3, "unknown", "throttled") == (done.code, done.result["state"], done.result["reason"])


def test_no_network(serve):
    """A connection that is reset on the first load ends the run with 4."""
    server = serve(Scene("x"), lambda _asked: Fault("reset"))
    done = audit(server)
    assert (4, "network") == (done.code, done.report["error"]["code"])
    assert "Next: Check the internet connection" in done.err
