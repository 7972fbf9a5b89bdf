"""Every sentence that people may read, collected from the program's own files."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "auditor"
# A literal that reads like a sentence is taken for one, marked for translation or not.
_SENTENCE = re.compile(r"[A-Z{].* .*[.?!:…\]}]\s*", re.DOTALL)

# What argparse says of itself, as far as this program lets it.
_ARGPARSE = {
    "argument %(argument_name)s: %(message)s",
    "expected one argument",
    "ignored explicit argument %r",
    "invalid choice: %(value)r (choose from %(choices)s)",
    "not allowed with argument %s",
    "options",
    "positional arguments",
    "show this help message and exit",
    "the following arguments are required: %s",
    "usage: ",
}


@cache
def sentences() -> set[str]:
    """All texts that a translation must know."""
    found = {text for path in PACKAGE.rglob("*.py") for text in _in_module(path)} | _ARGPARSE
    for name in ("page.html", "terminal.txt"):
        found |= set(_in_template(PACKAGE / "report" / name))
    catalog = tomllib.loads((PACKAGE / "linkedin" / "catalog.toml").read_text("utf-8"))
    for setting in catalog["settings"].values():
        found |= {setting[name] for name in ("title", "meaning_on", "meaning_off")}
        found |= {note["text"] for note in setting.get("notes", ())}
        found |= set(setting.get("not_offered_in", ()))
    words = tomllib.loads((PACKAGE / "report" / "words.toml").read_text("utf-8"))
    found |= {entry["word"] for entry in words.pop("state").values()}
    found |= {text for texts in words.values() for text in texts.values()}
    lines = tomllib.loads((PACKAGE / "audit" / "lines.toml").read_text("utf-8"))
    found |= {text for texts in lines.values() for text in texts.values()}
    about, names, exit_codes = (PACKAGE / "cli" / "help.txt").read_text("utf-8").split("\n\n\n")
    found |= {about, exit_codes, *re.findall(r"\S  +(.+)", names)}
    found |= {*re.findall(r" ([A-Z]\S+)  ", names)}
    errors = tomllib.loads((PACKAGE / "errors.toml").read_text("utf-8")).values()
    found |= {entry[name] for entry in errors for name in ("message", "hint")}
    return found


def _in_template(path: Path) -> Iterator[str]:
    from jinja2 import Environment

    environment = Environment(extensions=["jinja2.ext.i18n"])
    for _line, _function, found in environment.extract_translations(path.read_text("utf-8")):
        texts = found if isinstance(found, tuple) else (found,)
        yield from (text for text in texts if text is not None)  # a variable is none


def _in_module(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text("utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    silent = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}  # docstrings
    silent |= {
        id(keyword.value)
        for call in calls
        for keyword in call.keywords
        if keyword.arg == "description" and ast.unparse(call.func) == "Field"
    }  # the JSON, and its schema with it, stay English
    silent |= {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
        for part in ast.walk(node)
    }
    marked = {
        id(call.args[0]) for call in calls if ast.unparse(call.func) in ("_", "N_") and call.args
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            reads_like_one = _SENTENCE.fullmatch(node.value) and id(node) not in silent
            if id(node) in marked or reads_like_one:
                yield node.value
