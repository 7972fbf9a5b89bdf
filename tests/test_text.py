"""Text from a page: made clean before it is shown, made equal before it is compared."""

import unicodedata

import pytest

from auditor.text import clean, same


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("  a \n\t b\u00a0c ", "a b c"),
        ("\x1b[31mred\x1b[0m", "[31mred [0m"),
        ("left\u202eright", "leftright"),
        ("zero\u200bwidth\u2060", "zerowidth"),
        ("bell\x07\x00\x9b", "bell"),
        ("lone \ud800 half", "lone half"),
        ("private \ue000 use", "private use"),
        ("Données de l’IA", "Données de l’IA"),
        ("", ""),
    ],
)
def test_what_is_shown_is_plain(text, shown):
    """Control, escape, direction and other invisible characters do not reach a terminal."""
    assert shown == clean(text)


def test_what_is_shown_is_one_short_line():
    """A long text is cut to its limit and says so, and an endless one costs nothing."""
    assert "a" * 9 + "…" == clean("a" * 11, 10)
    assert "a" * 10 == clean("a" * 10, 10)
    assert 120 == len(clean("word " * 1_000_000))


def test_no_character_is_shown_that_is_not_seen():
    """Of all characters none that is a control, a mark of format or half a pair is left."""
    left = set()
    for first in range(0, 0x110000, 1024):
        text = "".join(map(chr, range(first, first + 1024)))
        left |= {unicodedata.category(char) for char in clean(text, limit=2048)}
    assert set() == left & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("l’IA", "l'IA"),
        ("Use my data", "USE  MY\u00a0DATA"),
        ("Straße", "STRASSE"),
        ("entraîner", "entrai\u0302ner"),
        ("train\u00ading", "training"),
        ("On", "On."),
        ("Données :", "données"),
        ("\u200fOff\u200f", "off"),
    ],
)
def test_wordings_that_read_alike_are_the_same(one, other):
    """Case, apostrophes, spaces, invisible marks and the final stop make no other wording."""
    assert same(one) == same(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("On", "Off"),
        ("Use my data", "Do not use my data"),
        ("Ativada", "Desativada"),
        ("Sì", "Si"),
        ("No", "Nó"),
        ("On", "On off"),
        ("", "On"),
    ],
)
def test_other_wordings_stay_apart(one, other):
    """Accents and words are not folded away."""
    assert same(one) != same(other)
