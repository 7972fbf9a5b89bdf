"""Who may import whom, who may print, and what the repository holds (design, section 4)."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[1]
PACKAGE = CHECKOUT / "auditor"
MODULES = sorted(PACKAGE.rglob("*.py"))

# Each room, and the rooms it may import. Nothing here leads back to where it came from.
MAY_IMPORT = {
    "errors": "",
    "i18n": "",
    "text": "",
    "model": "errors",
    "exit_code": "model",
    "linkedin": "errors text",
    "browser": "errors",
    "demo": "linkedin errors i18n",
    "page": "model linkedin errors text",
    "report": "model linkedin errors i18n text",
    "audit": "page report browser demo exit_code model linkedin errors i18n",
    "doctor": "audit page browser linkedin model errors i18n text",
    "cli": "doctor audit report browser demo model linkedin errors i18n text",
    "__main__": "cli",
    "__init__": "",
}


def room_of(path: Path) -> str:
    """The room that a file of the package stands in: its folder, or its own name."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def tree_of(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text("utf-8"))


def imported_rooms(path: Path) -> set[str]:
    """The rooms that a file imports, inside functions too."""
    found = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports name the package in full"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    parts = [name.split(".") for name in found if name.split(".")[0] == "auditor"]
    return {names[1] if names[1:] and names[1] in MAY_IMPORT else "__init__" for names in parts}


def names_used(path: Path) -> set[str]:
    """Every plain or dotted name that a file mentions, such as `sys.exit`."""
    return {
        ast.unparse(node)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load)
    }


def test_imports_point_one_way():
    """A room imports only those that the table allows it."""
    for path in MODULES:
        room = room_of(path)
        assert room in MAY_IMPORT, f"{path}: a new room gets a row in the table"
        allowed = {room, "__init__", *MAY_IMPORT[room].split()}
        assert set() == imported_rooms(path) - allowed, path


def test_the_table_of_imports_has_no_circle():
    """Whoever follows the allowed imports never comes back to a room seen before."""
    left = {room: set(allowed.split()) for room, allowed in MAY_IMPORT.items()}
    while free := {room for room, allowed in left.items() if not allowed}:
        left = {room: allowed - free for room, allowed in left.items() if room not in free}
    assert {} == left


def test_only_the_command_line_prints_asks_and_exits():
    """No room but `cli` prints, asks, exits, or takes hold of a standard stream."""
    speaking = {"print", "input", "exit", "quit", "breakpoint", "SystemExit", "sys.exit"}
    speaking |= {"os._exit", "os.abort", "sys.stdin", "sys.stdout"}
    for path in MODULES:
        if room_of(path) != "cli":
            assert set() == names_used(path) & speaking, path


def test_only_one_file_starts_playwright():
    """`sync_playwright` is used in browser/launch.py and nowhere else."""
    using = [path for path in MODULES if "sync_playwright" in names_used(path)]
    assert [PACKAGE / "browser" / "launch.py"] == using


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_and_version_import_no_library(option):
    """`--help` and `--version` load none of the libraries that the program depends on."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "auditor", option],
        capture_output=True,
        text=True,
        cwd=CHECKOUT,
        check=True,
    )
    loaded = {line.rsplit("|", 1)[1].strip().split(".")[0] for line in done.stderr.splitlines()}
    assert "auditor" in loaded
    assert set() == loaded & {"playwright", "pydantic", "rich", "jinja2", "asyncio"}


def test_every_test_states_a_fact():
    """Each test function has a docstring of one sentence."""
    for path in sorted((CHECKOUT / "tests").rglob("test_*.py")):
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                stated = ast.get_docstring(node) or ""
                where = f"{path.name}, {node.name}"
                assert stated.endswith("."), f"{where}: a sentence ends with a full stop"
                assert not re.search(r"[.!?]\s+[A-Z]", stated), f"{where}: one sentence, not two"


def test_no_file_is_long():
    """No file of Python or JavaScript in the package has more than 250 lines."""
    for path in [*MODULES, *PACKAGE.rglob("*.js")]:
        assert len(path.read_text("utf-8").splitlines()) <= 250, path


def test_the_package_does_not_grow():
    """The package is on its way to 4,500 lines of Python, and holds at most 260 of JavaScript."""
    for pattern, most in (("*.py", 4497), ("*.js", 260)):  # the first number only goes down
        lines = sum(len(path.read_text("utf-8").splitlines()) for path in PACKAGE.rglob(pattern))
        assert lines <= most, pattern


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
