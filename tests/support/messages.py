"""Every sentence that people may read, collected from the program's own files."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "auditor"
# A literal that reads like a sentence is taken for one, marked for translation or not.
_SENTENCE = re.compile(r"[A-Z{].* .*[.?!:…]\s*", re.DOTALL)

# What argparse says of itself, as far as this program lets it.
_ARGPARSE = {
    "argument %(argument_name)s: %(message)s",
    "expected one argument",
    "ignored explicit argument %r",
    "invalid choice: %(value)r (choose from %(choices)s)",
    "options",
    "positional arguments",
    "show this help message and exit",
    "the following arguments are required: %s",
    "usage: ",
}


def sentences() -> set[str]:
    """All texts that a translation must know."""
    found = {text for path in PACKAGE.rglob("*.py") for text in _in_module(path)} | _ARGPARSE
    catalog = tomllib.loads((PACKAGE / "settings.toml").read_text("utf-8"))
    for setting in catalog["settings"].values():
        found |= {setting[name] for name in ("title", "meaning_on", "meaning_off")}
        found |= {note["text"] for note in setting.get("notes", ())}
        found |= set(setting.get("not_offered_in", ()))
    return found


def _in_module(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text("utf-8"))
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and isinstance(node.body[0], ast.Expr)
    }
    fields = {
        id(keyword.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg == "description" and ast.unparse(node.func) == "Field"
    }  # the JSON, and its schema with it, stay English
    attributes = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)
    }  # docstrings of attributes
    parts = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
        for part in ast.walk(node)
    }
    marked = {
        id(node.args[0])
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("_", "N_") and node.args
    }
    marked |= {
        id(argument)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("UsageError", "NotAudited")
        for argument in node.args[ast.unparse(node.func) == "NotAudited" :]
    }  # a message and a hint, after the code that NotAudited has
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            continue
        silent = id(node) in docstrings | attributes | parts | fields
        if id(node) in marked or (_SENTENCE.fullmatch(node.value) and not silent):
            yield node.value
