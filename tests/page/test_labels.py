"""The words of LinkedIn's pages, written out here as in the sources: a slip in the catalog shows.

Sources: LINKEDIN.md, "Labels"; each wording is quoted by LinkedIn, a regulator or the press.
"""

from __future__ import annotations

import pytest
from page_parts import KEY, SETTING
from snapshots import candidate, row_of, snapshot

from auditor.page.control import judge
from auditor.page.state import aria_state, native_state, pair_state

TOGGLES = [
    ("en", "Use my data for training content creation AI models"),
    ("fr", "Utiliser mes données pour entraîner des modèles d’IA de création de contenu"),
    ("fr", "Utiliser mes données pour entraîner les modèles d’IA de création de contenu"),
    ("de", "Ihre Daten zum Schulen von KI-Modellen verwenden, um Inhalte zu erstellen"),
    ("it", "Usa i miei dati per addestrare i modelli di IA per la creazione di contenuti"),
    ("pt", "Usar meus dados para treinar modelos de IA para criar conteúdos"),
    ("nl", "Mijn gegevens gebruiken voor training van AI-modellen waarmee content wordt gemaakt"),
    ("pl", "Użyj moich danych do trenowania modeli AI służących do tworzenia treści"),
    ("cs", "Použít moje data pro trénování modelů umělé inteligence k tvorbě obsahu"),
]
TITLES = [
    ("en", "Data for Generative AI Improvement"),
    ("fr", "Données pour l’amélioration de l’IA générative"),
    ("de", "Daten zur Verbesserung generativer KI"),
    ("it", "Dati per migliorare l’IA generativa"),
    ("pt", "Dados para aprimoramento da IA generativa"),
    ("nl", "Gegevens voor verbetering van generatieve AI"),
    ("pl", "Dane na potrzeby ulepszania generatywnej sztucznej inteligencji"),
    ("cs", "Data pro zdokonalování generativní umělé inteligence"),
    ("fi", "Tiedot generatiivisen tekoälyn parantamiseen"),
]
WORDS = [
    *(("en", "On", "on"), ("en", "Off", "off"), ("de", "Ein", "on"), ("de", "Aus", "off")),
    *(("it", "Sì", "on"), ("it", "No", "off"), ("nl", "Uit", "off")),
    *(("pt", "Ativada", "on"), ("pt", "Ativado", "on")),
    *(("pt", "Desativada", "off"), ("pt", "Desativado", "off")),
]


@pytest.mark.parametrize("state", ["on", "off"])
@pytest.mark.parametrize("where", ["its name", "its row"])
@pytest.mark.parametrize(("language", "label"), [*TOGGLES, *TITLES])
def test_a_switch_is_known_by_its_label_in_each_language(language, label, where, state):
    """A switch without LinkedIn's key is read, and certain, by the words of its language."""
    named = {"name": (label,)} if where == "its name" else {"around": row_of(label)}
    verdict = judge(snapshot(candidate(checked=state == "on", **named), language=language), SETTING)
    assert (state, "confirmed", ("label",)) == (
        *(verdict.state, verdict.confidence, verdict.evidence.matched),
    )
    assert label == verdict.evidence.name


@pytest.mark.parametrize(("language", "word", "means"), WORDS)
def test_the_word_beside_a_switch_can_contradict_it(language, word, means):
    """An on/off word of the page's language beside the switch must say what the switch says."""
    for state in ("on", "off"):
        switch = candidate(ids=(KEY,), checked=state == "on", around=row_of("…", word))
        verdict = judge(snapshot(switch, language=language), SETTING)
        expected = (state, None) if state == means else ("unknown", "contradiction")
        assert expected == (verdict.state, verdict.reason)
        assert state != means or word == verdict.evidence.word


def test_a_word_of_another_language_says_nothing():
    """What means on in Dutch says nothing on a German page."""
    switch = candidate(ids=(KEY,), around=row_of("…", "Uit"))
    assert "on" == judge(snapshot(switch, language="de"), SETTING).state


def test_a_key_on_one_control_and_the_label_on_another_is_no_answer():
    """Where key and label name two controls, neither is read."""
    ours = candidate(ids=(KEY,), checked=False, around=row_of("Something else"))
    other = candidate(index=1, ids=("allowAdsByAge",), name=(TOGGLES[0][1],))
    for controls in ((ours, other), (other, ours)):
        verdict = judge(snapshot(*controls), SETTING)
        assert ("unknown", "several_controls") == (verdict.state, verdict.reason)


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ((TOGGLES[0][1],), True),
        (("Data for Generative AI Improvement", TOGGLES[0][1]), True),
        ((TOGGLES[0][1], "Learn more about it, in a whole sentence that ends with a stop."), True),
        ((TOGGLES[0][1].upper(), "On"), True),
        (("Exclude me:", TOGGLES[0][1]), False),
        ((TOGGLES[0][1], "Opt out"), False),
        (("Keep my data out of AI training",), False),
        (("Data for Generative AI Improvement", "Opt out of this"), False),
    ],
)
def test_a_label_counts_where_nothing_around_it_may_reverse_it(lines, found):
    """A known label names the control, unless a word before or after it may deny it."""
    verdict = judge(snapshot(candidate(around=row_of(*lines))), SETTING)
    assert ("on" if found else "unknown") == verdict.state


@pytest.mark.parametrize(
    ("seen", "says"),
    [
        ({}, "on"),
        ({"checked": False}, "off"),
        ({"checked": None}, "no_state"),
        ({"indeterminate": True}, "no_state"),
        ({"ariaChecked": "true"}, "on"),
        ({"ariaChecked": "false"}, "contradiction"),
        ({"checked": False, "ariaChecked": "true"}, "contradiction"),
        ({"ariaChecked": "mixed"}, "no_state"),
        ({"ariaChecked": ""}, "no_state"),
    ],
)
def test_the_state_of_a_native_checkbox(seen, says):
    """A checkbox says what its property says, unless it is mixed or an attribute denies it."""
    assert says == native_state(candidate(**seen))[0]


@pytest.mark.parametrize(
    ("checked", "pressed", "says"),
    [
        *(("true", None, "on"), ("false", None, "off"), (None, "true", "on")),
        *((None, "false", "off"), ("true", "true", "on"), ("true", "false", "contradiction")),
        *((None, None, "missing"), ("mixed", None, "no_state"), ("", None, "no_state")),
        *(("TRUE", None, "no_state"), ("1", None, "no_state"), ("true", "mixed", "no_state")),
    ],
)
def test_the_state_of_an_aria_switch(checked, pressed, says):
    """An ARIA control says `true` or `false`; a missing or another value is no state."""
    seen = candidate(kind="aria", checked=None, ariaChecked=checked, ariaPressed=pressed)
    assert says == aria_state(seen)[0]


@pytest.mark.parametrize(
    ("sides", "says"),
    [
        ((("On", "", True), ("Off", "", False)), "on"),
        ((("On", "", False), ("Off", "", True)), "off"),
        ((("", "true", False), ("", "false", True)), "off"),
        ((("On", "", False), ("Off", "", False)), "no_state"),
        ((("On", "", True), ("Off", "", True)), "no_state"),
        ((("Allow", "x", True), ("Deny", "y", False)), "no_state"),
        ((("On", "off", True), ("Off", "on", False)), "no_state"),
        ((("On", "", True), ("On", "", False)), "no_state"),
    ],
)
def test_the_state_of_two_radio_buttons(sides, says):
    """Of a pair exactly one is chosen, and word and value say which side each one is."""
    nothing = {"indeterminate": False, "ariaChecked": None, "ariaPressed": None}
    options = [
        {"name": (name,), "value": value, "checked": checked, **nothing}
        for name, value, checked in sides
    ]
    pair = candidate(kind="radios", options=options)
    assert says == pair_state(pair.options, {"on"}, {"off"})[0]
