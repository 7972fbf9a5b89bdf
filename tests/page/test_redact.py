"""What a report shows of a page is known beforehand, letter by letter; the rest is not told."""

import pytest
from hostile import API, SETTING, page
from server import program

from auditor.demo.imitation import Answer, Scene
from auditor.doctor.describe_page import shape
from auditor.page.redact import shown_key, shown_language, shown_status

LABEL = "Use my data for training content creation AI models"


def test_a_label_is_told_as_we_know_it(serve):
    """In which letters a page writes a label, by which an id can be told, is not repeated."""
    html = page().replace(LABEL, "uSe MY " + LABEL[7:].upper())
    server = serve(
        Scene("x", signed_in=True),
        lambda asked: Answer(html) if asked.path == SETTING.path else None,
    )
    done = program("audit", "--headless", "--browser", server.browser, "--json", "-")
    assert LABEL == done.result["before"]["evidence"]["name"]
    assert "uSe MY" not in done.out + done.err


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/in/privacy", "/in/…"),
        ("/IN/privacy", "/…/…"),
        ("/in//privacy", "/in/…/…"),
        ("/%69n/privacy", "/…/…"),
        ("/pub/privacy", "/…/…"),
        ("/voyager/api/identity/profiles/account", "/voyager/api/identity/profiles/…"),
        ("/voyager/api/identity/profile/account", "/voyager/api/identity/…/…"),
        ("/psettings/account", "/psettings/account"),
    ],
)
def test_a_member_who_is_called_by_a_word_we_know_is_not_named(path, told):
    """In the link to a profile no part that may be a name is told, whatever it is."""
    assert told == shape(path)


def test_a_language_that_may_be_initials_is_not_repeated():
    """Of languages those of the standard are told, with regions that tell wordings apart."""
    assert ["en", "pt-BR", "zh-Hant", "other", "other", ""] == [
        shown_language(tag) for tag in ("en", "pt-BR", "zh-Hant", "jd", "en-QX", "")
    ]


def test_a_number_of_refused_requests_is_counted_up_to_99(serve):
    """However often a page is refused the report tells of 99 times at most."""
    script = f"for (let i = 0; i < 150; i += 1) fetch('{API}', {{method: 'PUT'}}).catch(() => 0);"
    server = serve(
        Scene("x", signed_in=True),
        lambda asked: Answer(page(script)) if asked.path == SETTING.path else None,
    )
    done = program("audit", "--headless", "--browser", server.browser, "--json", "-")
    assert 99 == done.report["activity"]["requests_refused"]


def test_a_status_is_one_that_is_known():
    """Of a status that only a server of its own knows the class is told."""
    told = {204: 204, 404: 404, 999: 999, 287: 200, 7071: 500, 987654321: 500, 0: 500}
    assert told == {status: shown_status(status) for status in told}


def test_a_member_who_is_called_by_words_of_a_key_is_not_named():
    """An id is told in words that LinkedIn's keys are made of and nobody is called by."""
    told = {"urn-li-Can-To-4711": "other id", "CanTo": "other id", "allowJaneAds": "allow…Ads"}
    assert told == {name: shown_key(name, SETTING.key) for name in told}
