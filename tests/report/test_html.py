"""The page of `--html`: whole, quiet, accessible, and made of the report alone."""

import json
import re
import struct
import sys
import time
import zlib
from base64 import b64encode
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from exhaustive import more

from auditor.i18n import use
from auditor.model import Report
from auditor.report.compare import earlier_report
from auditor.report.html import page as html_page
from auditor.report.sentences import OBJECTION_FORM

GOLDEN = Path(__file__).with_name("golden")
SIZES_OF_TEXT = """all => all
    .filter(part => [...part.childNodes].some(node => node.nodeType === 3 && node.data.trim()))
    .filter(part => !part.classList.contains("mark"))
    .map(part => parseFloat(getComputedStyle(part).fontSize))"""


def png(width, height):
    """A grey picture, in base64."""
    rows = zlib.compress((b"\0" + b"\x99" * width) * height)
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", rows), (b"IEND", b""))
    chunks = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )
    return b64encode(b"\x89PNG\r\n\x1a\n" + b"".join(chunks)).decode()


@pytest.fixture(scope="module")
def page(browser):
    """One page for all tests here, as wide as a desktop's."""
    return browser.new_page()


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The page and the report of one switch-off, with pictures as large as LinkedIn's rows."""
    tmp_path = tmp_path_factory.mktemp("made")
    raw = json.loads((GOLDEN / "verified.json").read_text("utf-8"))
    pictures = [{"when": when, "png": png(1440, 120)} for when in ("before", "after")]
    raw["results"][0]["pictures"] = pictures
    report = Report.model_validate(raw)
    (tmp_path / "report.json").write_text(report.as_json(), "utf-8")
    (tmp_path / "page.html").write_text(html_page(report), "utf-8")
    return tmp_path


def sheets(page):
    """How many sheets of paper the page takes."""
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))


@pytest.mark.parametrize("scheme", ["light", *more("dark")])
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
    """With evidence, notes and pictures the page of one setting fits one sheet of A4."""
    page.goto((made / "page.html").as_uri())
    assert 1 == sheets(page)


def test_the_printed_page_has_everything(made, page):
    """On paper what is folded is open, the DEMO mark stands, and type is 10 points at least."""
    page.goto((made / "page.html").as_uri())
    assert not page.get_by_text("checked=false").is_visible()
    page.emulate_media(media="print")
    assert page.get_by_text("checked=false").is_visible()
    assert page.locator(".demo").is_visible()
    sizes = page.locator("main *").evaluate_all(SIZES_OF_TEXT)
    page.emulate_media(media="null")
    assert 10 <= min(sizes) * 72 / 96 + 0.01


def test_what_needs_action_stands_first(page):
    """The page of many settings begins with counts, one next step, and those that are on."""
    html = html_page(earlier_report(str(GOLDEN / "all.json")))
    page.set_content(html)
    assert ["6", "2", "1", "3"] == page.locator(".counts b").all_inner_texts()
    assert "linkedin-auditor opt-out" in page.locator(".next").first.inner_text()
    states = page.locator("article h2 .state").all_inner_texts()
    assert states == sorted(states, key=["● ON", "? UNKNOWN", "○ NOT OFFERED", "○ OFF"].index)
    assert 0 == Axe().run(page).violations_count


@pytest.mark.parametrize("language", ["fr", *more("en")])
def test_a_narrow_window_shows_all_of_it(page, language):
    """At 390 pixels nothing stands beside the window, in either language."""
    use(language)
    html = html_page(earlier_report(str(GOLDEN / "all.json")))
    use("en")
    page.set_viewport_size({"width": 390, "height": 800})
    page.set_content(html)
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    assert 390 == page.evaluate("document.documentElement.scrollWidth")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no time.tzset")
def test_times_are_told_in_the_zone_of_the_computer(monkeypatch):
    """A report of the evening in Universal Time is of the next day where the sun rises earlier."""
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    html = html_page(earlier_report(str(GOLDEN / "all.json")))
    monkeypatch.undo()
    time.tzset()
    assert "as read on 23 November 2026" in html
    assert "Read at 06:53:27 (UTC+0900)" in html


def test_the_page_tells_the_whole_story(made, page):
    """State, change, both readings, the write, pictures and notes with links are on the page."""
    page.goto((made / "page.html").as_uri())
    text = page.locator("main").inner_text()
    for words in ("DEMO", "OFF", "Switched off, and confirmed", "nothing that names you"):
        assert words in text
    page.locator("summary").first.click()
    text = page.locator("main").inner_text()
    for words in ("checked=true", "checked=false", "PUT", "The answer was 200."):
        assert words in text
    assert 2 == page.locator("img").count()


def test_the_objection_form_is_the_one_thing_left(made, page):
    """After a switch-off LinkedIn's form is the one next step, and no link is a bare address."""
    page.goto((made / "page.html").as_uri())
    assert 1 == page.locator(".next").count()
    assert "One thing is left to do." in page.locator(".next").inner_text()
    form = page.get_by_role("link", name="Open LinkedIn's objection form")
    assert OBJECTION_FORM == form.get_attribute("href")
    names = page.locator("a").all_text_contents()
    assert 5 <= len(names)
    assert [] == [name for name in names if "://" in name or not name.strip()]


def test_text_of_a_report_stays_text(made, page):
    """Markup in a report is shown, not obeyed."""
    raw = json.loads((made / "report.json").read_text())
    raw["results"][0]["before"]["evidence"]["name"] = "<img src=x onerror=alert(1)>"
    raw["results"][0]["hint"] = 'look at https://x.test/"><script>alert(1)</script>'
    raw["results"][0]["url"] = raw["results"][0]["notes"][0]["source"] = "javascript:alert(1)"
    raw["results"][0]["pictures"][0]["png"] = '"><script>alert(1)</script>'
    page.set_content(html_page(Report.model_validate(raw)))
    assert 0 == page.locator("a[href^=javascript]").count()
    assert 2 == page.locator("img").count()
    assert 0 == page.locator("script").count()
