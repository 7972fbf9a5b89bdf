"""A parsed command line, checked before anything is opened: Options, or a UsageError."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from auditor.audit.options import Options
from auditor.browser.find import can_show_window
from auditor.browser.profile import default_profile
from auditor.cli.output import writable
from auditor.cli.parser import DEFAULT_ID
from auditor.errors import UsageError
from auditor.i18n import N_
from auditor.linkedin.catalog import Setting, catalog

_SIGN_IN = 300.0
"""Seconds to wait for the person to sign in, where a window is shown."""


def run_options(args: argparse.Namespace, *, can_answer: bool) -> Options:
    """The options of `audit` and `opt-out`; `can_answer` says whether anybody can be asked."""
    opt_out = args.name == "opt-out"
    if opt_out and not args.yes and not can_answer:
        raise UsageError(
            "opt-out asks before it acts, and nobody can answer here.",
            "Run it in a terminal, or add --yes to agree beforehand.",
        )
    chosen = settings(args.ids)
    if args.all:
        every = catalog().settings.values()
        left_out = "other" if opt_out else ""  # neither AI nor ads: switched off only when named
        chosen = tuple(s for s in every if s.id in args.ids or _topic(s) != left_out)
    return replace(
        browser_options(args, chosen),
        command=args.name,
        yes=opt_out and args.yes,
        screenshot=_picture(args.screenshot),
    )


def _topic(setting: Setting) -> str:
    return getattr(setting, "topic", "ads")


def browser_options(args: argparse.Namespace, chosen: tuple[Setting, ...]) -> Options:
    """The options that say which browser is opened, and how; raises UsageError."""
    if args.demo is not None:
        from auditor.demo.scenes import scene

        scene(args.demo)
        if args.profile is not None or args.connect is not None:
            raise UsageError(
                "The demo keeps no profile and uses no browser of yours.",
                "Leave --profile and --connect away, or --demo.",
            )
    if args.connect is not None and (args.profile is not None or args.browser is not None):
        raise UsageError(
            "--connect uses a browser that runs already.",
            "Leave --profile and --browser away.",
        )
    profile = None if args.profile is None else profile_folder(args.profile)
    if profile is not None:
        parent = next(folder for folder in (profile, *profile.parents) if folder.exists())
        writable(parent / "linkedin-auditor")
    nobody = args.headless and args.demo is None and args.connect is None
    wait = args.login_timeout or (0 if nobody else _SIGN_IN)
    return Options(
        command="audit",
        settings=chosen,
        demo=args.demo,
        browser=args.browser,
        headless=args.headless or (args.demo is not None and not can_show_window()),
        login_timeout=wait,
        timeout=args.timeout,
        profile=profile,
        connect=_loopback(args.connect),
    )


def settings(ids: Iterable[str]) -> tuple[Setting, ...]:
    """The settings called `ids`, each once, or the default one; raises UsageError."""
    known = catalog().settings
    for id_ in ids:
        if id_ not in known:
            import difflib  # only here: the start is to be instant

            near = difflib.get_close_matches(id_, known, n=1)
            raise UsageError(
                "There is no setting called {id}.",
                "Did you mean {near}?" if near else N_("Settings: {known}"),
                id=id_,
                near="".join(near),
                known=", ".join(known),
            )
    return tuple(known[id_] for id_ in dict.fromkeys(ids)) or (known[DEFAULT_ID],)


def profile_folder(named: str) -> Path:
    """The folder that --profile names, or the system's own place where it names none."""
    try:
        return Path(named or default_profile()).expanduser().resolve()
    except RuntimeError as error:
        raise UsageError(
            "This user has no home folder.",
            "Set the variable HOME to a folder that this user may write to.",
        ) from error


def _loopback(url: str | None) -> str | None:
    if url is None:
        return None
    try:
        parts = urlsplit(url)
        here = parts.hostname in ("localhost", "127.0.0.1", "::1") and parts.port is not None
    except ValueError:
        here = False
    if not here or parts.scheme not in ("http", "ws"):
        raise UsageError(
            "--connect takes the address of a browser on this computer only.",
            "For example: --connect http://127.0.0.1:9222",
        )
    return url


def _picture(path: str | None) -> Path | None:
    if path is None:
        return None
    if Path(path).suffix != ".png":
        raise UsageError(
            "No picture can be written to {path}.",
            "Give --screenshot a name that ends in .png.",
            path=path,
        )
    writable(Path(path))
    return Path(path)
