"""Make the README's pictures from the program's own output: `python tests/pictures.py`."""

from __future__ import annotations

import io
import re
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parents[1])]

from browser import chromium  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402
from rich.console import Console  # noqa: E402
from server import CHECKOUT, program  # noqa: E402

from auditor.report.compare import earlier_report  # noqa: E402
from auditor.report.text import Screen  # noqa: E402


def main() -> None:
    """Run the demo, and draw what it shows."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = ("--json", folder / "report.json", "--html", folder / "page.html", "--quiet")
        program("audit", "--demo", *made)
        console = Console(record=True, width=84, file=io.StringIO(), force_terminal=True)
        console.print("$ linkedin-auditor audit --demo", style="dim")
        report = earlier_report(str(folder / "report.json"))
        console.print(Screen("report", report=report, again=" --demo"), crop=False)
        # Without rich's fonts, which whoever looks at the picture would fetch from elsewhere.
        drawn = console.export_svg(title="linkedin-auditor")
        drawn = re.sub(r"@font-face {.*?}\s*", "", drawn, flags=re.DOTALL)
        (CHECKOUT / ".github" / "terminal.svg").write_text(drawn, encoding="utf-8")
        program("opt-out", "--demo", "--yes", "--screenshot", folder / "shot.png", *made)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=chromium(), args=["--host-resolver-rules=MAP * ~NOTFOUND"]
            )
            page = browser.new_page(viewport={"width": 820, "height": 760})
            page.goto((folder / "page.html").as_uri())
            page.screenshot(path=CHECKOUT / ".github" / "page.png")
            browser.close()


main()
