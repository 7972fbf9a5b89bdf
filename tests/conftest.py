"""Fixtures: a server in LinkedIn's place, and a browser that can reach nothing else.

And what pytest is told: exhaustive tests run when asked for, and the grades of the page variants
are shown at the end.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from wire import Override, WireServer

from auditor.demo import Imitation, Scene
from auditor.find_browser import choose


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
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The browser found on this machine, cut off from every network."""
    return {
        **browser_type_launch_args,
        "executable_path": choose(None).path,
        "args": ["--host-resolver-rules=MAP * ~NOTFOUND"],
    }


GRADES = pytest.StashKey[dict[str, Counter[str]]]()


@pytest.fixture(scope="session")
def grades(pytestconfig: pytest.Config) -> dict[str, Counter[str]]:
    """How many readings of page variants were right, blank and wrong, by group."""
    return pytestconfig.stash.setdefault(GRADES, {})


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the exhaustive tests out, for all to see, unless `-m` says what to run."""
    if config.getoption("-m"):
        return
    left_out = [item for item in items if item.get_closest_marker("exhaustive")]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in set(left_out)]


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Show the grades as a table."""
    table = config.stash.get(GRADES, {})
    if not table:
        return
    terminalreporter.section("readings of page variants")
    terminalreporter.line(f"{'':32}{'right':>8}{'blank':>8}{'wrong':>8}")
    for name, counts in [*table.items(), ("all", sum(table.values(), Counter()))]:
        numbers = "".join(f"{counts[grade]:8}" for grade in ("right", "blank", "wrong"))
        terminalreporter.line(f"{name:32}{numbers}")
