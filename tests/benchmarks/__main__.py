"""The budgets of the design, measured: `python tests/benchmarks [ROUNDS]`.

Compare numbers of one run with each other, not with those of another machine.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent / "support"), str(HERE.parents[1])]

from server import WireServer  # noqa: E402

from auditor.demo.imitation import Imitation, Scene  # noqa: E402

PYTHON = sys.executable
AUDIT = (PYTHON, "-m", "auditor", "audit", "--headless", "--quiet")


def seconds(command: Sequence[str]) -> float:
    """How long one run of `command` takes."""
    began = time.perf_counter()
    subprocess.run(command, capture_output=True, check=False, cwd=HERE.parents[1])
    return time.perf_counter() - began


def paired(commands: dict[str, Sequence[str]], rounds: int) -> dict[str, float]:
    """The median of each command, run in turns so that all meet the same weather."""
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(rounds + 1):
        for name, command in commands.items():
            times[name].append(seconds(command))
    return {name: statistics.median(taken[1:]) for name, taken in times.items()}  # first: warm-up


def start(rounds: int) -> None:
    """`--help` and `--version` against an interpreter that imports argparse."""
    medians = paired(
        {
            "import argparse": (PYTHON, "-c", "import argparse"),
            "--help": (PYTHON, "-m", "auditor", "--help"),
            "--version": (PYTHON, "-m", "auditor", "--version"),
        },
        rounds * 2,
    )
    base = medians.pop("import argparse")
    for name, median in medians.items():
        print(f"{name:28} {median * 1000:6.0f} ms  {median / base:5.2f} x import argparse (3)")


def whole_audit(serve: Callable[[Scene], WireServer], rounds: int) -> None:
    """A whole audit of somebody signed in, against the bare script on the same page."""
    server = serve(Scene("", signed_in=True))
    medians = paired(
        {
            "bare script": (PYTHON, str(HERE / "bare.py"), str(server.browser)),
            "audit": (*AUDIT, "--browser", str(server.browser)),
        },
        rounds,
    )
    ratio = medians["audit"] / medians["bare script"]
    print(f"{'bare script':28} {medians['bare script']:6.2f} s")
    print(f"{'audit':28} {medians['audit']:6.2f} s   {ratio:5.2f} x the bare script (1.3)")


def settling(serve: Callable[[Scene], WireServer], rounds: int) -> None:
    """How long settling takes on a page whose data is so many seconds late."""
    from playwright.sync_api import sync_playwright

    from auditor.linkedin.catalog import catalog
    from auditor.page.setting_page import SettingPage
    from auditor.page.tab import Tab

    setting = catalog().settings["ai-training"]
    with sync_playwright() as playwright:
        for late, value in ((0.0, "on"), (1.0, "on"), (2.0, "on"), (4.0, "on"), (0.0, "off")):
            server = serve(Scene("", value=value, signed_in=True, data_delay=late))
            browser = playwright.chromium.launch(
                executable_path=server.browser, chromium_sandbox=False
            )
            taken = []
            for _ in range(max(3, rounds // 3)):
                page = browser.new_page()
                ready: list[float] = []
                page.on(
                    "requestfinished",
                    lambda request, ready=ready: (
                        ready.append(time.monotonic())
                        if "settingsApiSettings" in request.url
                        else None
                    ),
                )
                setting_page = SettingPage(Tab(page, 30), setting)
                setting_page.open()
                reading = setting_page.read()
                taken.append(time.monotonic() - ready[-1])
                assert reading.state == value
                page.close()
            browser.close()
            budget = "0.5" if value == "on" else "0.5; off is given longer on purpose"
            name = f"settled, {value}, data {late:.0f} s late"
            print(f"{name:28} {statistics.median(taken):6.2f} s ({budget})")


def further_settings(serve: Callable[[Scene], WireServer], rounds: int) -> None:
    """What each further setting of one run costs."""
    from auditor.linkedin.catalog import catalog

    server = serve(Scene("", signed_in=True))
    ids = list(catalog().settings)
    counts = [count for count in (1, 4, 12) if count <= len(ids)]
    base = (*AUDIT, "--browser", str(server.browser))
    medians = paired({str(count): (*base, *ids[:count]) for count in counts}, max(3, rounds // 3))
    for count in counts:
        print(f"{f'audit of {count} settings':28} {medians[str(count)]:6.2f} s")
    if len(counts) > 1:
        more = counts[-1] - counts[0]
        slope = (medians[str(counts[-1])] - medians[str(counts[0])]) / more
        print(f"{'each further setting':28} {slope:6.2f} s (0.6 and the page's own load)")


def main() -> None:
    """Measure everything; budgets stand in parentheses."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    servers: list[WireServer] = []
    with tempfile.TemporaryDirectory() as folder:

        def serve(scene: Scene) -> WireServer:
            place = Path(folder) / str(len(servers))
            place.mkdir()
            servers.append(WireServer(place, Imitation(scene)))
            return servers[-1]

        start(rounds)
        whole_audit(serve, rounds)
        settling(serve, rounds)
        further_settings(serve, rounds)
        for server in servers:
            server.close()


main()
