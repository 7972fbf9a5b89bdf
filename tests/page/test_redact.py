"""What a report tells of a page is known beforehand, letter by letter; the rest is not told."""

import pytest
from saving import LABEL, SETTING, page

from auditor.page.redact import (
    redact_label,
    redact_language,
    redact_mark,
    redact_path,
    redact_role,
)


@pytest.mark.parametrize(
    ("path", "told"),
    [
        (SETTING.path, SETTING.path),
        (SETTING.path + "/", SETTING.path),
        (SETTING.category_path, SETTING.category_path),
        (
            "/mysettings-api/settingsApiSettings/allowDataForGenerativeAI",
            "/mysettings-api/settingsApiSettings/allowDataForGenerativeAI",
        ),
        ("/", "/"),
        ("/in/ada-lovelace-1815", "/…"),
        ("/mypreferences/d/settings/ada-lovelace", "/mypreferences/…"),
        ("/checkpoint/challenge/AgEada", "/checkpoint/…"),
        ("/flagship-web/login/", "/flagship-web/…"),
        ("/feed/ada", "/feed/…"),
        ("/ada", "/…"),
    ],
)
def test_a_path_is_told_as_far_as_the_catalog_knows_it(path, told):
    """The catalog's own paths are told in full, of another one its first segment at most."""
    assert told == redact_path(path)


@pytest.mark.parametrize(
    ("text", "told"), [(LABEL.upper(), LABEL), (f" {LABEL} ", LABEL), ("Ada Lovelace", "")]
)
def test_a_label_is_told_as_the_catalog_spells_it(text, told):
    """In which letters a page writes a label is not repeated, and another text is not told."""
    assert told == redact_label(text, (LABEL,))


def test_roles_marks_and_languages_are_those_of_the_standards():
    """A role, a state or a language that may be a name is told as `other`."""
    assert ["switch", "other"] == [redact_role(role) for role in ("switch", "Lovelace")]
    assert ["mixed", "empty", "other"] == [redact_mark(mark) for mark in ("mixed", "", "Ada")]
    tags = ("en", "pt-BR", "zh-Hant", "Lovelace", "en-Ada", "")
    assert ["en", "pt-BR", "zh-Hant", "other", "other", ""] == [*map(redact_language, tags)]


def test_a_page_that_writes_the_label_differently_is_read(here):
    """A label in other letters is the same label, and the report has it as the catalog does."""
    here.serve(page("", label=LABEL.swapcase(), widget="<input type=checkbox role=switch>"))
    reading = here.read()
    assert ("on", "confirmed", LABEL) == (
        *(reading.state, reading.confidence, reading.evidence.name),
    )
