"""Fixtures: a server in LinkedIn's place, and a browser that can reach nothing else.

And what pytest is told: exhaustive tests run when asked for, and the grades of the page variants
are shown at the end.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import headless_shell
from here import Here
from playwright.sync_api import Page
from saving import SavingServer
from server import Override, WireServer

from auditor.browser.launch import FEATURES_OFF
from auditor.demo.imitation import Imitation
from auditor.demo.scenes import Scene


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., WireServer]]:
    """Start HTTPS servers in LinkedIn's place, closed when the test ends."""
    servers: list[WireServer] = []

    def start(scene: Scene, override: Override | None = None) -> WireServer:
        folder = tmp_path / f"wire-{len(servers)}"
        folder.mkdir()
        servers.append(WireServer(folder, Imitation(scene), override))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


@pytest.fixture(scope="session")
def shared_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SavingServer]:
    """The one HTTPS server that the shared browser takes for every host of the internet."""
    server = SavingServer(tmp_path_factory.mktemp("wire"))
    yield server
    server.close()


@pytest.fixture(scope="session")
def browser_type_launch_args(
    browser_type_launch_args: dict[str, Any], shared_server: SavingServer
) -> dict[str, Any]:
    """The browser found on this machine, for which every host is the server of the tests.

    It has the features that the program's own has, which takes a quarter less time for each page.
    """
    hosts = f"--host-resolver-rules=MAP * 127.0.0.1:{shared_server.port}"
    args = [hosts, FEATURES_OFF]
    return {**browser_type_launch_args, "executable_path": headless_shell(), "args": args}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """Contexts as the program makes them, for which the certificate of the tests is a good one."""
    return {**browser_context_args, "service_workers": "block", "ignore_https_errors": True}


@pytest.fixture(autouse=True)
def own_playwright(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let a test start Playwright itself, though that of the shared browser runs in this thread."""
    if "playwright" in request.fixturenames:
        yield
        return
    loop = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    yield
    asyncio._set_running_loop(loop)


@pytest.fixture
def here(shared_server: SavingServer, page: Page, monkeypatch: pytest.MonkeyPatch) -> Here:
    """The program and its parts in this very process, in a page of the shared browser."""
    return Here(shared_server, page, monkeypatch)


@pytest.fixture
def grades(record_property: Callable[[str, object], None]) -> Callable[[str, str], None]:
    """Note how a reading of a page variant was: its group, and right, blank or wrong."""
    return lambda group, grade: record_property("grade", (group, grade))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the exhaustive tests out, for all to see, unless `-m` says what to run."""
    if config.getoption("-m"):
        return
    left_out = [item for item in items if item.get_closest_marker("exhaustive")]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in set(left_out)]


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Show the grades as a table."""
    table: dict[str, Counter[str]] = {}
    for test in (test for tests in terminalreporter.stats.values() for test in tests):
        for name, noted in getattr(test, "user_properties", ()):
            if name == "grade" and test.when == "call":
                group, grade = noted
                table.setdefault(group, Counter())[grade] += 1
    if not table:
        return
    terminalreporter.section("readings of page variants")
    terminalreporter.line(f"{'':32}{'right':>8}{'blank':>8}{'wrong':>8}")
    for name, counts in [*sorted(table.items()), ("all", sum(table.values(), Counter()))]:
        numbers = "".join(f"{counts[grade]:8}" for grade in ("right", "blank", "wrong"))
        terminalreporter.line(f"{name:32}{numbers}")
