"""The program and its parts in the test's own process, in a browser that all tests share.

A run of the whole program costs seconds, most of them for starting Python and a browser. Here the
same code runs at once: only the browser is not opened by it.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Page
from saving import ON, Answers, SavingServer, shows
from server import Ran

from auditor.audit.options import Options
from auditor.audit.run import audit
from auditor.cli.main import main
from auditor.demo.scenes import Scene
from auditor.i18n import use
from auditor.linkedin.catalog import Setting, catalog
from auditor.linkedin.urls import ORIGIN
from auditor.model import Reading, Report
from auditor.page.category import read_absence
from auditor.page.setting_page import SettingPage
from auditor.page.tab import Tab

SETTING = catalog().settings["ai-training"]


class Somebody:
    """Whoever sits in front of the program; `answers` is called in place of the question."""

    def __init__(self, answers: Callable[[], bool] = lambda: True) -> None:
        self._answers = answers
        self.heard: list[str] = []
        """Every line that was said."""
        self.kept: list[Report] = []
        """What was written down for safety."""
        self.looked = 0
        """How often they were asked to look at the switch in the window."""

    def tell(self, line: str, seconds_left: float | None = None, **values: str) -> None:
        """Hear what is going on."""
        self.heard.append(line.format(**values))

    def confirm(self, setting: Setting, reading: Reading) -> bool:
        """Answer the question."""
        return self._answers()

    def look_in_window(self) -> None:
        """Look, and press Enter."""
        self.looked += 1

    def keep(self, report: Report) -> None:
        """Keep the report."""
        self.kept.append(report)


class SharedBrowser:
    """The shared browser, as the program would have opened it."""

    name, version = "chromium", "1"

    def __init__(self, page: Page) -> None:
        self.tab = page


class Here:
    """One test's page, and the server behind it."""

    def __init__(self, server: SavingServer, page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
        self.server = server
        self.page = page
        self.somebody = Somebody()
        self._monkeypatch = monkeypatch
        server.begin()

    def serve(self, what: str | Answers | None, scene: Scene = ON) -> SavingServer:
        """Answer with a page at the setting's address, or with what a function gives."""
        self.server.begin(scene, shows(what) if isinstance(what, str) else what)
        if scene.signed_in:
            self.page.context.add_cookies([{"name": "li_at", "value": "x", "url": ORIGIN}])
        return self.server

    def setting_page(self, *, timeout: float = 8) -> SettingPage:
        """The setting's page, loaded and not read yet."""
        setting_page = SettingPage(Tab(self.page, timeout), SETTING)
        setting_page.open()
        return setting_page

    def read(self, *, timeout: float = 8) -> Reading:
        """What the setting reads, by its own page and by the list of settings."""
        setting_page = self.setting_page(timeout=timeout)
        return read_absence(setting_page, setting_page.read())

    def run(
        self,
        command: Literal["audit", "opt-out"] = "opt-out",
        *settings: str,
        yes: bool = True,
        rereadings: tuple[float, ...] = (0.1, 0.1),
        **more: Any,
    ) -> Report:
        """The report of a whole run; `rereadings` are short, and `--yes` is given."""
        self._open_here(rereadings)
        chosen = tuple(catalog().settings[id_] for id_ in settings or ("ai-training",))
        given = {"headless": True, "login_timeout": 0.0, "timeout": 8.0} | more
        options = Options(command=command, settings=chosen, yes=yes, **given)
        return audit(options, self.somebody)

    def main(self, *args: str | Path, window: bool = False) -> Ran:
        """The whole program, from its command line on, with nobody at a terminal."""
        self._open_here((0.1, 0.1))
        with redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()) as err:
            code = main([*map(str, args), *([] if window else ["--headless"])])
        use("en")
        report = json.loads(out.getvalue()) if out.getvalue().startswith("{") else None
        return Ran(code, out.getvalue(), err.getvalue(), report)

    def _open_here(self, rereadings: tuple[float, ...]) -> None:
        @contextmanager
        def opened(**_: object) -> Iterator[SharedBrowser]:
            yield SharedBrowser(self.page)

        self._monkeypatch.setattr("auditor.browser.launch.open_browser", opened)
        self._monkeypatch.setattr("auditor.audit.switch_off.REREADINGS", rereadings)
