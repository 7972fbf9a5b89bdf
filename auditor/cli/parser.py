"""The command line: its commands, options, and help."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from typing import Any, NoReturn

from auditor import __version__
from auditor.errors import UsageError
from auditor.i18n import LANGUAGES, N_, _, argparse_translated

DEFAULT_ID = "ai-training"
LETTERS = ("objection", "access", "erasure")
REGIONS = ("eu", "uk", "ch", "other")

_SEE_HELP = N_("For help: {command} --help")
_EXIT_CODES = N_("""\
exit codes:
  0    every setting asked about reads off, or is not offered to this account
  1    at least one reads on (also: switch-off asked for and still on)
  2    the command line cannot be carried out: wrong arguments,
       a file that cannot be read or written, no room
  3    at least one could not be told, and none reads on
       (also: a switch-off without confirmation)
  4    no audit was performed: no browser, not signed in, window closed,
       account restricted, no network; or the program failed
  130  interrupted
  141  whoever read the output has left (a closed pipe)
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


def language_in(words: Sequence[str]) -> str | None:
    """The language that `--lang` names, before anything is parsed: help texts need it."""
    for word, following in zip(words, [*words, ""][1:], strict=True):
        named = following if word == "--lang" else word.removeprefix("--lang=")
        if word.startswith("--lang") and named in LANGUAGES:
            return named
    return None


def parse(words: Sequence[str]) -> argparse.Namespace:
    """The command line; the name of its command is in `name`.

    Raises UsageError, which suggests what may have been meant, and SystemExit after the help.
    """
    with argparse_translated():
        whole = parser()
        args, left_over = whole.parse_known_args(words)
        if hasattr(args, "ids"):  # argparse takes those before the options only
            args.ids += [word for word in left_over if not word.startswith("-")]
            left_over = [word for word in left_over if word.startswith("-")]
        if left_over:
            word, command = left_over[0].partition("=")[0], whole.commands.get(args.name, whole)
            raise command.refusal("{word} is not known here.", word)
        return args if args.name else whole.parse_args([*words, "--help"])


class Parser(argparse.ArgumentParser):
    """An argparse that raises UsageError, suggests what was meant, and takes no abbreviation."""

    def __init__(self, **options: Any) -> None:
        """Take the arguments of argparse's own."""
        super().__init__(
            **options, allow_abbrev=False, formatter_class=argparse.RawDescriptionHelpFormatter
        )
        self.commands: dict[str, Parser] = {}

    def print_help(self, file: Any = None) -> None:
        """Print the help; unlike argparse's own, raise OSError where there is no room for it."""
        print(self.format_help(), end="", file=file)

    def error(self, message: str) -> NoReturn:
        """Raise UsageError."""
        quoted = re.search(r"'([^']*)'", message)
        raise self.refusal("{reason}.", quoted[1] if quoted else "", reason=message)

    def refusal(self, message: str, word: str, **values: str) -> UsageError:
        """The error for `word`, with the command or option that may have been meant."""
        import difflib  # only here: --help is to be instant

        known = [*self.commands, *re.findall(r"--[a-z-]+", self.format_help())]
        near = "".join(difflib.get_close_matches(word, known, n=1))
        hint = "Did you mean {near}?" if near else _SEE_HELP
        return UsageError(message, hint, word=word, near=near, command=self.prog, **values)


def parser() -> Parser:
    """The parser of a whole command line."""
    whole = Parser(
        prog="linkedin-auditor",
        description=_(
            "Read LinkedIn's switch for generative-AI training on your own account,\n"
            "turn it off when you say so, and confirm it by a fresh load. Unofficial."
        ),
        epilog=_(_EXIT_CODES),
    )
    _add_language(whole)
    version = f"%(prog)s {__version__}"
    whole.add_argument("--version", action="version", version=version, help=_("show the version"))
    commands = whole.add_subparsers(dest="name", metavar=_("command"))

    def command(name: str, about: str, examples: str = "") -> Parser:
        whole.commands[name] = made = commands.add_parser(name, help=_(about), epilog=_(examples))
        _add_language(made)
        return made

    audit = command("audit", N_("read and report; never changes anything"), _AUDIT_EXAMPLES)
    _add_run_arguments(audit)
    opt_out = command("opt-out", N_("read, show, ask, switch off, confirm"), _OPT_OUT_EXAMPLES)
    _add_run_arguments(opt_out)
    yes = _("agree beforehand; acts only on a switch that is certainly the right one")
    opt_out.add_argument("--yes", action="store_true", help=yes)
    command("settings", N_("the settings this program knows"))
    explain = command("explain", N_("what a setting covers, with sources"))
    explain.add_argument("id", metavar=_("ID"), help=_("the setting"))

    letter = command("letter", N_("a letter to LinkedIn to send yourself"))
    letter.add_argument("kind", metavar=_("KIND"), choices=LETTERS, help=", ".join(LETTERS))
    region = _("where you live: eu, uk, ch or other (default: eu)")
    letter.add_argument("--region", metavar=_("REGION"), choices=REGIONS, default="eu", help=region)
    _add_file(letter, "--report", N_("a report of --json, to say what was read and when"))
    _add_file(letter, "--output", N_("where the letter is written"), default="-")

    render = command("render", N_("make the page of --html from a report again"))
    render.add_argument("file", metavar=_("FILE"), help=_("a report that --json wrote"))
    _add_file(render, "--html", N_("where the page is written"), required=True)

    doctor = command("doctor", N_("what is needed to run, what was found"))
    page = _("sign in, and describe the setting's page without personal data, for a bug report")
    doctor.add_argument("--page", metavar=_("ID"), nargs="?", const="", help=page)
    _add_browser_arguments(doctor)
    forget = command("forget", N_("remove a kept profile"))
    profile = _("the folder given to --profile")
    forget.add_argument("--profile", metavar=_("DIR"), default="", help=profile)
    command("schema", N_("JSON Schema of the report"))
    return whole


def _add_language(parser: Parser) -> None:
    # `language_in` reads it. It stands here to be known, before and after the command.
    language = _("the language of all but the JSON")
    parser.add_argument("--lang", choices=LANGUAGES, default=argparse.SUPPRESS, help=language)


def _add_file(parser: Parser, name: str, about: str, **options: Any) -> None:
    parser.add_argument(name, metavar=_("FILE"), help=_(about), **options)


def _add_run_arguments(parser: Parser) -> None:
    ids = _("settings (default: {id})", id=DEFAULT_ID)
    parser.add_argument("ids", nargs="*", metavar=_("ID"), help=ids)
    parser.add_argument("--all", action="store_true", help=_("every setting of the catalog"))
    _add_file(parser, "--json", N_("write the report as JSON; - is standard output"))
    _add_file(parser, "--html", N_("write the result as a page to keep, send or print"))
    _add_file(parser, "--compare", N_("say what has changed since an earlier report"))
    pictures = _("save pictures of the setting's block only: NAME-ID-before.png, NAME-ID-after.png")
    parser.add_argument("--screenshot", metavar=_("NAME.png"), help=pictures)
    _add_browser_arguments(parser)


def _add_browser_arguments(parser: Parser) -> None:
    get = _("get a browser first, where there is none")
    parser.add_argument("--install-browser", action="store_true", help=get)
    demo = _("run on a built-in imitation of LinkedIn; no account, no network")
    parser.add_argument("--demo", metavar=_("SCENE"), nargs="?", const="on", help=demo)
    browser = _("chrome, msedge, chromium, or an executable")
    parser.add_argument("--browser", metavar=_("NAME|PATH"), help=browser)
    headless = _("no window (useful with --demo or a kept profile only)")
    parser.add_argument("--headless", action="store_true", help=headless)
    profile = _("keep the browser's profile, and stay signed in, for the next run")
    parser.add_argument("--profile", metavar=_("DIR"), nargs="?", const="", help=profile)
    connect = _("use a browser of this computer that you started with remote debugging")
    parser.add_argument("--connect", metavar="URL", help=connect)
    login = _("how long to wait for you to sign in (default: 300; with --headless: 0)")
    parser.add_argument("--login-timeout", metavar=_("SECS"), type=_seconds, help=login)
    timeout = _("how long to wait for one page (default: 30)")
    parser.add_argument("--timeout", metavar=_("SECS"), type=_seconds, default=30, help=timeout)
    parser.add_argument("--quiet", action="store_true", help=_("one line a setting, nothing else"))


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= 86_400:
        raise argparse.ArgumentTypeError(_("give seconds, more than 0 and at most 86400"))
    return seconds
