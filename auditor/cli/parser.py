"""The command line: its commands, options, and help."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Sequence
from typing import Any, NoReturn

from auditor import __version__
from auditor.errors import UsageError
from auditor.i18n import LANGUAGES, N_, _, argparse_speaks_it

DEFAULT_ID = "ai-training"
_SEE_HELP = N_("For help: {command} --help")

_EXIT_CODES = N_("""\
exit codes:
  0  every setting asked about reads off, or is not offered to this account
  1  at least one reads on (also: switch-off asked for and still on)
  2  wrong arguments
  3  at least one could not be told, and none reads on
  4  no audit was performed: no browser, not signed in, window closed,
     account restricted, no network
  130  interrupted
""")

_AUDIT_EXAMPLES = N_("""\
examples:
  linkedin-auditor audit --demo     try it on an imitation, without an account
  linkedin-auditor audit            may LinkedIn train AI on your data?
  linkedin-auditor audit --all --html result.html
                                    all settings known, and a page to keep
""")
_OPT_OUT_EXAMPLES = N_("""\
examples:
  linkedin-auditor opt-out --demo   try it on an imitation, without an account
  linkedin-auditor opt-out          switch the training of generative AI off
  linkedin-auditor opt-out ai-training partner-sharing
                                    the sharing with Microsoft as well
""")

IN_SHORT = N_(
    """\
linkedin-auditor tells whether LinkedIn may train generative AI on your data.
  linkedin-auditor audit --demo   try it on an imitation, without an account
  linkedin-auditor audit          a browser opens, you sign in, it tells you
  linkedin-auditor opt-out        it asks first, switches it off, proves it
  linkedin-auditor --help         everything else"""
)


def language_in(words: Sequence[str]) -> str | None:
    """The language that `--lang` names, before anything is parsed: help texts need it."""
    for word, following in zip(words, [*words, ""][1:], strict=True):
        named = following if word == "--lang" else word.removeprefix("--lang=")
        if word.startswith("--lang") and named in LANGUAGES:
            return named
    return None


def parse(words: Sequence[str]) -> argparse.Namespace:
    """The command line; raises UsageError, which names what may have been meant."""
    with argparse_speaks_it():
        whole = parser()
        commands = whole.commands
        command = _command_in(words)
        if command is not None and command not in commands:
            raise _unknown(command, commands, whole)
        args, left_over = whole.parse_known_args(words)
        if hasattr(args, "ids"):  # argparse takes those before the options only
            args.ids += [word for word in left_over if not word.startswith("-")]
            left_over = [word for word in left_over if word.startswith("-")]
        if left_over:
            at_fault = commands.get(args.name, whole)
            options = re.findall(r"--[a-z-]+", at_fault.format_help())
            raise _unknown(left_over[0].partition("=")[0], options, at_fault)
        return args


def _command_in(words: Sequence[str]) -> str | None:
    for before, word in zip(["", *words], words, strict=False):
        if not word.startswith("-") and before != "--lang":
            return word
    return None


def _unknown(word: str, known: Iterable[str], parser: Parser) -> UsageError:
    import difflib  # not for a line that is in order: the start is to be instant

    near = "".join(difflib.get_close_matches(word, known, n=1))
    hint = "Did you mean {near}?" if near else _SEE_HELP
    return UsageError("{word} is not known here.", hint, word=word, near=near, command=parser.prog)


class Parser(argparse.ArgumentParser):
    """An argparse that refuses as the whole program does, and guesses no abbreviation."""

    def __init__(self, **options: Any) -> None:
        """See argparse."""
        super().__init__(
            **options, allow_abbrev=False, formatter_class=argparse.RawDescriptionHelpFormatter
        )
        self.commands: dict[str, Parser] = {}

    def error(self, message: str) -> NoReturn:
        """Raise UsageError."""
        raise UsageError("{reason}.", _SEE_HELP, reason=message, command=self.prog)


def parser() -> Parser:
    """The parser of a whole command line; the command's name ends up in `name`."""
    whole = Parser(
        prog="linkedin-auditor",
        description=_(
            "Read LinkedIn's switch for generative-AI training on your own account,\n"
            "turn it off when you say so, and prove it. Unofficial."
        ),
        epilog=_(_EXIT_CODES),
    )
    _add_language(whole)
    version = f"%(prog)s {__version__}"
    whole.add_argument("--version", action="version", version=version, help=_("show the version"))
    commands = whole.add_subparsers(dest="name", metavar=_("command"))

    audit = commands.add_parser(
        "audit",
        help=_("read and report; never changes anything"),
        epilog=_(_AUDIT_EXAMPLES),
    )
    _add_run_arguments(audit)
    opt_out = commands.add_parser(
        "opt-out",
        help=_("read, show, ask, switch off, prove"),
        epilog=_(_OPT_OUT_EXAMPLES),
    )
    _add_run_arguments(opt_out)
    opt_out.add_argument(
        "--yes",
        action="store_true",
        help=_("agree beforehand; acts only on a switch that is certainly the right one"),
    )

    commands.add_parser("settings", help=_("the settings this program knows"))
    doctor = commands.add_parser("doctor", help=_("what is needed to run, what was found"))
    doctor.add_argument("--install-browser", action="store_true", help=_("get a browser first"))
    doctor.add_argument(
        "--page",
        metavar="ID",
        nargs="?",
        const="",
        help=_("sign in, and describe the setting's page without personal data, for a bug report"),
    )
    _add_browser_arguments(doctor)
    explain = commands.add_parser("explain", help=_("what a setting covers, with sources"))
    explain.add_argument("id", metavar="ID", nargs="?", default=DEFAULT_ID, help=_("the setting"))
    render = commands.add_parser("render", help=_("make the page of --html from a report again"))
    render.add_argument("file", metavar="FILE", help=_("a report that --json wrote"))
    render.add_argument("--html", metavar="OUT", required=True, help=_("where the page is written"))
    forget = commands.add_parser("forget", help=_("remove a kept profile"))
    forget.add_argument("--profile", metavar="DIR", help=_("the folder given to --profile"))
    commands.add_parser("schema", help=_("JSON Schema of the report"))
    whole.commands = dict(commands.choices)
    for command in whole.commands.values():
        _add_language(command)
    return whole


def _add_language(parser: argparse.ArgumentParser) -> None:
    # Read by `language_in`; here only so that it is known, before and after the command.
    language = _("the language of all but the JSON")
    parser.add_argument("--lang", choices=LANGUAGES, default=argparse.SUPPRESS, help=language)


def _add_run_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "ids", nargs="*", metavar="ID", help=_("settings (default: {id})", id=DEFAULT_ID)
    )
    parser.add_argument("--all", action="store_true", help=_("every setting of the catalog"))
    parser.add_argument(
        "--json", metavar="PATH", help=_("write the report as JSON; - is standard output")
    )
    parser.add_argument(
        "--html", metavar="FILE", help=_("write the result as a page to keep, send or print")
    )
    parser.add_argument(
        "--compare", metavar="FILE", help=_("say what has changed since an earlier report")
    )
    parser.add_argument(
        "--screenshot",
        metavar="NAME.png",
        help=_("save pictures of the setting's block only: NAME-ID-before.png, NAME-ID-after.png"),
    )
    _add_browser_arguments(parser)


def _add_browser_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--demo",
        metavar="SCENE",
        nargs="?",
        const="on",
        help=_("run on a built-in imitation of LinkedIn; no account, no network"),
    )
    parser.add_argument(
        "--browser", metavar="NAME|PATH", help=_("chrome, msedge, chromium, or an executable")
    )
    parser.add_argument(
        "--headless",
        action="store_true",
        help=_("no window (useful with --demo or a kept profile only)"),
    )
    parser.add_argument(
        "--profile",
        metavar="DIR",
        nargs="?",
        const="",
        help=_("keep the browser's profile, and stay signed in, for the next run"),
    )
    parser.add_argument(
        "--connect",
        metavar="URL",
        help=_("use a browser of this computer that you started with remote debugging"),
    )
    parser.add_argument(
        "--login-timeout",
        metavar="SECS",
        type=_seconds,
        default=300.0,
        help=_("how long to wait for you to sign in (default: 300)"),
    )
    parser.add_argument(
        "--timeout",
        metavar="SECS",
        type=_seconds,
        default=30.0,
        help=_("how long to wait for one page (default: 30)"),
    )
    parser.add_argument("--quiet", action="store_true", help=_("only the result"))


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= 86_400:
        raise argparse.ArgumentTypeError(
            _(
                "{text} is no time to wait: give seconds, more than 0 and at most 86400",
                text=repr(text),
            )
        )
    return seconds
