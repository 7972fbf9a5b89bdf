"""What the browser may ask for, judged alone and in a real browser."""

import pytest
from hostile import audited, page
from server import program

from auditor.demo.imitation import Answer, Scene
from auditor.linkedin.network import NetworkRules
from auditor.linkedin.urls import ORIGIN, method_of

API = ORIGIN + "/mysettings-api/settingsApiSettings/allowDataForGenerativeAI"
PAGE = "/mypreferences/d/settings/data-for-ai-improvement"


def rules(*, only_linkedin=False, writes_allowed=False):
    """The rules in a moment of a run."""
    made = NetworkRules()
    made.only_linkedin = only_linkedin
    made.writes_allowed = writes_allowed
    return made


@pytest.mark.parametrize(
    ("url", "before", "after"),
    [
        (ORIGIN + "/feed/", True, True),
        ("https://static.licdn.com/sc/h/x.js", True, True),
        ("https://media.licdn.com/x.png", True, True),
        ("https://linkedin.com/", True, True),
        ("https://www.linkedin.com./feed/", True, False),  # a page there could not be kept
        ("https://accounts.google.com/signin", True, False),
        ("https://client-api.arkoselabs.com/fc/", True, False),
        ("https://linkedin.com.evil.test/", True, False),
        ("https://www.linkedin.com.evil.test/", True, False),
        ("https://notlinkedin.com/", True, False),
        ("https://evil.test/www.linkedin.com/", True, False),
        ("https://evil.test/?https://www.linkedin.com/", True, False),
        ("https://www.linkedin.com@evil.test/", True, False),
        ("https://licdn.com.evil.test/x.js", True, False),
        ("http://www.linkedin.com/feed/", True, False),
        ("https://127.0.0.1/", True, False),
    ],
)
def test_only_linkedin_once_signed_in(url, before, after):
    """Until the person is signed in any host may be asked, from then on LinkedIn's over HTTPS."""
    assert (before, after) == (
        rules().allows("GET", url),
        rules(only_linkedin=True).allows("GET", url),
    )


@pytest.mark.parametrize("only_linkedin", [False, True])
@pytest.mark.parametrize("method", ["PUT", "POST", "PATCH", "DELETE", "QUERY", "put"])
@pytest.mark.parametrize("path", ["/mysettings-api/x", "/mypreferences/d/x", "/psettings/x"])
def test_settings_writes_are_refused(only_linkedin, method, path):
    """Any method that may write to the settings is refused, except around the press."""
    for host in (ORIGIN, "https://linkedin.com"):
        assert not rules(only_linkedin=only_linkedin).allows(method, host + path)
        assert rules(only_linkedin=only_linkedin, writes_allowed=True).allows(method, host + path)


@pytest.mark.parametrize(
    ("method", "url"),
    [
        *[(method, API) for method in ("GET", "HEAD", "OPTIONS")],
        ("POST", ORIGIN + "/li/track"),
        ("POST", ORIGIN + "/checkpoint/lg/login-submit"),
        ("POST", ORIGIN + "/mypreferences-not/x"),
        ("POST", ORIGIN + "/feed/mypreferences/x"),
    ],
)
def test_reading_and_signing_in_are_not_writing(method, url):
    """Requests that read, sign in, or merely look like settings may pass."""
    assert rules(only_linkedin=True).allows(method, url)


OVERRIDE, REST_LI = "X-HTTP-Method-Override", "X-RestLi-Method"


@pytest.mark.parametrize(
    ("method", "headers", "does"),
    [
        ("GET", {}, "GET"),
        ("GET", {OVERRIDE: "GET"}, "GET"),
        ("GET", {OVERRIDE: " put"}, "PUT"),
        ("PUT", {OVERRIDE: "GET"}, "PUT"),
        ("PUT", {OVERRIDE: "POST"}, "PUT"),
        ("POST", {"x-method": "DELETE"}, "DELETE"),
        ("GET", {REST_LI: "FINDER"}, "GET"),
        ("GET", {REST_LI: "partial_update"}, "POST"),
        ("POST", {REST_LI: "ACTION"}, "POST"),
        ("POST", {REST_LI: "BATCH_UPDATE"}, "BATCH_UPDATE"),
        ("GET", {REST_LI: "FINDER", OVERRIDE: "PUT"}, "PUT"),
    ],
)
def test_of_what_a_request_says_that_it_does_the_worst_counts(method, headers, does):
    """What a request does is told by its method, or by a header that says something worse."""
    assert does == method_of(method, headers)


def test_a_header_does_not_make_a_write_of_a_reading(serve):
    """A reading of which a header says that it writes is refused; one that says nothing is not."""
    asks = (
        f"fetch('{API}', {{headers: {{'{OVERRIDE}': 'PUT'}}}}).catch(() => 0);"
        f"fetch('{API}', {{headers: {{'{REST_LI}': 'PARTIAL_UPDATE'}}}}).catch(() => 0);"
        f"fetch('{API}?read', {{headers: {{'{OVERRIDE}': 'GET'}}}}).catch(() => 0);"
    )
    server, done, _ = audited(serve, page(asks), lambda asked: None, "--timeout", "5")
    assert done.report["activity"]["requests_refused"] >= 2
    asked = {asked.path for asked in server.seen if "settingsApiSettings" in asked.path}
    assert {f"{API.removeprefix(ORIGIN)}?read"} == asked


def test_writes_allowed_does_not_open_other_hosts():
    """Around the press other hosts stay closed."""
    assert not rules(only_linkedin=True, writes_allowed=True).allows("PUT", "https://evil.test/")


WRITES_BY_ITSELF = f"""<!doctype html><html lang=en><meta charset=utf-8><link rel=icon href=data:,>
<main><h1>AI</h1><span>Use my data for training content creation AI models</span>
<input type=checkbox role=switch aria-labelledby=allowDataForGenerativeAI checked>
</main><script>
fetch("{API}", {{method: "PUT", body: '{{"value":false}}'}}).catch(() => 0);
fetch("{API}", {{method: "POST", keepalive: true, body: "x"}}).catch(() => 0);
navigator.sendBeacon("/psettings/policy/research-invitations", "x");
new Worker("data:text/javascript," + encodeURIComponent(
  'fetch("{API}", {{method: "DELETE", mode: "no-cors"}}).catch(() => 0)'));
</script>"""


def test_a_page_cannot_write_while_it_is_audited(serve):
    """Writes that a page sends by itself during an audit never arrive, and are counted."""
    server = serve(
        Scene("x", signed_in=True),
        lambda asked: Answer(WRITES_BY_ITSELF) if asked.path == PAGE else None,
    )
    done = program("audit", "--headless", "--browser", server.browser, "--json", "-")
    assert {"GET"} == {asked.method for asked in server.seen}
    assert done.report["activity"]["requests_refused"] >= 3
    assert server.imitation.values["allowDataForGenerativeAI"]
