"""LinkedIn's addresses, told apart by host and path segments."""

import pytest

from auditor.linkedin.urls import (
    ORIGIN,
    is_background,
    is_first_party,
    is_settings_path,
    is_sign_in_path,
)

API = "/mysettings-api/settingsApiSettings/allowDataForGenerativeAI"


@pytest.mark.parametrize(
    ("url", "ours"),
    [
        (ORIGIN + "/feed/", True),
        ("https://linkedin.com/", True),
        ("https://fr.linkedin.com/", True),
        ("https://static.licdn.com/sc/h/x.js", True),
        ("https://WWW.LINKEDIN.COM/", True),
        ("https://notlinkedin.com/", False),
        ("https://linkedin.com.evil.test/", False),
        ("https://evil.test/www.linkedin.com/", False),
        ("https://www.linkedin.com@evil.test/", False),
        ("https://licdn.com.evil.test/x.js", False),
        ("https://accounts.google.com/signin", False),
        ("android://[in-jane-1815]/x", False),
        ("about:blank", False),
        ("", False),
    ],
)
def test_which_hosts_are_linkedins(url, ours):
    """Only linkedin.com, licdn.com and hosts below them are LinkedIn's own."""
    assert ours == is_first_party(url)


@pytest.mark.parametrize(
    ("path", "inside"),
    [
        *((API, True), ("/mypreferences/d/x", True), ("/psettings/x", True)),
        *(("/MYSETTINGS-API/x", True), ("//mysettings-api/x", True)),
        *(("/mypreferences-not/x", False), ("/feed/mypreferences/x", False), ("/", False)),
    ],
)
def test_which_paths_are_settings(path, inside):
    """A path lies in the settings by its first segment, in whatever case."""
    assert inside == is_settings_path(path)


@pytest.mark.parametrize(
    ("url", "background"),
    [
        *((ORIGIN + "/li/track", True), (ORIGIN + "/realtime/connect", True)),
        *((ORIGIN + "/3wAYfyrylvfTN", True), (ORIGIN + "/sensorCollect/?x", True)),
        *(("https://merchantpool1.linkedin.com/fp", True), ("https://snap.licdn.com/x", True)),
        *((ORIGIN + "/collect", True), (ORIGIN + "/platform-telemetry/li/x", True)),
        *((ORIGIN + API, False), (ORIGIN + "/voyager/api/graphql", False)),
        *((ORIGIN + "/collections/x", False), (ORIGIN + "/feed/", False)),
        ("https://static.licdn.com/x.js", False),
    ],
)
def test_what_carries_no_setting(url, background):
    """Tracking, telemetry and the realtime stream are background, and the settings are not."""
    assert background == is_background(url)


@pytest.mark.parametrize(
    ("path", "signs_in"),
    [
        *(("/uas/login", True), ("/flagship-web/login/", True), ("/checkpoint/x", True)),
        *(("/authwall", True), ("/signup/cold-join", True), ("/feed/", False)),
        *(("/help/login-problems", False), ("/mypreferences/d/settings/x", False)),
    ],
)
def test_which_paths_ask_to_sign_in(path, signs_in):
    """A page asks to sign in by a whole segment of its path."""
    assert signs_in == is_sign_in_path(path)
