"""The command line: its commands and options. What the help says of them stands in help.txt."""

import argparse
import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

from auditor import __version__
from auditor.errors import UsageError
from auditor.i18n import LANGUAGES, _

DEFAULT_ID = "ai-training"
LETTERS = ("objection", "access", "erasure")
REGIONS = ("eu", "uk", "ch", "other")

_TEXT = Path(__file__).with_name("help.txt").read_text("utf-8")
_ABOUT, _NAMES, _EXIT_CODES = _TEXT.split("\n\n\n")
_HELP = {name: said for name, *said in re.findall(r"(\S.*?)(?: ([A-Z]\S+))?  +(.+)", _NAMES)}
"""The name of the value and the help, by `command`, `argument` or `command argument`.

help.txt has three parts, with two empty lines between; two blanks stand before each help.
"""

_BROWSER = (
    "--install-browser --demo --profile --connect --browser"
    " --headless --login-timeout --timeout --quiet"
)
_AUDIT = f"ids --all --json --html --compare --screenshot {_BROWSER}"
_COMMANDS = {
    "audit": _AUDIT,
    "opt-out": f"{_AUDIT} --yes",
    "settings": "",
    "explain": "id",
    "letter": "kind --region --report --output",
    "render": "file --html",
    "doctor": f"--page {_BROWSER}",
    "forget": "--profile",
    "schema": "",
}


def _seconds(text: str) -> float:
    with suppress(ValueError):
        if 0 < float(text) <= 86_400:
            return float(text)
    raise argparse.ArgumentTypeError(_("give seconds, more than 0 and at most 86400"))


_ARGUMENTS: dict[str, dict[str, Any]] = {  # any other takes its value as it is, or is a flag
    "--version": {"action": "version", "version": f"%(prog)s {__version__}"},
    "ids": {"nargs": "*"},
    "--page": {"nargs": "?", "const": ""},
    "--output": {"default": "-"},
    "--demo": {"nargs": "?", "const": "on"},
    "--profile": {"nargs": "?", "const": ""},
    "--timeout": {"type": _seconds, "default": 30.0},
    "--login-timeout": {"type": _seconds},
    "kind": {"choices": LETTERS},
    "--region": {"choices": REGIONS, "default": "eu"},
    "--lang": {"choices": LANGUAGES, "default": argparse.SUPPRESS},  # `language_in` reads it
}


def language_in(words: Sequence[str]) -> str | None:
    """The language that `--lang` names, before anything is parsed: help texts need it."""
    named = re.search(rf"--lang[ =]({'|'.join(LANGUAGES)})\b", " ".join(words))
    return named[1] if named else None


def parse(words: Sequence[str]) -> argparse.Namespace:
    """The command line, with its command as `name`. Raises UsageError; after help SystemExit."""
    args, left_over = parser().parse_known_args(words)
    if hasattr(args, "ids"):  # argparse takes those before the options only
        args.ids += [word for word in left_over if not word.startswith("-")]
        left_over = [word for word in left_over if word.startswith("-")]
    if left_over:
        args.parser.error(_("unrecognized arguments: %s") % " ".join(left_over))
    return args if args.name else args.parser.parse_args(["--help"])


class Parser(argparse.ArgumentParser):
    """An argparse that raises UsageError, and takes no abbreviation."""

    def __init__(self, **options: Any) -> None:
        formatter = argparse.RawDescriptionHelpFormatter
        super().__init__(**options, allow_abbrev=False, formatter_class=formatter)
        self.set_defaults(parser=self)  # that of the command, where one is named

    def error(self, message: str) -> NoReturn:
        """Raise UsageError."""
        raise UsageError("wrong_arguments", reason=message, command=self.prog)


def parser() -> Parser:
    """The parser of a whole command line."""
    vars(argparse)["_"] = _  # argparse asks gettext, which would ask the environment
    whole = Parser(prog="linkedin-auditor", description=_(_ABOUT), epilog=_(_EXIT_CODES))
    _add(whole, ["--version", "--lang"])
    commands = whole.add_subparsers(dest="name", metavar=_("command"))
    for name, arguments in _COMMANDS.items():
        command = commands.add_parser(name, help=_(_HELP[name][1]))
        _add(command, ["--lang", *arguments.split()], name)
    return whole


def _add(parser: Parser, arguments: list[str], command: str = "") -> None:
    either = parser.add_mutually_exclusive_group() if "--demo" in arguments else parser
    for argument in arguments:
        value, about = _HELP.get(f"{command} {argument}") or _HELP[argument]
        options = {"help": _(about)} | _ARGUMENTS.get(argument, {})
        if value:
            options["metavar"] = _(value)
        elif argument not in _ARGUMENTS:
            options["action"] = "store_true"
        group = either if argument in ("--demo", "--profile", "--connect") else parser
        group.add_argument(argument, **options)
