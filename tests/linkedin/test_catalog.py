"""The catalog is complete, and agrees with what is publicly known (facts, sections 1 to 3)."""

from dataclasses import fields
from itertools import pairwise

import pytest

from auditor.linkedin.catalog import ORIGIN, Setting, catalog
from auditor.text import same

SETTINGS = list(catalog().settings.values())

# The only paths this program may ever visit, each with its key; facts, sections 2 and 3.
KNOWN = {
    "ai-training": (
        "/mypreferences/d/settings/data-for-ai-improvement",
        "allowDataForGenerativeAI",
        "/mypreferences/d/categories/privacy",
    ),
}


KNOWN |= {
    id_: (f"/mypreferences/d/{path}", key, "/mypreferences/d/categories/privacy" if listed else "")
    for id_, path, key, listed in (
        (
            "partner-sharing",
            "settings/share-data-with-select-partners",
            "shareDataWithTrustedPartners",
            True,
        ),
        ("research", "settings/policy-and-academic-research", "allowAnonymizedDataResearch", True),
        ("ads-off-linkedin", "settings/ads-beyond-linkedin", "allowLinkedInAudienceNetwork", False),
        (
            "ads-business-data",
            "settings/ads-interactions-with-business",
            "allowUseOfThirdPartyData",
            False,
        ),
        ("ads-measurement", "settings/ads-related-actions", "allowConversionTrackings", False),
        ("ads-age", "settings/ads-by-age", "allowAdsByAge", False),
        ("ads-gender", "settings/ads-by-gender", "allowAdsByGender", False),
        ("ads-city", "settings/ads-inferred-location", "allowIpToPersonalizeAds", False),
        ("ads-interests", "interest-categories", "adsPrivacyAllowInterestsAndBehaviors", False),
        (
            "promotions",
            "settings/linkedin-promotions",
            "allowProfileAndActivityDataForMarketingAds",
            False,
        ),
        ("cookies", "member-cookies", "nonEssentialCookieConsent", False),
    )
}


def labels_of(setting: Setting) -> list[tuple[str, ...]]:
    """The wordings of the switch and of the title, language by language."""
    return [words for known in setting.labels.values() for words in (known.toggle, known.title)]


def test_paths_and_keys_are_those_of_the_facts():
    """The catalog's paths and keys are exactly those of the allow-list, which holds no other."""
    found = {one.id: (one.path, one.key, one.category_path) for one in SETTINGS}
    assert KNOWN == found


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.id)
def test_no_field_is_empty(setting):
    """Every setting says everything about itself that has to be known."""
    may_be = {"labels", "notes", "category_path", "help_url", "not_offered_in"}
    empty = {field.name for field in fields(setting) if not getattr(setting, field.name)}
    assert set() == empty - (set() if setting.id == "ai-training" else may_be) - {"not_offered_in"}


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.id)
def test_addresses_are_linkedins_own(setting):
    """Addresses are LinkedIn's origin and an exact path, without query or fragment."""
    assert (ORIGIN + setting.path, ORIGIN + setting.category_path) == (
        setting.url,
        setting.category_url,
    )
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
        assert all(one != other for one, other in pairwise(compared))
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


def test_the_wanted_state_is_off():
    """Every setting of the catalog protects when it is off, which is all that opt-out can do."""
    assert {"off"} == {setting.wanted for setting in SETTINGS}
