"""The budgets of the design, measured: `python tests/benchmarks [ROUNDS]`; budgets in parentheses.

The program and a bare Playwright script of ten lines run in turns against the same HTTPS server and
the same browser, so that all meet the same weather. Compare numbers of one run with each other, not
with those of another machine; on a busy machine, look at the differences.
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

from browser import chromium, script  # noqa: E402
from saving import KEY, SAVES, Answers, SavingServer, shows  # noqa: E402

from auditor.demo.imitation import Answer  # noqa: E402
from auditor.demo.scenes import Scene  # noqa: E402
from auditor.linkedin.catalog import catalog  # noqa: E402

PYTHON = sys.executable
PROGRAM = (PYTHON, "-m", "auditor")
ON, OFF = (Scene("", value=value, signed_in=True) for value in ("on", "off"))
CLOCK = "<p id=clock></p><script>setInterval(() => {clock.textContent = Date()}, 50)</script>"

Serve = Callable[..., SavingServer]
Before = Callable[[], object]


def seconds(command: Sequence[object]) -> float:
    """How long one run of `command` takes."""
    began = time.perf_counter()
    subprocess.run([*map(str, command)], capture_output=True, check=False, cwd=HERE.parents[1])
    return time.perf_counter() - began


def paired(commands: dict[str, Sequence[object]], rounds: int, before: Before) -> list[float]:
    """The median of each command, run in turns; `before` is called before each run."""
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(rounds + 1):
        for name, command in commands.items():
            before()
            times[name].append(seconds(command))
    return [statistics.median(taken[1:]) for taken in times.values()]  # the first warms up


def show(name: str, figure: str, budget: str) -> None:
    """One line of the table."""
    print(f"{name:44} {figure:>24}  ({budget})", flush=True)


def start(rounds: int) -> None:
    """`--help` and `--version` against an interpreter that imports argparse."""
    commands = {
        "argparse": (PYTHON, "-c", "import argparse"),
        **{option: (*PROGRAM, option) for option in ("--help", "--version")},
    }
    base, *others = paired(commands, rounds * 2, lambda: None)
    for name, median in zip(("--help", "--version"), others, strict=True):
        show(name, f"{median * 1000:.0f} ms, {median / base:.2f} x argparse", "2.5 x")


def against_bare(server: SavingServer, rounds: int, before: Before, *command: str) -> list[float]:
    """The medians of the bare script and of the program, for somebody who is signed in."""
    browser = server.browser
    program = (*PROGRAM, *command, "--headless", "--quiet", "--browser", browser)
    return paired({"bare": (PYTHON, HERE / "bare.py", browser), "": program}, rounds, before)


def audits(serve: Serve, rounds: int) -> None:
    """A whole audit that reads on, and one that reads off."""
    bare, audit = against_bare(serve(ON), rounds, lambda: None, "audit")
    show("audit, on", f"{audit:.2f} s, {audit / bare:.2f} x {bare:.2f} s", "1.2 x the bare script")
    bare, audit = against_bare(serve(OFF), rounds, lambda: None, "audit")
    show("audit, off", f"{bare:.2f} s + {audit - bare:.2f} s", "bare + 1.1 s")


def unread(server: SavingServer, asked: object) -> Answer | None:
    """Save, with an answer that may not be stored; the page of `saving` does not read it."""
    if getattr(asked, "method", "") != "PUT":
        return None
    server.ledger[KEY] = False
    no_store = (("cache-control", "no-store"),)
    return Answer('{"saved": true}', 200, "application/json", headers=no_store)


def switch_offs(serve: Serve, rounds: int) -> None:
    """A whole switch-off, on pages as LinkedIn's are known to be."""
    pages: dict[str, tuple[Answers, str]] = {
        "opt-out --yes": (shows(SAVES), "bare + 3 s"),
        "opt-out --yes, its answer not read": (shows(SAVES, unread), "bare + 3 s"),
        "opt-out --yes, a clock in main": (
            shows(SAVES.replace("</main>", f"{CLOCK}</main>"), unread),
            "bare + 5 s",
        ),
    }
    for name, (answers, budget) in pages.items():
        server = serve(ON, answers)

        def on_again(server: SavingServer = server, answers: Answers = answers) -> None:
            server.begin(ON, answers)

        bare, opt_out = against_bare(server, rounds, on_again, "opt-out", "--yes")
        show(name, f"{bare:.2f} s + {opt_out - bare:.2f} s", budget)
        on_again()


def further_settings(serve: Serve, rounds: int) -> None:
    """What each further setting of one run costs: the slope from one setting to many."""
    ids = [id_ for id_, setting in catalog().settings.items() if setting.key][:9]
    for value, budget in (("on", "0.8 s"), ("off", "1.6 s")):
        others = dict.fromkeys(ids, value)
        server = serve(Scene("", value=value, signed_in=True, others=others))
        base = (*PROGRAM, "audit", "--headless", "--quiet", "--browser", server.browser)
        # From two on, the lists of settings are read as well: they are no further setting.
        few, many = paired(
            {"few": (*base, *ids[:2]), "many": (*base, *ids)}, max(3, rounds // 3), lambda: None
        )
        slope = (many - few) / (len(ids) - 2)
        show(f"each further setting, {value}", f"{slope:.2f} s", budget)


def main() -> None:
    """Measure everything."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    servers: list[SavingServer] = []
    with tempfile.TemporaryDirectory() as folder:

        def serve(scene: Scene, answers: Answers | None = None) -> SavingServer:
            place = Path(folder) / str(len(servers))
            servers.append(SavingServer(place, scene, answers))
            script(place / "browser", f'exec "{chromium()}" "$@"')  # as people have it, no shell
            return servers[-1]

        start(rounds)
        audits(serve, rounds)
        switch_offs(serve, rounds)
        further_settings(serve, rounds)
        for server in servers:
            server.close()


main()
