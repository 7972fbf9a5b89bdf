"""A description of a setting's page without personal data, to paste into a bug report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from auditor.audit.options import Options, Person
from auditor.audit.run import open_visit
from auditor.i18n import N_, _
from auditor.linkedin.urls import is_background, is_first_party, parts_of

if TYPE_CHECKING:
    from playwright.sync_api import Request

    from auditor.linkedin.catalog import Setting
    from auditor.model import Reading
    from auditor.page.snapshot import Candidate, Snapshot

_DEMO = N_("DEMO: an imitation of LinkedIn, not your account")
_DATA = ("fetch", "xhr", "document")


def describe_page(options: Options, person: Person) -> list[str]:
    """Open the page of the first setting of `options` and describe it; raises NotAudited."""
    from auditor.page.redact import redact_path

    setting = options.settings[0]
    requests: Counter[str] = Counter()

    def note(request: Request) -> None:
        first_party = is_first_party(request.url) and not is_background(request.url)
        if first_party and request.resource_type in _DATA:
            path = redact_path(parts_of(request.url).path)
            requests[f"{request.method} {path} ({request.resource_type})"] += 1

    with open_visit(options, person) as visit:
        visit.tab.page.on("request", note)
        page = visit.page_of(setting)
        reading = visit.read(page)
    lines = [_(_DEMO)] if options.demo else []
    lines += _described(setting, reading, page.snapshot)
    lines += [_("Requests of the page:")]
    return lines + [f"  {count} × {line}" for line, count in sorted(requests.items())]


def _described(setting: Setting, reading: Reading, snapshot: Snapshot | None) -> Iterator[str]:
    from auditor.page.redact import redact_language, redact_path

    yield _("Setting: {id}", id=setting.id)
    yield f"{reading.state}, {reading.reason}, {reading.confidence}"
    if snapshot is None:
        yield _("The page did not come.")
        return
    yield _("Address that was reached: {path}", path=redact_path(snapshot.path))
    yield _("Language of the page: {language}", language=redact_language(snapshot.language))
    yield _("Switches and checkboxes: {count}", count=len(snapshot.candidates))
    yield _("An alert is shown: {answer}", answer=_yes(snapshot.alert))
    for candidate in snapshot.candidates:
        yield from _control(setting, candidate)
    yield _("This answers what nobody has seen yet:")
    keyed = any(setting.key in candidate.ids for candidate in snapshot.candidates)
    native = any(candidate.kind == "native" for candidate in snapshot.candidates)
    hidden = any(not candidate.shown for candidate in snapshot.candidates)
    yield _("  Does LinkedIn's key name the switch? {answer}", answer=_yes(keyed))
    yield _("  Is it a checkbox of the browser's own? {answer}", answer=_yes(native))
    yield _("  Is it hidden under a track? {answer}", answer=_yes(hidden))
    alone = len(snapshot.candidates) == 1
    yield _("  Is it alone on its page? {answer}", answer=_yes(alone))


def _control(setting: Setting, candidate: Candidate) -> Iterator[str]:
    from auditor.page.names import toggle_names
    from auditor.page.redact import redact_mark, redact_role
    from auditor.text import same

    named = bool({same(line) for line in candidate.name} & toggle_names(setting))
    rows = {same(line.text) for level in candidate.around for line in level}
    yield f"  {candidate.kind}, role {redact_role(candidate.role)}"
    yield _("    its name is a known label: {answer}", answer=_yes(named))
    known = bool(rows & toggle_names(setting))
    yield _("    a known label stands in its row: {answer}", answer=_yes(known))
    for name, value in (
        ("aria-checked", candidate.aria_checked),
        ("aria-pressed", candidate.aria_pressed),
    ):
        if value is not None:
            yield f"    {name}={redact_mark(value)}"
    if candidate.checked is not None:
        yield f"    checked={str(candidate.checked).lower()}"
    flags = ("disabled", "in_form", "in_dialog", "in_hidden_part", "before_button")
    raised = [flag for flag in flags if getattr(candidate, flag)]
    yield f"    {', '.join(raised)}" if raised else "    -"


def _yes(answer: bool) -> str:
    return _("yes") if answer else _("no")
