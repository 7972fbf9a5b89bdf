"""The command line: its commands, options, and help."""

import argparse
import re
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, NoReturn

from auditor import __version__
from auditor.errors import UsageError
from auditor.i18n import LANGUAGES, N_, _

DEFAULT_ID = "ai-training"
LETTERS = ("objection", "access", "erasure")
REGIONS = ("eu", "uk", "ch", "other")
_EXCLUSIVE = ("--demo", "--profile", "--connect")

_ABOUT = N_("""\
Read LinkedIn's switch for generative-AI training on your own account,
turn it off when you say so, and confirm it by a fresh load. Unofficial.

To try it on an imitation, without an account: linkedin-auditor audit --demo""")
_EXIT_CODES = N_("""\
exit codes:
  0    every setting asked about reads off, or is not offered to this account
  1    at least one reads on (also: switch-off asked for and still on)
  2    the command line cannot be carried out: wrong arguments, a file, no room
  3    at least one could not be told, or confirmed off, and none reads on
  4    no audit was performed: no browser, not signed in, window closed,
       account restricted, no network; or the program failed
  130  interrupted
  141  whoever read the output has left (a closed pipe)
""")
_BROWSER = {
    "--install-browser": N_("get a browser first, where there is none"),
    "--demo": N_("run on a built-in imitation of LinkedIn; no account, no network"),
    "--profile": N_("keep the browser's profile, and stay signed in, for the next run"),
    "--connect": N_("use a browser of this computer that you started with remote debugging"),
    "--browser": N_("chrome, msedge, chromium, or an executable"),
    "--headless": N_("no window; with a kept profile, LinkedIn may ask to sign in again"),
    "--login-timeout": N_("how long to wait for you to sign in (default: 300; with --headless: 0)"),
    "--timeout": N_("how long to wait for one page (default: 30)"),
    "--quiet": N_("one line a setting, nothing else"),
}
_AUDIT = {
    "ids": N_("settings (default: ai-training)"),
    "--all": N_("every setting of the catalog"),
    "--json": N_("write the report as JSON; - is standard output"),
    "--html": N_("write the result as a page to keep, send or print"),
    "--compare": N_("say what has changed since an earlier report"),
    "--screenshot": N_("save pictures of the setting: NAME-ID-before.png, NAME-ID-after.png"),
    **_BROWSER,
}
_OPT_OUT = _AUDIT | {
    "--all": N_("every setting about AI or advertising"),
    "--yes": N_("agree beforehand; acts only on a switch that is certain"),
}
_LETTER = {
    "kind": ", ".join(LETTERS),
    "--region": N_("where you live: eu, uk, ch or other (default: eu)"),
    "--report": N_("a report of --json, to say what was read and when"),
    "--output": N_("where the letter is written"),
}
_RENDER = {"file": N_("a report that --json wrote"), "--html": N_("where the page is written")}
_PAGE = N_("sign in, and describe the setting's page without personal data, for a bug report")
_COMMANDS: dict[str, tuple[str, dict[str, str]]] = {
    "audit": (N_("read and report; never changes anything"), _AUDIT),
    "opt-out": (N_("read, show, ask, switch off, confirm"), _OPT_OUT),
    "settings": (N_("the settings this program knows"), {}),
    "explain": (N_("what a setting covers, with sources"), {"id": N_("the setting")}),
    "letter": (N_("a letter to LinkedIn to send yourself"), _LETTER),
    "render": (N_("make the page of --html from a report again"), _RENDER),
    "doctor": (N_("what is needed to run, what was found"), {"--page": _PAGE} | _BROWSER),
    "forget": (N_("remove a kept profile"), {"--profile": N_("the folder given to --profile")}),
    "schema": (N_("JSON Schema of the report"), {}),
}


def _seconds(text: str) -> float:
    with suppress(ValueError):
        if 0 < float(text) <= 86_400:
            return float(text)
    raise argparse.ArgumentTypeError(_("give seconds, more than 0 and at most 86400"))


_FILE = {"metavar": N_("FILE")}
_ARGUMENTS: dict[str, dict[str, Any]] = {  # any other is a flag
    "id": {"metavar": N_("ID")},
    "ids": {"metavar": N_("ID"), "nargs": "*"},
    "--page": {"metavar": N_("ID"), "nargs": "?", "const": ""},
    **dict.fromkeys(("file", "--json", "--html", "--compare", "--report"), _FILE),
    "--output": _FILE | {"default": "-"},
    "--screenshot": {"metavar": N_("NAME.png")},
    "--demo": {"metavar": N_("SCENE"), "nargs": "?", "const": "on"},
    "--browser": {"metavar": N_("NAME|PATH")},
    "--profile": {"metavar": N_("DIR"), "nargs": "?", "const": ""},
    "--connect": {"metavar": "URL"},
    "--timeout": {"metavar": N_("SECS"), "type": _seconds, "default": 30.0},
    "--login-timeout": {"metavar": N_("SECS"), "type": _seconds},
    "kind": {"metavar": N_("KIND"), "choices": LETTERS},
    "--region": {"metavar": N_("REGION"), "choices": REGIONS, "default": "eu"},
    "--lang": {"choices": LANGUAGES, "default": argparse.SUPPRESS},  # `language_in` reads it
}


def language_in(words: Sequence[str]) -> str | None:
    """The language that `--lang` names, before anything is parsed: help texts need it."""
    named = re.search(rf"--lang[ =]({'|'.join(LANGUAGES)})\b", " ".join(words))
    return named[1] if named else None


def parse(words: Sequence[str]) -> argparse.Namespace:
    """The command line; the name of its command is in `name`.

    Raises UsageError, and SystemExit after the help.
    """
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
    version = f"%(prog)s {__version__}"
    whole.add_argument("--version", action="version", version=version, help=_("show the version"))
    commands = whole.add_subparsers(dest="name", metavar=_("command"))
    language = {"--lang": N_("the language of all but the JSON")}
    _add(whole, language)
    for name, (about, arguments) in _COMMANDS.items():
        _add(commands.add_parser(name, help=_(about)), language | arguments)
    return whole


def _add(parser: Parser, helps: dict[str, str]) -> None:
    exclusive = parser.add_mutually_exclusive_group() if "--demo" in helps else parser
    for argument, about in helps.items():
        options = dict(_ARGUMENTS.get(argument, {"action": "store_true"}), help=_(about))
        if "metavar" in options:
            options["metavar"] = _(options["metavar"])
        (exclusive if argument in _EXCLUSIVE else parser).add_argument(argument, **options)
