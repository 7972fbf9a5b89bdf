"""What a report may show of a page: what is known beforehand, for the rest may name the member.

A path, a language, a role or a state mark can hold anything; so can a control's name, of which
`reading` shows known labels only.
"""

from __future__ import annotations

import re

from auditor.settings import WRITE_PATH, catalog

_ROLES = {"switch", "checkbox", "radio", "radiogroup", "button"}
_MARKS = {"true", "false", "mixed"}
_TAGS = {"input", "button", "a", "div", "span", "label", "li", "fieldset", "p", "section"}
_METHODS = {"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"}
_LANGUAGE = re.compile(r"[A-Za-z]{2}([-_](Hans|Hant|Latn|Cyrl|Arab))?([-_][A-Z]{2})?")
# How LinkedIn's own keys begin (facts, section 3); any other name in their style may be a person's.
_KEY = re.compile(r"(allow|share|show|enable|ads|use)([A-Z][a-zA-Z]+)+")
_PLACES = {"mypreferences", "psettings", "login", "uas", "checkpoint", "authwall", "feed"} | {
    "mysettings-api",
    "flagship-web",
    "rest",
    "voyager",
}


def shown_path(path: str) -> str:
    """The catalog's own paths in full, of others at most the first part.

    Other pages of LinkedIn carry names and ids in their paths (`/in/…`).
    """
    settings = catalog().settings.values()
    known = {one.path for one in settings} | {one.category_path for one in settings} - {""}
    known |= {WRITE_PATH + one.key for one in settings}
    bare = path.rstrip("/") or "/"
    if bare in known or bare == "/":
        return bare
    first = bare.split("/")[1]
    return f"/{first}/…" if first in _PLACES else "/…"


def shown_language(language: str) -> str:
    """A tag of two letters, with a script or a region; empty where the page names none."""
    return language if not language or _LANGUAGE.fullmatch(language) else "other"


def shown_role(role: str) -> str:
    """A role that a switch can have."""
    return role if role in _ROLES else "other"


def shown_tag(tag: str) -> str:
    """An element that switches are made of."""
    return tag if tag in _TAGS else "other"


def shown_method(method: str) -> str:
    """A method of HTTP; a page may send any word as one."""
    return method if method in _METHODS else "other"


def shown_key(name: str, key: str) -> str:
    """The setting's `key`, or a name that can only be another key of LinkedIn's."""
    return name if name == key or _KEY.fullmatch(name) else "other id"


def shown_mark(value: str) -> str:
    """The value of a state mark, where it is one that the standard knows."""
    return value if value in _MARKS else "other" if value else "empty"
