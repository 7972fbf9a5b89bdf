"""The imitation's pages show what the photographs show, and behave as the pages are known to."""

from __future__ import annotations

import pytest
from exhaustive import more

from auditor.demo.imitation import SIGN_IN_PATH, Imitation
from auditor.demo.scenes import Scene
from auditor.linkedin.catalog import catalog
from auditor.linkedin.urls import ORIGIN

SETTINGS = catalog().settings
ENGLISH = Scene("x", signed_in=True, others={})
AI_TRAINING = SETTINGS["ai-training"]
LIST = ORIGIN + AI_TRAINING.category_path
CATEGORIES = sorted({setting.category_path for setting in SETTINGS.values()} - {""})

PHOTOGRAPHED = [
    "DEMO: an imitation. No account, no network.",
    "in",
    "Settings",
    "Account preferences",
    "Sign in & security",
    "Visibility",
    "Data privacy",
    "Advertising data",
    "Notifications",
    "Back",
    "Data for Generative AI Improvement",
    "Can LinkedIn and its affiliates use your personal data and content you create on LinkedIn"
    " to train generative AI models that create content?",
    "Use my data for training content creation AI models",
    "On",
    "When this setting is on, … private messages are not included. Learn more",
]
FRENCH = [
    "DEMO: une imitation. Ni compte, ni réseau.",
    "in",
    "Confidentialité des données",
    "Données pour l’amélioration de l’IA générative",
    "Utiliser mes données pour entraîner des modèles d’IA de création de contenu",
]


@pytest.fixture(scope="module")
def page(browser):
    """One page for all tests here."""
    return browser.new_context(service_workers="block").new_page()


@pytest.fixture
def shown(page):
    """Show an address of a new imitation in the page, as a browser that is new, and give both."""

    def show(address, scene=ENGLISH, drawn=".card"):
        page.goto("about:blank")
        page.context.unroute_all()
        page.context.clear_cookies()
        imitation = Imitation(scene)
        imitation.attach(page.context)
        page.goto(address, wait_until="domcontentloaded")
        page.wait_for_selector(drawn, state="attached")
        return page, imitation

    return show


def lines(page):
    """The lines of text that the page shows."""
    return [line.strip() for line in page.inner_text("body").splitlines() if line.strip()]


def test_the_settings_page_is_that_of_the_photographs(shown):
    """Bar, rail, card, one switch and nine links in the footer are there; Back has the focus."""
    page, _ = shown(AI_TRAINING.url)
    assert PHOTOGRAPHED == lines(page)
    assert "Back" == page.evaluate("document.activeElement.innerText")
    assert "Data privacy" == page.inner_text("nav a[aria-current]")
    assert (6, 9, 1) == tuple(
        page.locator(selector).count() for selector in ("nav a", "footer a", "[role=switch]")
    )
    card, label, word, track = (
        page.locator(selector).bounding_box()
        for selector in (".card", ".label", ".state", ".track")
    )
    assert (720, 48, 32) == (card["width"], track["width"], track["height"])
    assert label["x"] < word["x"] < track["x"]


def test_no_french_words_are_made_up(shown):
    """In French the page shows the words that are quoted somewhere, and bars for the others."""
    page, _ = shown(AI_TRAINING.url, Scene("x", signed_in=True, language="fr"))
    assert FRENCH == lines(page)
    assert "fr" == page.get_attribute("html", "lang")
    assert page.evaluate("document.activeElement.className == 'back'")


def test_the_page_is_an_empty_shell_until_the_data_have_come(shown):
    """Until LinkedIn has given the value, nothing stands in the main part of the page."""
    page, _ = shown(AI_TRAINING.url, Scene("x", signed_in=True, data_delay=1.0), drawn="main")
    assert "" == page.inner_text("main")
    page.wait_for_selector("[role=switch]", state="attached")


SOME = ("ai-training", "ads-interests", "cookies", "microsoft-word")


@pytest.mark.parametrize("ids", [SOME, *more(tuple(SETTINGS))], ids=["some", "all"])
def test_every_setting_is_drawn_from_the_catalog(shown, ids):
    """The page of each setting has its heading, its label and its own switch, checked when on."""
    page, _ = shown(AI_TRAINING.url)
    for setting in (SETTINGS[id_] for id_ in ids):
        page.goto(setting.url)
        switch = page.locator("[role=switch]").first
        switch.wait_for(state="attached")
        labels = setting.labels.get("en")
        assert (labels.title[0] if labels else "") == page.inner_text("h1")
        assert (labels.toggle[0] if labels else "") == page.locator(".label").first.inner_text()
        names = [switch.get_attribute("aria-labelledby"), switch.get_attribute("id")]
        assert not setting.key or setting.key in names
        assert switch.is_checked()


@pytest.mark.parametrize(
    ("save", "left"),
    [
        ("keep", False),
        ("refuse", True),
        pytest.param("pretend", False, marks=pytest.mark.exhaustive),
    ],
)
def test_the_mouse_can_press_the_track(shown, save, left):
    """A click on the track flips the switch, and a save that is refused flips it back."""
    page, imitation = shown(AI_TRAINING.url, Scene("x", signed_in=True, save=save))
    with page.expect_response(lambda response: response.request.method == "PUT"):
        page.click(".track")
    word = "On" if left else "Off"
    page.wait_for_function("word => document.querySelector('.state').innerText === word", arg=word)
    assert left == page.locator("[role=switch]").is_checked()
    assert (save != "keep") == imitation.values[AI_TRAINING.key]


def test_every_setting_is_on_its_list(shown):
    """Each category page lists its settings, with the state word in a block after the title."""
    wordless = {"promotions", "ads-interests", "off-linkedin-visibility"}
    page, _ = shown(AI_TRAINING.url)
    for category in CATEGORIES:
        page.goto(ORIGIN + category)
        page.wait_for_selector(".card")
        for setting in SETTINGS.values():
            row = page.locator(f'main a[href="{setting.path}"]')
            if setting.category_path != category:
                assert 0 == row.count()
                continue
            word = "" if setting.id in wordless else "\n\nOn"
            labels = setting.labels["en"]
            assert (labels.row or labels.title)[0] + word == row.inner_text()


def test_the_list_of_data_privacy_is_that_of_the_photographs(shown):
    """The sections stand in their order, and one row leads out of the settings."""
    page, _ = shown(LIST)
    assert [
        "How LinkedIn uses your data",
        "Who can reach you",
        "Messaging experience",
        "Job seeking preferences",
        "Other applications",
    ] == page.locator("main h2").all_inner_texts()
    assert "Job application settings" == page.inner_text('a[href="/jobs/application-settings/"]')
    assert ["Focused Inbox\n\nOn", "Share your profile when you click Apply\n\nOff"] == [
        row
        for row in page.locator("main a").all_inner_texts()
        if row.startswith(("Focused", "Share"))
    ]


def test_what_is_not_offered_has_no_switch_and_no_row(shown):
    """A setting that is not offered has a page without a switch, and its list does not name it."""
    page, _ = shown(AI_TRAINING.url, Scene("x", signed_in=True, value="not-offered"))
    assert 0 == page.locator("[role=switch]").count()
    page.goto(LIST)
    page.wait_for_selector(".card li")
    assert 0 == page.locator(f'main a[href="{AI_TRAINING.path}"]').count()


def test_the_sign_in_page_is_the_new_one():
    """It has no form, two copies of each field, one for phones, and buttons that send no form."""
    page = Imitation(Scene("x")).answer("GET", ORIGIN + SIGN_IN_PATH).body
    assert "<form" not in page
    for autocomplete in ("username webauthn", "current-password"):
        assert 2 == page.count(f'autocomplete="{autocomplete}"')
    assert page.count("<button") == page.count('<button type="button"') > 0
    assert 'class="copy-for-phones"' in page


def test_the_sign_in_page_plays_the_person(shown):
    """The imitation's person signs in after a moment, and the setting's page follows."""
    page, _ = shown(AI_TRAINING.url, Scene("x"))
    page.wait_for_selector("[role=switch]", state="attached")
    assert AI_TRAINING.url == page.url
    [cookie] = page.context.cookies(ORIGIN)
    assert ("li_at", True) == (cookie["name"], cookie["expires"] > 0)


def test_the_person_flips_the_switch_while_the_program_asks(shown):
    """In the scene `flips` the switch is flipped a second after the program's bar has appeared."""
    page, imitation = shown(AI_TRAINING.url, Scene("x", signed_in=True, flips=True))
    assert imitation.values[AI_TRAINING.key]
    with page.expect_response(lambda response: response.request.method == "PUT"):
        page.evaluate(
            "document.documentElement.append("
            "Object.assign(document.createElement('div'), {id: 'linkedin-auditor-bar'}))"
        )
    assert imitation.values[AI_TRAINING.key] is False


@pytest.mark.parametrize("address", [AI_TRAINING.url, *more(LIST)])
def test_a_narrow_window_and_a_dark_desktop_change_nothing(shown, page, address):
    """In a narrow window nothing is cut off, and on a dark desktop the card stays white."""
    page.set_viewport_size({"width": 360, "height": 640})
    page.emulate_media(color_scheme="dark")
    shown(address)
    assert 360 == page.evaluate("document.documentElement.scrollWidth")
    card = page.locator(".card")
    assert "rgb(255, 255, 255)" == card.evaluate("card => getComputedStyle(card).backgroundColor")
    assert "rgb(25, 25, 25)" == card.evaluate("card => getComputedStyle(card).color")
