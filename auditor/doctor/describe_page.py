"""A description of a setting's page without personal data, to paste into a bug report."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from auditor.audit.options import Options, Person
from auditor.audit.visit import Visit
from auditor.browser.launch import open_browser
from auditor.linkedin.address import parts_of
from auditor.linkedin.catalog import Setting, catalog
from auditor.linkedin.urls import is_background, is_first_party
from auditor.model import Reading
from auditor.page.redact import (
    shown_key,
    shown_language,
    shown_method,
    shown_path,
    shown_role,
    shown_tag,
)
from auditor.page.setting_page import SettingPage
from auditor.page.snapshot import Candidate, Look

if TYPE_CHECKING:
    from playwright.sync_api import Request


# Parts of LinkedIn's addresses that name no member (facts, sections 1, 2 and 5).
_WORDS = set(
    re.findall(
        r"\S+",
        "mypreferences d m categories account privacy mysettings-api settingsApiSettings psettings"
        " voyager api graphql identity dash profiles me rest flagship-web rsc-action actions li"
        " track uas login authwall checkpoint lg login-submit challenge challengesV2 feed in",
    )
) | {""}


def describe_page(options: Options, person: Person) -> list[str]:
    """Open the page of the first setting of `options` and describe it; raises NotAudited."""
    setting = options.settings[0]
    asked: Counter[str] = Counter()

    def note(request: Request) -> None:
        if is_first_party(request.url) and not is_background(request.url):
            kind = request.resource_type
            if kind in ("fetch", "xhr", "document"):
                method, path = shown_method(request.method), shape(parts_of(request.url).path)
                asked[f"{method} {path} ({kind})"] += 1

    person.tell("Opening the browser …")
    with open_browser(options) as session:
        session.page.on("request", note)
        page = SettingPage(session.page, setting, options.timeout)
        reading = Visit(session, options, person).read(page)
        return [*_lines(setting, reading, page.looked_at), *_requests(asked)]


_OF_MEMBERS = ("in", "profiles")
_CONTROLS = 20
"""Controls that are told at most."""
_PARTS = 10
"""Parts of a path that are told at most."""


def shape(path: str) -> str:
    """A path with everything left out that may be a name or an id: what is not known is."""
    own = {part for one in catalog().settings.values() for part in one.path.split("/")}
    known = _WORDS | own | {one.key for one in catalog().settings.values()}
    parts = path.split("/")
    told: list[str] = []
    for part in parts[:_PARTS]:
        # A member may be called by one of the words, in a link to a profile, however it is written.
        hidden = part not in known or (told and told[-1] in (*_OF_MEMBERS, "…"))
        told.append("…" if hidden else part)
    return "/".join([*told, *(["…"] if len(parts) > _PARTS else [])])


def _count(number: int) -> str:
    """A number that is small; a page may choose it, and a large one may be a member's."""
    return str(number) if number < 100 else "many"


def _lines(setting: Setting, reading: Reading, look: Look | None) -> Iterable[str]:
    yield f"setting: {setting.id}"
    yield f"reading: {reading.state}, reason {reading.reason}, {reading.confidence}"
    if look is None:
        yield "the page did not come"
        return
    yield f"final path: {shown_path(look.path)}"
    yield f"language: {shown_language(look.language) or 'none'}"
    yield f"switches and checkboxes: {_count(len(look.candidates))}"
    yield f"frames of other origins: {_count(look.sealed_frames)}"
    yield f"alert shown: {_yes(look.alert)}; main empty: {_yes(look.empty)}"
    yield f"links into the settings: {_count(len(look.rows))}"
    for number, one in enumerate(look.candidates[:_CONTROLS]):
        yield from _control(setting, number, one)
    if len(look.candidates) > _CONTROLS:
        yield "further controls: not described"
    yield "open questions:"
    native = {one.kind == "native" for one in look.candidates}
    yield f"  1. a native input: {' and '.join(_yes(kind) for kind in native) or 'no control'}"
    keyed = any(setting.key in one.ids for one in look.candidates)
    yield f"  2. named by the key {setting.key}: {_yes(keyed)}"
    yield f"  3. alone on the page: {_yes(len(look.candidates) == 1)}"
    hidden = any(not one.shown for one in look.candidates)
    yield f"  4. hidden under a track: {_yes(hidden)}"
    yield "  5. the request that saves it: not known, nothing was pressed"
    yield f"  6. what a member without it sees: {_absence(look)}"


def _control(setting: Setting, number: int, one: Candidate) -> Iterable[str]:
    keys = [shown_key(id_, setting.key) for id_ in one.ids]
    known = {line.casefold() for labels in setting.labels.values() for line in labels.toggle}
    name = "none"
    if one.name:
        name = "a known label" if one.name[0].casefold() in known else "another text"
    yield f"control {number}: {one.kind}, <{shown_tag(one.tag)}> role {shown_role(one.role)}"
    dangling = _count(len(one.dangling))
    yield f"  ids: {', '.join(keys) or 'none'}; of these name no element: {dangling}"
    yield f"  name: {name}; lines around it: {_count(sum(map(len, one.around)))}"
    yield f"  state marks: {', '.join(_marks(one)) or 'none'}"
    yield (
        f"  shown {_yes(one.shown)}, disabled {_yes(one.disabled)}, busy {_yes(one.busy)},"
        f" in a form {_yes(one.form)}, in a dialog {_yes(one.dialog)},"
        f" framed {_yes(one.frame_path is not None)}"
    )


def _marks(one: Candidate) -> Iterable[str]:
    if one.mark.checked is not None:
        yield "checked property"
    for name, value in (("checked", one.mark.aria_checked), ("pressed", one.mark.aria_pressed)):
        if value is not None:
            yield f"aria-{name} {'true or false' if value in ('true', 'false') else 'other'}"
    if one.mark.indeterminate:
        yield "indeterminate"


def _absence(look: Look) -> str:
    if look.candidates:
        return "this member has a switch"
    return f"no switch; {_count(look.buttons)} buttons, {_count(look.dialogs)} dialogs"


def _requests(asked: Counter[str]) -> Iterable[str]:
    yield "requests of the page:"
    for line, times in sorted(asked.items()):
        yield f"  {_count(times)} x {line}"


def _yes(value: bool) -> str:
    return "yes" if value else "no"
