"""A parsed command line, checked before anything is opened: Options, or a UsageError."""

import argparse
import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from auditor.audit.options import Options
from auditor.browser.find import can_show_window, from_tilde
from auditor.browser.profile import default_profile
from auditor.cli.parser import DEFAULT_ID
from auditor.demo.scenes import scenes
from auditor.errors import UsageError
from auditor.i18n import language
from auditor.linkedin.catalog import Setting, catalog
from auditor.report.atomic_file import AtomicFile

_LOOPBACK = re.compile(r"(http|ws)://(localhost|127\.0\.0\.1|\[::1\]):\d+(/.*)?")


def run_options(args: argparse.Namespace, *, can_answer: bool) -> Options:
    """The options of `audit` and `opt-out`; `can_answer` says whether anybody can be asked."""
    opt_out = args.name == "opt-out"
    if opt_out and not args.yes and not can_answer:
        raise UsageError("nobody_can_answer")
    chosen = settings(args.ids)
    if args.all:
        every = catalog().settings.values()
        left_out = "other" if opt_out else ""  # neither AI nor ads: switched off only when named
        chosen = tuple(s for s in every if s.id in args.ids or s.topic != left_out)
    if args.screenshot is not None:
        AtomicFile(args.screenshot)
        args.screenshot = Path(args.screenshot.removesuffix(".png") + ".png")
    options = browser_options(args, chosen)
    yes = opt_out and args.yes
    return replace(options, command=args.name, yes=yes, screenshot=args.screenshot)


def browser_options(args: argparse.Namespace, chosen: tuple[Setting, ...]) -> Options:
    """The options that say which browser is opened, and how; raises UsageError."""
    demo = args.demo is not None
    if demo and args.demo not in scenes():
        raise UsageError("unknown_scene", word=args.demo, known=", ".join(scenes()))
    if args.connect is not None and (args.browser or not _LOOPBACK.fullmatch(args.connect)):
        raise UsageError("wrong_connect")
    nobody = args.headless and not demo and args.connect is None
    return Options(
        command="audit",
        settings=chosen,
        demo=args.demo,
        browser=args.browser,
        headless=args.headless or (demo and not can_show_window()),
        login_timeout=args.login_timeout or (0 if nobody else 300),
        timeout=args.timeout,
        profile=None if args.profile is None else profile_folder(args.profile),
        connect=args.connect,
        language=language(),
    )


def settings(ids: Iterable[str]) -> tuple[Setting, ...]:
    """The settings called `ids`, each once, or the default one; raises UsageError."""
    known = catalog().settings
    for id_ in ids:
        if id_ not in known:
            raise UsageError("unknown_setting", word=id_, known=", ".join(known))
    return tuple(known[id_] for id_ in dict.fromkeys(ids)) or (known[DEFAULT_ID],)


def profile_folder(named: str | None) -> Path:
    """The folder that --profile names, or the system's own place where it names none."""
    return from_tilde(named).resolve() if named else default_profile()
