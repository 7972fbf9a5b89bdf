"""What of a page may be written down: what the catalog knows. The rest may name the member."""

import re
from collections.abc import Iterable

from auditor.linkedin.catalog import catalog
from auditor.linkedin.urls import WRITE_PATH
from auditor.text import same

_ROLES = {"switch", "checkbox", "radio", "radiogroup", "button"}
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}([-_][A-Z][a-z]{3})?([-_][A-Z]{2})?")
_FIRST_SEGMENTS = {
    *("mypreferences", "psettings", "login", "uas", "checkpoint", "authwall", "feed"),
    *("mysettings-api", "flagship-web", "rest", "voyager"),
}


def redact_path(path: str) -> str:
    """The catalog's own paths in full; of another path its first segment at most."""
    settings = catalog().settings.values()
    paths = {setting.path for setting in settings} | {setting.category_path for setting in settings}
    paths |= {WRITE_PATH + setting.key for setting in settings if setting.key}
    bare = path.rstrip("/") or "/"
    if bare in paths or bare == "/":
        return bare
    first = bare.lstrip("/").partition("/")[0]
    return f"/{first}/…" if first in _FIRST_SEGMENTS else "/…"


def redact_language(language: str) -> str:
    """A language tag such as `fr` or `pt-BR`; `other` where the page gives something else."""
    return language if not language or _LANGUAGE.fullmatch(language) else "other"


def redact_label(text: str, labels: Iterable[str]) -> str:
    """The one of `labels` that `text` is, as the catalog spells it; empty where it is none."""
    return next((label for label in labels if same(label) == same(text)), "")


def redact_role(role: str) -> str:
    """A role that a switch can have, or `other`."""
    return role if role in _ROLES else "other"


def redact_mark(value: str) -> str:
    """The value of an ARIA state, where the standard knows it."""
    return value if value in ("true", "false", "mixed") else "other" if value else "empty"
