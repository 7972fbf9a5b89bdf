"""The reader is right on pages it has never seen, or says that it does not know."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
from gallery import RULES, SAMPLE, check, each, every
from page_parts import SETTING, row
from playwright.sync_api import Browser, Error, Page, Route
from server import Fault
from variants import Variant, on_page

from auditor.page.setting_page import SettingPage
from auditor.page.tab import Tab


class Gallery:
    """A tab that shows one variant after another: a new one each time would cost six times more.

    After a page that never yields again it is a new one.
    """

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._page: Page | None = None

    @contextmanager
    def showing(self, variant: Variant) -> Iterator[Page]:
        """The tab, in which LinkedIn's addresses are those of `variant`."""
        page = self._page or self._browser.new_context(service_workers="block").new_page()
        self._page = None
        stalled: list[Route] = []
        asked: Counter[str] = Counter()

        def fulfill(route: Route) -> None:
            asked[route.request.url] += 1
            answer = variant.answer(route.request.url, asked[route.request.url])
            with suppress(Error):  # the page may be gone by the time a late answer is ready
                if isinstance(answer, Fault):
                    if answer.kind == "stall":
                        stalled.append(route)
                    else:
                        route.abort("connectionreset")
                    return
                if answer.delay:
                    page.wait_for_timeout(answer.delay * 1000)
                route.fulfill(
                    status=answer.status,
                    content_type=answer.content_type,
                    headers=dict(answer.headers),
                    body=answer.body,
                )

        page.context.route("**/*", fulfill)
        try:
            yield page
        finally:
            for route in stalled:
                with suppress(Error):
                    route.abort()
            try:
                page.goto("about:blank", timeout=500)
                page.context.unroute_all(behavior="ignoreErrors")
                self._page = page
            except Error:
                page.context.close()


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Gallery:
    """One tab for all variants."""
    return Gallery(browser)


@pytest.mark.parametrize(("group", "variant"), each(SAMPLE))
def test_a_sample_is_read_right(tab, grades, group, variant):
    """A page that only one rule of section 5 gets right is read right."""
    with tab.showing(variant) as page:
        check(page, grades, group, variant)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Put the many variants together only where they may be run."""
    if metafunc.definition.name == "test_every_variant_is_read_right":
        variants = every() if metafunc.config.getoption("-m") else []
        metafunc.parametrize(("group", "variant"), each(variants))


@pytest.mark.exhaustive
def test_every_variant_is_read_right(tab, grades, group, variant):
    """Every page variant is read right, and not left blank where a person could read it."""
    with tab.showing(variant) as page:
        check(page, grades, group, variant)


def test_variants_are_many_and_all_different():
    """There are more than 400 variants, no two by one name, and each rule has one."""
    names = [variant.name for _, variant in every()]
    assert 400 < len(names)
    assert len(names) == len(set(names))
    assert {"1", "2", "3", "4", "5", "6", "7", "8"} == {rule[0] for rule in RULES}


def test_the_first_look_does_not_decide(tab):
    """A reading is not given before the page was quiet for a quarter of a second."""
    variant = on_page("static", "on", row()("on"))
    with tab.showing(variant) as page:
        setting_page = SettingPage(Tab(page, variant.timeout), SETTING)
        setting_page.open()
        began = time.monotonic()
        setting_page.read()
    assert 0.25 <= time.monotonic() - began
