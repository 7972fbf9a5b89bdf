"""The words of the program in the person's language; the JSON stays English.

The English text is the key: what has no translation is shown in English.
"""

from __future__ import annotations

import gettext
import locale
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LANGUAGES = ("en", "fr")
_DOMAIN = "linkedin-auditor"
_FOLDER = Path(__file__).parent / "locale"
_chosen: gettext.NullTranslations = gettext.NullTranslations()
_language = "en"


def use(language: str | None) -> None:
    """Speak `language` from now on, or the system's where it is None."""
    global _chosen, _language
    _language = language or system_language()
    _chosen = gettext.translation(_DOMAIN, _FOLDER, languages=[_language], fallback=True)


@contextmanager
def argparse_speaks_it() -> Iterator[None]:
    """Lend argparse the language in use: it asks the standard gettext, which asks LANGUAGE.

    The browser must not inherit that, so it is put back afterwards.
    """
    domain, system = gettext.textdomain(), os.environ.get("LANGUAGE")
    gettext.bindtextdomain(_DOMAIN, str(_FOLDER))
    gettext.textdomain(_DOMAIN)
    os.environ["LANGUAGE"] = _language
    try:
        yield
    finally:
        gettext.textdomain(domain)
        os.environ.pop("LANGUAGE")
        if system is not None:
            os.environ["LANGUAGE"] = system


def language() -> str:
    """The language in use."""
    return _language


def _(text: str, /, **values: object) -> str:
    """`text` in the language in use, with `values` filled in afterwards."""
    said = _chosen.gettext(text) if text else ""
    return said.format(**values) if values else said


def N_(text: str) -> str:  # gettext's own name for it
    """Mark a text that is translated where it is shown, not where it is written."""
    return text


def system_language() -> str:
    """The person's language where the program speaks it, else English."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return _known(os.environ[name])
    try:
        return _known(locale.getlocale()[0] or "")
    except ValueError:
        return "en"


def _known(name: str) -> str:
    """`fr` for `fr_FR.UTF-8`, and for `French_France` as Windows has it."""
    return "fr" if name[:2].lower() == "fr" else "en"
