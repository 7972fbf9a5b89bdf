"""The page of `--html`: whole, quiet, accessible, and made of the report alone."""

import json
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from server import program

from auditor.model import Report
from auditor.report.html import page as html_page


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The page and the report of one switch-off on the demo, with pictures."""
    folder = tmp_path_factory.mktemp("html")
    ran = program(
        *("opt-out", "--demo", "--yes", "--screenshot", folder / "shot.png"),
        *("--html", folder / "page.html", "--json", folder / "report.json"),
    )
    assert 0 == ran.code
    return folder


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_accessible(made, page, scheme):
    """axe-core finds no violation, in light and in dark."""
    page.emulate_media(color_scheme=scheme)
    page.goto((made / "page.html").as_uri())
    results = Axe().run(page)
    assert 0 == results.violations_count, results.generate_report()


def test_the_page_asks_for_nothing(made, page):
    """The page runs no script and asks for nothing beside itself."""
    asked = []
    page.on("request", lambda request: asked.append(request.url[:60]))
    page.goto((made / "page.html").as_uri())
    assert [] == [url for url in asked[1:] if not url.startswith("data:image/png")]
    assert "<script" not in (made / "page.html").read_text()


def test_the_page_prints_on_one_sheet(made, page):
    """With all its notes and pictures the page of one setting fits one sheet of A4."""
    page.goto((made / "page.html").as_uri())
    printed = page.pdf(prefer_css_page_size=True)
    assert 1 == len(re.findall(rb"/Type\s*/Page\b", printed))


def test_the_page_tells_the_whole_story(made, page):
    """State, change, both readings, the write, pictures and notes with links are on the page."""
    page.goto((made / "page.html").as_uri())
    text = page.locator("main").inner_text()
    for said in ("DEMO", "OFF", "Switched off, and proved", "checked=true", "checked=false", "PUT"):
        assert said in text
    assert 2 == page.locator("img").count()
    assert page.get_by_role("link", name=re.compile("TS-DPRO")).count()


def test_an_old_report_renders_the_same_page(made, tmp_path):
    """`render` makes the same page again from the JSON alone."""
    again = tmp_path / "again.html"
    ran = program("render", made / "report.json", "--html", again)
    assert 0 == ran.code
    assert (made / "page.html").read_text() == again.read_text()


def test_the_page_is_readable_by_its_owner_only(made):
    """Page and report are for their owner alone."""
    modes = {oct((made / name).stat().st_mode & 0o777) for name in ("page.html", "report.json")}
    assert {"0o600"} == modes


def test_text_of_a_report_stays_text(made, page):
    """Markup in a report is shown, not obeyed."""
    raw = json.loads((made / "report.json").read_text())
    raw["results"][0]["before"]["evidence"]["name"] = "<img src=x onerror=alert(1)>"
    raw["results"][0]["hint"] = 'look at https://x.test/"><script>alert(1)</script>'
    raw["results"][0]["url"] = raw["results"][0]["notes"][0]["source"] = "javascript:alert(1)"
    page.set_content(html_page(Report.model_validate(raw)))
    assert 0 == page.locator("a[href^=javascript]").count()
    assert 2 == page.locator("img").count()
    assert 0 == page.locator("script").count()


def test_a_page_that_cannot_be_written_is_noticed_before_anything_is_opened(tmp_path):
    """--html with an impossible place ends with 2 at once."""
    ran = program("audit", "--demo", "--html", tmp_path / "none" / "page.html")
    assert (2, True) == (ran.code, "Nothing can be written" in ran.err)
