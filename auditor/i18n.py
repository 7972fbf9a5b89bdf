"""The program in the person's language; the JSON stays English.

The English text is the key: a text without a translation is shown in English.
"""

import gettext
import locale
import os
from pathlib import Path

LANGUAGES = ("en", "fr")
_FOLDER = Path(__file__).parent / "locale"
_translations: gettext.NullTranslations = gettext.NullTranslations()
_language = "en"


def use(language: str | None) -> None:
    """Speak `language` from now on, or the system's language where it is None."""
    global _translations, _language
    _language = language or system_language()
    _translations = gettext.translation("linkedin-auditor", _FOLDER, [_language], fallback=True)


def language() -> str:
    """The language in use: `en` or `fr`."""
    return _language


def system_language() -> str:
    """The system's language where the program speaks it, else English."""
    names = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    name = next(filter(None, names), None) or locale.getlocale()[0] or ""
    return "fr" if name[:2].lower() == "fr" else "en"  # fr_FR.UTF-8; French_France on Windows


def _(text: str, /, **values: object) -> str:
    """`text` in the language in use, with `values` filled in afterwards."""
    translated = _translations.gettext(text) if text else ""
    return translated.format(**values) if values else translated


def N_(text: str) -> str:  # the name that gettext's own documentation uses
    """Mark a text that is translated where it is shown, not where it is written."""
    return text
