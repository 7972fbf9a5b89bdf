"""Who may import whom, who may print, and what the repository holds (design, section 4)."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[1]
MODULES = {path.stem: path for path in sorted((CHECKOUT / "auditor").glob("*.py"))}
TESTS = sorted((CHECKOUT / "tests").glob("test_*.py"))

# Each module, and the ones of ours it may import; nothing here leads back to where it came from.
MAY_IMPORT = {
    "__init__": "",
    "errors": "",
    "settings": "",
    "text": "",
    "address": "",
    "asked": "address",
    "look": "address",
    "in_page": "",
    "stop": "",
    "words": "",
    "typed": "",
    "arguments": "__init__ errors words",
    "layout": "",
    "whole_file": "",
    "traffic": "address asked",
    "environment": "",
    "find_browser": "errors",
    "profile": "errors",
    "report": "errors",
    "kept": "asked",
    "tab": "kept settings",
    "network": "address asked kept settings sign_in tab",
    "sign_in": "address asked in_page errors settings",
    "demo": "errors settings words",
    "doctor": "find_browser profile stop typed words",
    "render": "layout report settings typed words",
    "html": "render report text words",
    "compare": "errors report text",
    "options": "report settings",
    "record": "__init__ errors options report settings shown traffic",
    "shown": "settings text",
    "marks": "look shown text",
    "reading": "look marks report settings shown text",
    "landing": "look reading report settings shown sign_in traffic",
    "settle": "look reading",
    "boxes": "in_page",
    "overview": "look report settings shown text",
    "switch": "in_page look reading settings text",
    "setting_page": "boxes errors in_page landing look overview reading report settings settle"
    " sign_in switch traffic",
    "absence": "look overview reading report setting_page settings text",
    "browser": "demo environment errors find_browser network options profile stop",
    "visit": "absence browser errors in_page options report setting_page settings sign_in tab"
    " words",
    "audit": "browser errors options record report setting_page switch visit whole_file",
    "describe": "address asked browser look options reading report setting_page settings shown"
    " visit",
    "command_line": "arguments demo errors find_browser options profile settings words",
    "terminal": "errors render report settings whole_file words",
    "cli": "arguments audit command_line compare describe doctor environment errors html profile"
    " record render report settings stop terminal typed whole_file words",
    "__main__": "cli",
}


def tree_of(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text("utf-8"))


def own_imports(path: Path) -> set[str]:
    """The modules of ours that a file imports, inside functions too."""
    found = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports name the package in full"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    parts = [name.split(".") for name in found if name.split(".")[0] == "auditor"]
    return {names[1] if names[1:] and names[1] in MODULES else "__init__" for names in parts}


def names_used(path: Path) -> set[str]:
    """Every plain or dotted name that a file mentions, such as `sys.exit`."""
    return {
        ast.unparse(node)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load)
    }


@pytest.mark.parametrize("module", MODULES)
def test_imports_point_one_way(module):
    """A module imports only those that the table allows it."""
    assert module in MAY_IMPORT, "a new module gets a row in the table"
    assert set() == own_imports(MODULES[module]) - set(MAY_IMPORT[module].split())


def test_the_table_of_imports_has_no_circle():
    """Whoever follows the allowed imports never comes back to a module seen before."""
    left = {module: set(allowed.split()) for module, allowed in MAY_IMPORT.items()}
    while free := {module for module, allowed in left.items() if not allowed}:
        left = {module: allowed - free for module, allowed in left.items() if module not in free}
    assert {} == left


@pytest.mark.parametrize("module", sorted(set(MODULES) - {"cli", "terminal"}))
def test_only_the_command_line_prints_asks_and_exits(module):
    """No module but cli and terminal prints, asks, exits, or takes hold of a standard stream."""
    speaking = {"print", "input", "exit", "quit", "breakpoint", "SystemExit", "sys.exit"}
    speaking |= {"os._exit", "os.abort", "sys.stdin", "sys.stdout"}
    assert set() == names_used(MODULES[module]) & speaking


@pytest.mark.parametrize("module", sorted(set(MODULES) - {"browser"}))
def test_only_browser_starts_playwright(module):
    """`sync_playwright` is mentioned in browser.py and nowhere else."""
    text = MODULES[module].read_text("utf-8")
    assert ("sync_playwright", "async_playwright") == tuple(
        name for name in ("sync_playwright", "async_playwright") if name not in text
    )


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_and_version_import_no_library(option):
    """`--help` and `--version` load neither playwright nor pydantic nor rich nor asyncio."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "auditor", option],
        capture_output=True,
        text=True,
        cwd=CHECKOUT,
        check=True,
    )
    loaded = {line.rsplit("|", 1)[1].strip().split(".")[0] for line in done.stderr.splitlines()}
    assert "auditor" in loaded
    assert set() == loaded & {"playwright", "pydantic", "rich", "asyncio"}


@pytest.mark.parametrize("path", TESTS, ids=lambda path: path.name)
def test_every_test_states_a_fact(path):
    """Each test function has a docstring of one sentence."""
    tests = [
        node
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    ]
    for test in tests:
        stated = ast.get_docstring(test) or ""
        assert stated.endswith("."), f"{test.name}: a sentence ends with a full stop"
        assert not re.search(r"[.!?]\s+[A-Z]", stated), f"{test.name}: one sentence, not two"


@pytest.mark.parametrize("path", sorted((CHECKOUT / "auditor").glob("*.*")), ids=lambda p: p.name)
def test_no_file_is_long(path):
    """No file of the package has more than 300 lines."""
    lines = len(path.read_text("utf-8").splitlines())
    assert lines <= 300


def test_the_top_level_holds_what_the_design_fixes():
    """The top level is the six names of the design, dotfiles, and what a build leaves behind."""
    built = {"build", "dist"}
    found = {
        entry.name
        for entry in CHECKOUT.iterdir()
        if not entry.name.startswith(".") and not entry.name.endswith(".egg-info")
    }
    design = {"pyproject.toml", "README.md", "LICENSE", "auditor", "tests", "fixtures"}
    assert design == found - built
