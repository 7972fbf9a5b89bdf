"""What a report may show of a page: what is known beforehand, for the rest may name the member.

A path, a language, a role or a state mark can hold anything; so can a control's name, of which
`reading` shows known labels only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from http import HTTPStatus

from auditor.linkedin.catalog import WRITE_PATH, catalog
from auditor.text import same

_ROLES = {"switch", "checkbox", "radio", "radiogroup", "button"}
_MARKS = {"true", "false", "mixed"}
_TAGS = {"input", "button", "a", "div", "span", "label", "li", "fieldset", "p", "section"}
_METHODS = {"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"}
_STATUSES = {*HTTPStatus, 999}  # LinkedIn's own for a request that it denies
# The languages of two letters (ISO 639-1), and regions that tell wordings apart.
_LANGUAGES = set(
    re.findall(
        r"\w+",
        """
        aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs
        cu cv cy da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv
        ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl
        km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt
        my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru
        rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn
        to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
        """,
    )
)
_LANGUAGE = re.compile(
    r"([a-z]{2})([-_](Hans|Hant|Latn|Cyrl|Arab))?"
    r"([-_](AT|BE|BR|CA|CH|CN|DE|ES|FR|GB|HK|MX|PT|TW|US))?"
)
_MOST = 99
"""What is counted up to: a page may choose the number, and a large one may be an id."""
# Words of LinkedIn's own keys (facts, section 3) and of settings like these, that are no names.
_KEY_WORDS = set(
    re.findall(
        r"\w+",
        """
        ad ads allow allowed and app audience content data email enable enabled experience
        for from generative improvement in insight interest llm member microsoft model of off
        opt out partner party personalization personalized policy preference privacy profile
        public research setting settings share sharing show standalone switch third toggle train
        training use used user visibility with
        """,
    )
)
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
    first = bare.lstrip("/").partition("/")[0]
    return f"/{first}/…" if first in _PLACES else "/…"


def shown_language(language: str) -> str:
    """A tag of two letters, with a script or a region; empty where the page names none."""
    tag = _LANGUAGE.fullmatch(language)
    return language if not language or (tag and tag[1] in _LANGUAGES) else "other"


def shown_wording(text: str, known: Iterable[str]) -> str:
    """`text` as we know it: in the letters that a page chooses for it much can be said."""
    return next((one for one in known if same(one) == same(text)), "")


def shown_count(number: int) -> int:
    """A number that a page may choose, up to 99."""
    return min(number, _MOST)


def shown_role(role: str) -> str:
    """A role that a switch can have."""
    return role if role in _ROLES else "other"


def shown_tag(tag: str) -> str:
    """An element that switches are made of."""
    return tag if tag in _TAGS else "other"


def shown_method(method: str) -> str:
    """A method of HTTP; a page may send any word as one."""
    return method if method in _METHODS else "other"


def shown_status(status: int) -> int:
    """A status that HTTP or LinkedIn knows, of another one that of its class.

    As RFC 9110 (section 15) has a client take them: 287 is 200, and what is no status is 500.
    """
    if status in _STATUSES:
        return status
    return status // 100 * 100 if 100 <= status < 600 else 500


def shown_key(name: str, key: str) -> str:
    """The setting's `key`; of another name the words that LinkedIn's keys are made of.

    Any other word, in whatever style, may be a person's.
    """
    if name == key:
        return name
    words = re.findall(r"[A-Z]*[a-z]+|[A-Z]+(?![a-z])|[^A-Za-z]+", name)
    shown = "".join(word if word.lower() in _KEY_WORDS else "…" for word in words)
    return re.sub("…+", "…", shown) if shown.strip("…") else "other id"


def shown_mark(value: str) -> str:
    """The value of a state mark, where it is one that the standard knows."""
    return value if value in _MARKS else "other" if value else "empty"
