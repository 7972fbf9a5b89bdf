"""The catalog is complete, and agrees with what is publicly known (.github/LINKEDIN.md)."""

import tomllib
from dataclasses import fields
from importlib.resources import files
from itertools import pairwise

import pytest

from auditor.linkedin.catalog import Labels, Setting, catalog
from auditor.linkedin.urls import ORIGIN
from auditor.text import same

SETTINGS = list(catalog().settings.values())

# The only settings whose pages this program may visit, two lines each ("-": not known):
# id: path after /mypreferences/d/ | key | category | topic | hours of delay
#     LinkedIn's English words: heading | row and switch, where they are not the heading ("=")
KNOWN = """
ai-training: settings/data-for-ai-improvement | allowDataForGenerativeAI | privacy | ai | 0
    Data for Generative AI Improvement | = | Use my data for training content creation AI models
partner-sharing: settings/share-data-with-select-partners | shareDataWithTrustedPartners | ads | ads | 0
    Share data with affiliates and partners | = | Data sharing with our affiliates and select partners
research: settings/policy-and-academic-research | allowAnonymizedDataResearch | privacy | ai | 24
    Data research | Social, economic, and workplace research | Use data for research
ads-off-linkedin: settings/ads-beyond-linkedin | allowLinkedInAudienceNetwork | ads | ads | 72
    Ads off LinkedIn | = | =
ads-business-data: settings/ads-interactions-with-business | allowUseOfThirdPartyData | ads | ads | 72
    Data from others for ads | = | Use data from others
ads-measurement: settings/ads-related-actions | allowConversionTrackings | ads | ads | 72
    Measure ad success | = | Use your data for evaluating ad success
ads-age: settings/ads-by-age | allowAdsByAge | ads | ads | 72
    Age range | = | Use your age range for ads
ads-gender: settings/ads-by-gender | allowAdsByGender | ads | ads | 72
    Gender | = | Use your gender for ads
ads-city: settings/ads-inferred-location | allowIpToPersonalizeAds | ads | ads | 72
    Inferred city location | = | Use Inferred city location
ads-interests: interest-categories | adsPrivacyAllowInterestsAndBehaviors | ads | ads | 72
    Interests and traits | = | =
promotions: settings/linkedin-promotions | allowProfileAndActivityDataForMarketingAds | privacy | ads | 0
    LinkedIn promotions | = | Personalized promotions of LinkedIn products
cookies: member-cookies | nonEssentialCookieConsent | - | ads | 0
    - | - | -
microsoft-word: settings/use-linkedin-data-in-microsoft-word | - | privacy | other | 0
    Show work experience | Microsoft Word | Show work experience in Word
message-suggestions: settings/suggest-replies | - | privacy | ai | 0
    Messaging suggestions | = | =
page-owner-export: settings/data-export-by-page-admins | - | profile-visibility | other | 0
    Page owners exporting your data | = | Allow Page owners to export your data
off-linkedin-visibility: settings/profile-visibility-for-partners | - | profile-visibility | other | 0
    Off-LinkedIn Visibility | Profile discovery and visibility off LinkedIn | Profile visibility outside LinkedIn
ads-connections: settings/ads-connections | - | ads | ads | 72
    Connections | = | Use connections data
ads-companies: settings/ads-companies-followed | - | ads | ads | 72
    Companies you follow | = | Use followed companies data
ads-groups: settings/ads-based-on-groups | - | ads | ads | 72
    Groups | = | Use groups data
ads-location: settings/ads-location | - | ads | ads | 72
    Profile location | = | Use postal code and city you enter in your profile
"""  # noqa: E501

# The words of `ai-training` in the other languages: the title, then each name of the switch.
OTHER_LANGUAGES = {
    "fr": [
        "Données pour l’amélioration de l’IA générative",
        "Utiliser mes données pour entraîner des modèles d’IA de création de contenu",
        "Utiliser mes données pour entraîner les modèles d’IA de création de contenu",
    ],
    "de": [
        "Daten zur Verbesserung generativer KI",
        "Ihre Daten zum Schulen von KI-Modellen verwenden, um Inhalte zu erstellen",
    ],
    "it": [
        "Dati per migliorare l’IA generativa",
        "Usa i miei dati per addestrare i modelli di IA per la creazione di contenuti",
    ],
    "pt": [
        "Dados para aprimoramento da IA generativa",
        "Usar meus dados para treinar modelos de IA para criar conteúdos",
    ],
    "nl": [
        "Gegevens voor verbetering van generatieve AI",
        "Mijn gegevens gebruiken voor training van AI-modellen waarmee content wordt gemaakt",
    ],
    "pl": [
        "Dane na potrzeby ulepszania generatywnej sztucznej inteligencji",
        "Użyj moich danych do trenowania modeli AI służących do tworzenia treści",
    ],
    "cs": [
        "Data pro zdokonalování generativní umělé inteligence",
        "Použít moje data pro trénování modelů umělé inteligence k tvorbě obsahu",
    ],
    "fi": ["Tiedot generatiivisen tekoälyn parantamiseen"],
}

STATE_WORDS = {
    "en": (("On",), ("Off",)),
    "de": (("Ein",), ("Aus",)),
    "it": (("Sì",), ("No",)),
    "pt": (("Ativada", "Ativado"), ("Desativada", "Desativado")),
    "nl": ((), ("Uit",)),
}


def labels_of(setting: Setting) -> list[tuple[str, ...]]:
    """The wordings of the switch, of the heading and of the row, language by language."""
    return [
        words
        for labels in setting.labels.values()
        for words in (labels.toggle, labels.title, labels.row)
    ]


def known_settings() -> list[tuple[str, ...]]:
    """The table above: id, path, key, category, topic, delay, heading, row, switch."""
    rows = []
    for entry in KNOWN.strip().replace("\n    ", " | ").splitlines():
        id_, _, rest = entry.partition(": ")
        *facts, heading, row, toggle = ["" if word == "-" else word for word in rest.split(" | ")]
        rows.append((id_, *facts, heading, row.replace("=", heading), toggle.replace("=", heading)))
    return rows


def test_addresses_keys_and_categories_are_the_known_ones():
    """The catalog holds the known paths, keys, category pages, topics and delays, and no other."""
    found = [
        (
            setting.id,
            setting.path.removeprefix("/mypreferences/d/"),
            setting.key,
            setting.category_path.removeprefix("/mypreferences/d/categories/"),
            setting.topic,
            str(setting.delay_hours),
        )
        for setting in SETTINGS
    ]
    assert [row[:6] for row in known_settings()] == found


def test_english_labels_are_those_of_the_photographs():
    """Each setting but `cookies` has the heading, row and switch that LinkedIn shows in English."""
    for id_, *_, heading, row, toggle in known_settings():
        labels = catalog().settings[id_].labels.get("en", Labels())
        expected = [(word,) if word else () for word in (heading, row, toggle)]
        assert expected == [labels.title, labels.row or labels.title, labels.toggle], id_
    assert ["cookies"] == [row[0] for row in known_settings() if not row[-1]]


@pytest.mark.parametrize("language", OTHER_LANGUAGES)
def test_labels_of_other_languages_are_those_quoted(language):
    """Title and switch of `ai-training` are spelt as LinkedIn's own text is quoted."""
    title, *toggles = OTHER_LANGUAGES[language]
    labels = catalog().settings["ai-training"].labels[language]
    assert ((title,), tuple(toggles), ()) == (labels.title, labels.toggle, labels.row)


def test_no_language_has_labels_that_no_test_spells_out():
    """Every label of the catalog is written out in this file as well."""
    assert {"en", *OTHER_LANGUAGES} == set(catalog().settings["ai-training"].labels)
    others = {language for one in SETTINGS if one.id != "ai-training" for language in one.labels}
    assert {"en"} == others


def test_state_words_are_those_quoted():
    """The words for on and off are spelt as quoted, in the languages for which one is."""
    assert STATE_WORDS == {
        language: (words.on, words.off) for language, words in catalog().words.items()
    }


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.id)
def test_no_field_is_empty(setting):
    """Every setting says everything about itself that has to be known."""
    may_be = {"key", "labels", "notes", "category_path", "delay_hours", "help_url"}
    if setting.id == "ai-training":
        may_be = {"delay_hours"}
    empty = {field.name for field in fields(setting) if not getattr(setting, field.name)}
    assert set() == empty - may_be - {"not_offered_in"}
    assert setting.key or setting.labels["en"].toggle, "key or label has to name the switch"


def test_no_entry_is_misspelt_or_without_sources():
    """Each entry of the file is one that the program reads, and names sources and confidence."""
    file = tomllib.loads(files("auditor.linkedin").joinpath("catalog.toml").read_text("utf-8"))
    known = {field.name for field in fields(Setting)} - {"id"}
    for id_, entry in file["settings"].items():
        assert set() == entry.keys() - known - {"sources", "confidence"}, id_
        assert (True, True) == (bool(entry["sources"]), entry["confidence"] in ("high", "medium"))
        for words in entry["labels"].values():
            assert set() == words.keys() - {field.name for field in fields(Labels)}, id_


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.id)
def test_addresses_are_linkedins_own(setting):
    """Addresses are LinkedIn's origin and an exact path, without query or fragment."""
    assert ORIGIN + setting.path == setting.url
    assert not setting.help_url or setting.help_url.startswith(ORIGIN + "/help/linkedin/answer/")
    assert all(not set("?#%*\\") & set(path) for path in (setting.path, setting.category_path))


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.id)
def test_nothing_leads_to_closing_the_account(setting):
    """No address of the catalog is, holds, or begins the address that closes an account."""
    for path in (setting.path, setting.category_path):
        for deadly in ("/mypreferences/d/close-accounts", "/mypreferences/d/hibernate-account"):
            assert not path or not deadly.startswith(path)
            assert deadly.rsplit("/", 1)[1] not in path


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.id)
def test_wordings_are_distinct(setting):
    """No wording is in the catalog twice in one language, once case and apostrophes are aside."""
    for words in labels_of(setting):
        compared = sorted(same(word) for word in words)
        assert all(word != following for word, following in pairwise(compared))
        assert "" not in compared


def test_no_two_settings_share_a_wording():
    """A wording means one setting only, in whatever language the page is."""
    owners: dict[str, set[str]] = {}
    for setting in SETTINGS:
        for word in (word for words in labels_of(setting) for word in words):
            owners.setdefault(same(word), set()).add(setting.id)
    assert [] == [word for word, ids in owners.items() if len(ids) > 1]


def test_no_language_has_one_word_for_on_and_off():
    """The words for on and off differ in every language of the catalog."""
    for words in catalog().words.values():
        assert set() == {same(word) for word in words.on} & {same(word) for word in words.off}


def test_every_note_names_an_address():
    """Each note of the catalog has an address where it can be read."""
    notes = [note for setting in SETTINGS for note in setting.notes]
    assert [] == [note.source for note in notes if not note.source.startswith("https://")]
    assert not any("security.nl" in note.source for note in notes), "regulators, not news sites"
