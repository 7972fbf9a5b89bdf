"""The letters to LinkedIn: each is complete, in both languages and for every region."""

import re
from pathlib import Path

import pytest

from auditor.cli.parser import LETTERS as KINDS
from auditor.cli.parser import REGIONS
from auditor.errors import UsageError
from auditor.i18n import use
from auditor.report.compare import earlier_report
from auditor.report.letters import letter

GOLDEN = Path(__file__).with_name("golden")
LANGUAGES = ("en", "fr")
ARTICLE = {"objection": "21", "access": "15", "erasure": "17"}
FORM = {"objection": "/ask/TS-DPRO", "access": "/ask/TSO-DPO", "erasure": "/ask/TSO-DPO"}
PARTS = {
    "en": {
        "advice": "a template, not legal advice",
        "name": "[Your first name and surname]",
        "profile": "[The address of your LinkedIn profile]",
        "place and date": "[Place], [date]",
        "grounds": "My grounds",
        "month": "within one month",
        "fee": "free of charge",
    },
    "fr": {
        "advice": "un modèle, pas un conseil juridique",
        "name": "[Votre prénom et votre nom]",
        "profile": "[L’adresse de votre profil LinkedIn]",
        "place and date": "[Lieu], le [date]",
        "grounds": "Mes motifs",
        "month": "dans un délai d’un mois",
        "fee": "gratuitement",
    },
}
AUTHORITIES = {
    "eu": ("CNIL", "APD", "CNPD", "77"),
    "uk": ("ICO", "165"),
    "ch": ("DPIC", "77"),
    "other": ("your country or state",),
}


@pytest.fixture(params=LANGUAGES)
def language(request):
    """Each language, in use for one test."""
    use(request.param)
    yield request.param
    use("en")


def flat(text):
    """A letter in one line, with plain spaces, so that words can be looked for."""
    return " ".join(text.split())


def report_of(name, **changes):
    """A report of a person's own account, made from a golden one of the demo."""
    report = earlier_report(str(GOLDEN / f"{name}.json")).model_copy(update={"demo": False})
    result = report.results[0].model_copy(update=changes)
    return report.model_copy(update={"results": (result,)})


@pytest.mark.parametrize("region", REGIONS)
@pytest.mark.parametrize("kind", KINDS)
def test_each_letter_has_each_part(kind, region, language):
    """Every letter has form, controller, article, grounds, the month, no fee, and placeholders."""
    text = flat(letter(kind, region, None))
    assert [] == [part for part, words in PARTS[language].items() if words not in text]
    controller = "LinkedIn Corporation" if region == "other" else "LinkedIn Ireland"
    assert controller in text
    assert FORM[kind] in text
    assert re.search(rf"[Aa]rticles? {ARTICLE[kind]}\b", text)


@pytest.mark.parametrize("region", REGIONS)
@pytest.mark.parametrize("kind", KINDS)
def test_each_letter_names_the_authority(kind, region, language):
    """Every letter names the authority of the region, by its French name in French."""
    text = flat(letter(kind, region, None)).replace("PFPDT", "DPIC")
    text = text.replace("votre pays ou de votre État", "your country or state")
    assert [] == [name for name in AUTHORITIES[region] if name not in text]


@pytest.mark.parametrize("kind", ["objection", "erasure"])
def test_grounds_have_a_bracket_and_three_examples(kind, language):
    """Letters that need grounds of the person's situation have a bracket with three examples."""
    assert 3 == letter(kind, "eu", None).count("[- ")


def test_articles_of_the_month_the_fee_and_the_complaint_are_cited(language):
    """In Europe the month, the fee, the refusal and the complaint come with their articles."""
    text = flat(letter("access", "eu", None))
    cited = ("12(3)", "12(5)", "12(4)") if language == "en" else ("paragraphe 3", "paragraphe 5")
    assert [] == [article for article in cited if article not in text]


def test_outside_europe_no_right_is_claimed(language):
    """Outside Europe the letter says what applies, asks instead of claiming, and cites no law."""
    text = letter("objection", "other", None)
    assert ("OUTSIDE EUROPE" if language == "en" else "HORS D’EUROPE") in text
    assert "77" not in text
    assert ("Under Article" if language == "en" else "En vertu") not in text


def test_switzerland_has_its_own_law(language):
    """In Switzerland the Federal Act on Data Protection stands beside the GDPR."""
    for kind, article in (("objection", "30"), ("access", "25"), ("erasure", "32")):
        text = flat(letter(kind, "ch", None))
        assert ("FADP" if language == "en" else "LPD") in text
        assert article in text


def test_the_united_kingdom_has_its_own_gdpr(language):
    """In the United Kingdom every letter rests on the UK GDPR."""
    for kind in KINDS:
        assert ("UK GDPR" if language == "en" else "RGPD britannique") in letter(kind, "uk", None)


def test_a_report_is_stated(language):
    """With a report of a switch-off the letter names the day and the fresh load."""
    text = flat(letter("objection", "eu", report_of("verified")))
    if language == "en":
        assert "On 22 November 2026 I switched the setting" in text
        assert "It then read off, confirmed by a fresh load of its page." in text
    else:
        assert "Le 22 novembre 2026, j’ai désactivé la préférence" in text
        assert "ce qu’un nouveau chargement de la page a confirmé" in text


def test_a_reading_is_stated_as_it_is(language):
    """A reading without a switch-off is stated as on or off, and on brings a word to the reader."""
    off = flat(letter("access", "eu", report_of("off")))
    on = flat(letter("access", "eu", report_of("not_applied")))
    assert ("account read off." if language == "en" else "comme désactivée.") in off
    assert ("account read on." if language == "en" else "comme activée.") in on
    assert ("opt-out" in on, "opt-out" in off) == (True, False)


@pytest.mark.parametrize(
    "report",
    [
        earlier_report(str(GOLDEN / "verified.json")),
        report_of("unknown"),
        report_of("verified", change="uncertain"),
        report_of("off", id="research"),
        report_of("off", before=None),
    ],
    ids=["demo", "unknown", "uncertain", "another setting", "nothing read"],
)
def test_a_report_without_a_certain_reading_is_refused(report):
    """A letter states no reading of the demo, and none that is not certain."""
    with pytest.raises(UsageError) as refused:
        letter("objection", "eu", report)
    assert "linkedin-auditor audit" in refused.value.hint


@pytest.mark.parametrize("region", REGIONS)
@pytest.mark.parametrize("kind", KINDS)
def test_letters_are_plain_lines(kind, region, language):
    """A letter has no markup, no line over 76 columns, and no gap of two empty lines."""
    text = letter(kind, region, report_of("off"))
    assert [] == [line for line in text.splitlines() if len(line) > 76]
    assert not re.search(r"[{}<>*]|None|\n\n\n", text)


@pytest.mark.parametrize("kind", KINDS)
def test_sentences_are_short(kind, language):
    """No sentence of a letter has more than 30 words, articles included."""
    text = letter(kind, "eu", report_of("verified"))
    for paragraph in re.split(r"\n\s*\n|\n(?=\d\. |\[)", text):
        for sentence in re.split(r"(?<=[.!?:;])\s+", flat(paragraph)):
            assert len(sentence.split()) <= 30, sentence
