"""Fixtures: a server in LinkedIn's place, and a browser that can reach nothing else."""

from __future__ import annotations

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
