"""The command line: its commands, options, and help."""

from __future__ import annotations

import argparse

from auditor import __version__

DEFAULT_ID = "ai-training"

_EXIT_CODES = """\
exit codes:
  0  every setting asked about reads off, or is not offered to this account
  1  at least one reads on (also: switch-off asked for and still on)
  2  wrong arguments
  3  at least one could not be told, and none reads on
  4  no audit was performed: no browser, not signed in, window closed, no network
  130  interrupted
"""


def parser() -> argparse.ArgumentParser:
    """The parser of a whole command line; the command's name ends up in `name`."""
    whole = argparse.ArgumentParser(
        prog="linkedin-auditor",
        description="Read LinkedIn's switch for generative-AI training on your own account, "
        "turn it off when you say so, and prove it. Unofficial.",
        epilog=_EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    whole.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    commands = whole.add_subparsers(dest="name", metavar="command", required=True)

    audit = commands.add_parser("audit", help="read and report; never changes anything")
    _add_run_arguments(audit)
    opt_out = commands.add_parser("opt-out", help="read, show, ask, switch off, prove")
    _add_run_arguments(opt_out)
    opt_out.add_argument("--yes", action="store_true", help="agree beforehand, without being asked")

    commands.add_parser("settings", help="the settings this program knows")
    doctor = commands.add_parser("doctor", help="what is needed to run, what was found")
    doctor.add_argument("--install-browser", action="store_true", help="get a browser first")
    doctor.add_argument(
        "--page",
        metavar="ID",
        nargs="?",
        const="",
        help="sign in, and describe the setting's page without personal data, for a bug report",
    )
    _add_browser_arguments(doctor)
    forget = commands.add_parser("forget", help="remove a kept profile")
    forget.add_argument("--profile", metavar="DIR", help="the folder given to --profile")
    commands.add_parser("schema", help="JSON Schema of the report")
    return whole


def _add_run_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("ids", nargs="*", metavar="ID", help=f"settings (default: {DEFAULT_ID})")
    parser.add_argument("--all", action="store_true", help="every setting of the catalog")
    parser.add_argument(
        "--json", metavar="PATH", help="write the report as JSON; - is standard output"
    )
    parser.add_argument(
        "--compare", metavar="FILE", help="say what has changed since an earlier report"
    )
    parser.add_argument(
        "--screenshot",
        metavar="PATH",
        help="save pictures of the setting's block only: NAME-ID-before.png, NAME-ID-after.png",
    )
    _add_browser_arguments(parser)


def _add_browser_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--demo",
        metavar="SCENE",
        nargs="?",
        const="on",
        help="run on a built-in imitation of LinkedIn; no account, no network",
    )
    parser.add_argument(
        "--browser", metavar="NAME|PATH", help="chrome, msedge, chromium, or an executable"
    )
    parser.add_argument(
        "--headless",
        action="store_true",
        help="no window (useful with --demo or a kept profile only)",
    )
    parser.add_argument(
        "--profile",
        metavar="DIR",
        nargs="?",
        const="",
        help="keep the browser's profile, and stay signed in, for the next run",
    )
    parser.add_argument(
        "--connect",
        metavar="URL",
        help="use a browser of this computer that you started with remote debugging",
    )
    parser.add_argument(
        "--login-timeout",
        metavar="SECS",
        type=_seconds,
        default=300.0,
        help="how long to wait for you to sign in (default: 300)",
    )
    parser.add_argument(
        "--timeout",
        metavar="SECS",
        type=_seconds,
        default=30.0,
        help="how long to wait for one page (default: 30)",
    )
    parser.add_argument("--quiet", action="store_true", help="only the result")


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= 86_400:
        raise argparse.ArgumentTypeError(
            f"{text!r} is no time to wait: give seconds, more than 0 and at most 86400"
        )
    return seconds
