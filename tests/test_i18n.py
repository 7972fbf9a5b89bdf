"""Both languages are complete, and the JSON stays English."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from messages import sentences
from server import CHECKOUT, program

import auditor.i18n as words

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
    assert spoken == words.system_language()


def test_the_whole_program_speaks_french_and_its_json_english():
    """With --lang fr a run speaks French on both streams; its JSON is the same as ever."""
    ran = program("audit", "--demo", "french", "--lang", "fr", "--json", "-")
    assert 1 == ran.code
    assert "● ACTIVÉ  Données pour l’amélioration de l’IA générative" in ran.err
    assert "Connectez-vous à LinkedIn" in ran.err
    assert "Data for Generative AI Improvement" == ran.result["title"]
    assert "fr" == ran.result["before"]["evidence"]["language"]


@pytest.mark.parametrize(
    "args", [["--lang", "fr"], ["--lang=fr", "--help"], ["audit", "--lang=fr", "-h"]]
)
def test_help_is_french_too(args):
    """Help texts are in the language asked for, wherever --lang stands."""
    done = subprocess.run(
        [sys.executable, "-m", "auditor", *args], capture_output=True, text=True, cwd=CHECKOUT
    )
    assert "préférence" in done.stdout or "prouve" in done.stdout
    assert [] == re.findall(r"usage:|show |examples:", done.stdout)
    assert 0 == done.returncode


def test_errors_are_french_too():
    """A refusal before anything is opened is in the language asked for, values included."""
    ran = program("audit", "--lang", "fr", "ai-trainig")
    assert (2, "Vouliez-vous dire ai-training\u00a0?") == (ran.code, ran.err.splitlines()[-1])
    ran = program("audit", "--lang", "fr", "--browser")
    first, second = ran.err.splitlines()
    assert "linkedin-auditor: argument --browser\u00a0: une valeur est attendue." == first
    assert (2, "Pour l’aide\u00a0: linkedin-auditor audit --help") == (ran.code, second)


def test_the_catalogue_is_compiled():
    """The compiled translation lies beside its source, as the build leaves it."""
    assert Path(PO).with_suffix(".mo").is_file()


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("command", [[], ["audit"], ["opt-out"], ["doctor"], ["render"]])
def test_help_fits_a_terminal(command, language):
    """No line of the help is wider than 80 columns, in either language."""
    done = program(*command, "--help", "--lang", language, environment={"COLUMNS": "80"})
    assert [] == [line for line in done.out.splitlines() if len(line) > 80]
