"""The table of errors: what people read where there is no answer."""

import ast
import string
import tomllib

import pytest
from messages import PACKAGE

from auditor.errors import NotAudited
from auditor.model import Failure

ENTRIES = tomllib.loads((PACKAGE / "errors.toml").read_text("utf-8"))


BY_WORDS = {name for name, entry in ENTRIES.items() if {"load_words", "launch_words"} & {*entry}}


def raised() -> dict[str, set[str]]:
    """The names with which the program makes its errors, and the values that it gives each."""
    found = {"interrupted": set(), "led_in_a_circle_with_profile": set()}
    modules = [ast.parse(path.read_text("utf-8")) for path in PACKAGE.rglob("*.py")]
    calls = [node for module in modules for node in ast.walk(module) if isinstance(node, ast.Call)]
    for call in calls:
        if ast.unparse(call.func) in ("UsageError", "NotAudited"):
            values = {keyword.arg for keyword in call.keywords}
            first = call.args[0]
            options = [first.body, first.orelse] if isinstance(first, ast.IfExp) else [first]
            found |= {part.value: values for part in options if isinstance(part, ast.Constant)}
    return found


def test_every_entry_is_used_and_every_error_has_one():
    """The table holds what the program raises, and nothing else."""
    assert set(ENTRIES) == raised().keys() | BY_WORDS


def test_every_word_in_braces_is_filled_in():
    """Where an entry wants a value, whoever raises it gives that value."""
    for name, values in raised().items():
        for text in (ENTRIES[name]["message"], ENTRIES[name]["hint"]):
            assert {field for _, field, _, _ in string.Formatter().parse(text) if field} <= values


@pytest.mark.parametrize("name", [name for name in ENTRIES if "code" in ENTRIES[name]])
def test_every_code_is_one_of_the_schemas(name):
    """The JSON knows the code of every entry that names one."""
    error = NotAudited(name, host="", proxy="")
    assert Failure(code=error.code, message=error.message, hint=error.hint).code == error.code
