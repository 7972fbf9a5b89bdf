"""A parsed command line, checked before anything is opened: Options, or a UsageError."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from dataclasses import replace
from os.path import expanduser
from pathlib import Path
from urllib.parse import urlsplit

from auditor.audit.options import Options
from auditor.browser.find import can_show_window
from auditor.browser.profile import default_profile
from auditor.cli.parser import DEFAULT_ID, unknown
from auditor.demo.scenes import scene
from auditor.errors import UsageError
from auditor.i18n import N_, language
from auditor.linkedin.catalog import Setting, catalog
from auditor.report.atomic_file import AtomicFile

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
        chosen = tuple(s for s in every if s.id in args.ids or s.topic != left_out)
    if args.screenshot is not None:
        if Path(args.screenshot).suffix != ".png":
            message = "No picture can be written to {path}."
            hint = N_("Give --screenshot a name that ends in .png.")
            raise UsageError(message, hint, path=args.screenshot)
        AtomicFile(args.screenshot)
    return replace(
        browser_options(args, chosen),
        command=args.name,
        yes=opt_out and args.yes,
        screenshot=None if args.screenshot is None else Path(args.screenshot),
    )


def browser_options(args: argparse.Namespace, chosen: tuple[Setting, ...]) -> Options:
    """The options that say which browser is opened, and how; raises UsageError."""
    demo = args.demo is not None
    if demo:
        scene(args.demo)
    if demo and not (args.profile is None and args.connect is None):
        raise UsageError(
            "The demo keeps no profile and uses no browser of yours.",
            "Leave --profile and --connect away, or --demo.",
        )
    if args.connect is not None and not (args.profile is None and args.browser is None):
        raise UsageError(
            "--connect uses a browser that runs already.", "Leave --profile and --browser away."
        )
    if args.connect is not None and not _on_this_computer(args.connect):
        raise UsageError(
            "--connect takes the address of a browser on this computer only.",
            "For example: --connect http://127.0.0.1:9222",
        )
    profile = None if args.profile is None else profile_folder(args.profile)
    if profile is not None:
        parent = next(folder for folder in (profile, *profile.parents) if folder.exists())
        AtomicFile(parent / "linkedin-auditor")
    nobody = args.headless and not demo and args.connect is None
    return Options(
        command="audit",
        settings=chosen,
        demo=args.demo,
        browser=args.browser,
        headless=args.headless or (demo and not can_show_window()),
        login_timeout=args.login_timeout or (0 if nobody else _SIGN_IN),
        timeout=args.timeout,
        profile=profile,
        connect=args.connect,
        language=language(),
    )


def settings(ids: Iterable[str]) -> tuple[Setting, ...]:
    """The settings called `ids`, each once, or the default one; raises UsageError."""
    known = catalog().settings
    for id_ in ids:
        if id_ not in known:
            raise unknown("There is no setting called {word}.", id_, known, N_("Settings: {known}"))
    return tuple(known[id_] for id_ in dict.fromkeys(ids)) or (known[DEFAULT_ID],)


def profile_folder(named: str | None) -> Path:
    """The folder that --profile names, or the system's own place where it names none."""
    return Path(expanduser(named or default_profile())).resolve()


def _on_this_computer(url: str) -> bool:
    try:
        parts = urlsplit(url)
        here = parts.hostname in ("localhost", "127.0.0.1", "::1") and parts.port is not None
    except ValueError:
        return False
    return here and parts.scheme in ("http", "ws")
