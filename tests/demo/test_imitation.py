"""The imitation answers as LinkedIn is known to."""

from __future__ import annotations

import http.client
import json
import ssl

import pytest

from auditor.demo.imitation import (
    AUTHENTICATE_PATH,
    CHECKED_PATH,
    SIGN_IN_PATH,
    Imitation,
    saved_as,
)
from auditor.demo.scenes import Scene
from auditor.linkedin.catalog import catalog
from auditor.linkedin.urls import ORIGIN, WRITE_PATH

SETTINGS = catalog().settings
AI_TRAINING = SETTINGS["ai-training"]
CATEGORIES = sorted({setting.category_path for setting in SETTINGS.values()} - {""})
AUTHENTICATE = ORIGIN + AUTHENTICATE_PATH
ENGLISH = Scene("x", signed_in=True, others={})


def test_who_is_not_signed_in_is_sent_to_the_sign_in_page():
    """Every settings page leads to LinkedIn's new sign-in page, and no value is given."""
    imitation = Imitation(Scene("x"))
    for path in (*(setting.path for setting in SETTINGS.values()), *CATEGORIES):
        answer = imitation.answer("GET", ORIGIN + path)
        assert 303 == answer.status
        assert answer.location.startswith(f"{SIGN_IN_PATH}/?session_redirect=https%3A%2F%2F")
    assert 401 == imitation.answer("GET", ORIGIN + WRITE_PATH + AI_TRAINING.key).status


def test_signing_in_sets_a_cookie_that_lasts():
    """The answer to the sign-in page sets `li_at` with an expiry, and settings pages open."""
    imitation = Imitation(Scene("x"))
    cookie = imitation.answer("POST", AUTHENTICATE, "{}").cookie
    assert cookie.startswith("li_at=")
    assert "Max-Age=" in cookie
    assert 200 == imitation.answer("GET", AI_TRAINING.url).status


def test_a_check_comes_before_the_cookie():
    """In the scene `check` nobody is signed in until the check is answered."""
    imitation = Imitation(Scene("x", check=True))
    assert imitation.answer("POST", AUTHENTICATE, "{}").cookie is None
    assert 303 == imitation.answer("GET", AI_TRAINING.url).status
    verified = imitation.answer("POST", ORIGIN + CHECKED_PATH)
    assert verified.cookie.startswith("li_at=")
    assert 200 == imitation.answer("GET", AI_TRAINING.url).status


@pytest.mark.parametrize("setting", SETTINGS.values(), ids=lambda setting: setting.id)
def test_every_setting_can_be_saved(setting):
    """What is saved for one setting is in force once the answer is given, and for no other."""
    imitation = Imitation(ENGLISH)
    url = ORIGIN + WRITE_PATH + saved_as(setting)
    answer = imitation.answer("PUT", url, '{"value": false}')
    assert {True} == set(imitation.values.values())
    imitation.keep(answer)
    assert [saved_as(setting)] == [key for key, value in imitation.values.items() if not value]
    assert {"value": False} == json.loads(imitation.answer("GET", url).body)


def test_the_answer_to_a_save_may_not_be_stored():
    """A save is answered with a short JSON body and `Cache-Control: no-store`."""
    answer = Imitation(ENGLISH).answer(
        "PUT", ORIGIN + WRITE_PATH + AI_TRAINING.key, '{"value": false}'
    )
    assert (("cache-control", "no-store"),) == answer.headers
    assert ("application/json", True) == (answer.content_type, 0 < len(answer.body) < 50)


def test_demo_stands_on_every_page():
    """The word DEMO is in the title and in the body of each page, before anything is drawn."""
    imitation = Imitation(ENGLISH)
    paths = [setting.path for setting in SETTINGS.values()]
    paths += [*CATEGORIES, SIGN_IN_PATH, "/checkpoint/challenge/demo", "/nowhere"]
    for path in paths:
        head, body = imitation.answer("GET", ORIGIN + path).body.split("</head>")
        assert ("DEMO" in head, "DEMO" in body) == (True, True), path


def test_the_https_server_redirects_and_sets_the_cookie(serve):
    """On the HTTPS server redirects are real ones, and cookie and headers are the imitation's."""
    server = serve(Scene("x"))
    context = ssl._create_unverified_context()

    def ask(method, path):
        connection = http.client.HTTPSConnection("127.0.0.1", server.port, context=context)
        connection.request(method, path, headers={"host": "www.linkedin.com"})
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer

    led = ask("GET", AI_TRAINING.path)
    assert (303, True) == (led.status, led.getheader("location").startswith(SIGN_IN_PATH))
    signed_in = ask("POST", AUTHENTICATE_PATH)
    assert "Max-Age" in signed_in.getheader("set-cookie")
    assert "no-store" == signed_in.getheader("cache-control")
    assert 200 == ask("GET", AI_TRAINING.path).status
