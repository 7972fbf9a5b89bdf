"""Both languages are complete, and the JSON stays English."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from messages import sentences
from server import CHECKOUT

from auditor import i18n

PO = CHECKOUT / "auditor/locale/fr/LC_MESSAGES/linkedin-auditor.po"


@pytest.fixture(scope="module")
def french():
    """The French translation, message by message."""
    with PO.open("rb") as file:
        return {message.id: message for message in read_po(file) if message.id}


def placeholders(text: str) -> set[str]:
    """The names in braces."""
    return set(re.findall(r"{\w+}", text))


def test_every_sentence_is_translated(french):
    """Whatever the program may say, it can say in French."""
    assert set() == sentences() - {id_ for id_, message in french.items() if message.string}


def test_nothing_is_translated_that_is_no_longer_said(french):
    """The translation holds no message that the program has given up."""
    assert set() == set(french) - sentences()


def test_translations_keep_placeholders_and_commands(french):
    """A translation has the placeholders, the options and the addresses of the original."""
    for id_, message in french.items():
        assert placeholders(id_) == placeholders(message.string), id_
        for kept in re.findall(
            r"--[a-z-]+|https://\S+|linkedin-auditor (?:audit|opt-out|doctor)\b", id_
        ):
            assert kept in message.string, id_


def test_no_translation_is_marked_as_doubtful(french):
    """No French message is a guess of a merging tool."""
    assert [] == [id_ for id_, message in french.items() if message.fuzzy]


@pytest.mark.parametrize(
    ("name", "spoken"),
    [("fr_FR.UTF-8", "fr"), ("French_France", "fr"), ("fr", "fr"), ("de_DE", "en"), ("C", "en")],
)
def test_the_systems_language_is_followed_where_it_is_spoken(monkeypatch, name, spoken):
    """French systems get French, all others English."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("LANG", name)
    assert spoken == i18n.system_language()


def test_the_catalogue_is_compiled():
    """The compiled translation lies beside its source, as the build leaves it."""
    assert Path(PO).with_suffix(".mo").is_file()


def test_no_sentence_is_long():
    """No sentence that people read has more than 25 words, in either language."""
    with PO.open("rb") as file:
        french = [message.string for message in read_po(file) if message.id]
    for text in (text for text in {*sentences(), *french} if text.count("\n") < 3):  # no tables
        for sentence in re.split(r"[.?!:;…]\s+", text):
            assert len(sentence.split()) <= 25, sentence


def test_french_signs_keep_their_distance(french):
    """A no-break space stands before each of the high signs, and inside of the quotation marks."""
    for message in french.values():
        prose = re.sub(r"https?://\S+|\d:\d|\b[a-z]+:", "", message.string)
        assert not re.search(r"(?<!\u00a0)[:;?!»](?=\s|$)|«(?!\u00a0)", prose), message.string


def test_nobody_is_addressed_by_the_familiar_form(french):
    """The program says "vous"."""
    for message in french.values():
        assert not re.search(r"\b(?:tu|toi|tes|ton)\b", message.string), message.string
