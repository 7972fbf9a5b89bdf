"""What the browser may ask for: the rule alone, as a table."""

import pytest

from auditor.linkedin.network import NetworkRules
from auditor.linkedin.urls import ORIGIN

API = ORIGIN + "/mysettings-api/settingsApiSettings/allowDataForGenerativeAI"
ELSEWHERE = "https://accounts.google.com/signin"


def rules(moment):
    """The rules in a moment of a run."""
    made = NetworkRules()
    made.signed_in = moment != "before"
    made.waiting_for_person = moment == "waiting"
    made.saving_allowed = moment == "saving"
    return made


@pytest.mark.parametrize(
    ("method", "url", "before", "reading", "waiting", "saving"),
    [
        ("GET", ORIGIN + "/feed/", True, True, True, True),
        ("GET", "https://static.licdn.com/x.js", True, True, True, True),
        ("GET", API, True, True, True, True),
        ("PUT", API, False, False, False, True),
        ("POST", API, False, False, False, True),
        ("DELETE", ORIGIN + "/psettings/x", False, False, False, True),
        ("POST", ORIGIN + "/checkpoint/lg/login-submit", True, True, True, True),
        ("POST", ORIGIN + "/li/track", True, True, True, True),
        ("PUT", ORIGIN + "/voyager/api/x", True, False, True, True),
        ("GET", ELSEWHERE, True, False, True, False),
        ("PUT", ELSEWHERE, True, False, True, False),
        ("GET", "https://client-api.arkoselabs.com/fc/", True, False, True, False),
        ("GET", "https://notlinkedin.com/", True, False, True, False),
        ("GET", "https://linkedin.com.evil.test/", True, False, True, False),
        ("GET", "https://www.linkedin.com@evil.test/", True, False, True, False),
        ("GET", "https://127.0.0.1/", True, False, True, False),
    ],
)
def test_what_may_be_asked_for(method, url, before, reading, waiting, saving):
    """LinkedIn always, others until signed in or while waiting, writes only around the press."""
    moments = {"before": before, "reading": reading, "waiting": waiting, "saving": saving}
    allowed = {moment: rules(moment).allows(method, url) for moment in moments}
    assert moments == allowed
