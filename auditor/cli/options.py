"""A parsed command line, checked before anything is opened: Options, or a UsageError."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from auditor.audit.options import Options
from auditor.browser.find import can_show_window
from auditor.browser.profile import default_profile
from auditor.cli.parser import DEFAULT_ID
from auditor.errors import UsageError
from auditor.i18n import N_
from auditor.linkedin.catalog import Setting, catalog

NO_WINDOW_FOR_DEMO = "No window can be shown here: the demo runs without one."
NOBODY_CAN_SIGN_IN = "Nobody can sign in without a window: this waits all the same."


def run_options(args: argparse.Namespace, *, can_answer: bool) -> Options:
    """The options of `audit` and `opt-out`; `can_answer` says whether anybody can be asked."""
    opt_out = args.name == "opt-out"
    if opt_out and not args.yes and not can_answer:
        raise UsageError(
            "opt-out asks before it acts, and nobody can answer here.",
            "Run it in a terminal, or add --yes to agree beforehand.",
        )
    return replace(
        browser_options(args, settings(args.ids, everything=args.all)),
        command=args.name,
        yes=opt_out and args.yes,
        screenshot=_picture(args.screenshot),
    )


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
    no_window = args.demo is not None and not can_show_window()
    return Options(
        command="audit",
        settings=chosen,
        demo=args.demo,
        browser=args.browser,
        headless=args.headless or no_window,
        login_timeout=args.login_timeout,
        timeout=args.timeout,
        profile=profile_folder(args.profile),
        connect=_loopback(args.connect),
    )


def settings(ids: Iterable[str], *, everything: bool = False) -> tuple[Setting, ...]:
    """The settings called `ids`, each once, or the default one; raises UsageError."""
    known = catalog().settings
    for id_ in ids:
        if id_ not in known:
            import difflib  # not for a line that is in order: the start is to be instant

            near = difflib.get_close_matches(id_, known, n=1)
            hint = "Did you mean {near}?" if near else N_("Settings: {known}")
            raise UsageError(
                "There is no setting called {id}.",
                hint,
                id=id_,
                near="".join(near),
                known=", ".join(known),
            )
    if everything:
        return tuple(known.values())
    return tuple(known[id_] for id_ in dict.fromkeys(ids)) or (known[DEFAULT_ID],)


def profile_folder(named: str | None) -> Path | None:
    """The folder that --profile names; the system's own place where it names none."""
    if named is None:
        return None
    return Path(named).expanduser().resolve() if named else default_profile()


def _loopback(url: str | None) -> str | None:
    if url is None:
        return None
    from ipaddress import ip_address

    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        local = host == "localhost" or ip_address(host).is_loopback
        local = local and parts.port is not None and parts.scheme in ("http", "ws")
        local = local and not set("\\@") & set(url)  # which part is the host is read differently
    except ValueError:
        local = False
    if not local:
        raise UsageError(
            "--connect takes the address of a browser on this computer only.",
            "For example: --connect http://127.0.0.1:9222",
        )
    return url


def _picture(path: str | None) -> Path | None:
    if path is None:
        return None
    picture = Path(path)
    if picture.suffix != ".png" or not os.access(picture.parent, os.W_OK):
        raise UsageError(
            "No picture can be written to {path}.",
            "Give --screenshot a name that ends in .png, in a folder of yours.",
            path=path,
        )
    return picture
