"""A description of a setting's page without personal data, to paste into a bug report."""

from collections import Counter
from collections.abc import Iterator

from playwright.sync_api import Request

from auditor.audit.options import Options, Person
from auditor.audit.run import open_visit
from auditor.i18n import _
from auditor.linkedin.catalog import Setting
from auditor.linkedin.urls import is_background, is_first_party, parts_of
from auditor.page.names import Names, words_of
from auditor.page.redact import redact_language, redact_mark, redact_path, redact_role
from auditor.page.snapshot import Snapshot

_DATA = ("fetch", "xhr", "document")
_STATES = ("checked", "aria_checked", "aria_pressed")
_FLAGS = ("disabled", "in_form", "in_dialog", "in_hidden_part", "before_button")


def describe_page(options: Options, person: Person) -> list[str]:
    """Open the page of the first setting of `options` and describe it; raises NotAudited."""
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
    lines = [_("DEMO: an imitation of LinkedIn, not your account")] if options.demo else []
    lines += [_("Setting: {id}", id=setting.id)]
    lines += [", ".join(filter(None, (reading.state, reading.reason, reading.confidence)))]
    lines += _described(setting, page.snapshot) if page.snapshot else [_("The page did not come.")]
    lines += [_("Requests of the page:")]
    return lines + [f"  {count} × {line}" for line, count in sorted(requests.items())]


def _described(setting: Setting, snapshot: Snapshot) -> Iterator[str]:
    names = Names(setting, words_of(snapshot.language_tag))
    candidates = snapshot.candidates
    yield _("Address that was reached: {path}", path=redact_path(snapshot.path))
    yield _("Language of the page: {language}", language=redact_language(snapshot.language))
    yield _("An alert is shown: {answer}", answer=_yes(snapshot.alert))
    yield _("Switches and checkboxes: {count}", count=len(candidates))
    for candidate in candidates:
        states = {name: getattr(candidate, name) for name in _STATES}
        known = [f"{name}={_mark(mark)}" for name, mark in states.items() if mark is not None]
        flags = [name for name in _FLAGS if getattr(candidate, name)]
        yield f"  {', '.join([candidate.kind, redact_role(candidate.role), *known, *flags])}"
        named = names.label_of((candidate,)) is not None
        yield _("    a known label names it or its row: {answer}", answer=_yes(named))
    yield _("This answers what nobody has seen yet:")
    keyed = any(setting.key in candidate.ids for candidate in candidates)
    native = any(candidate.kind == "native" for candidate in candidates)
    hidden = any(not candidate.shown for candidate in candidates)
    yield _("  Does LinkedIn's key name the switch? {answer}", answer=_yes(keyed))
    yield _("  Is it a checkbox of the browser's own? {answer}", answer=_yes(native))
    yield _("  Is it hidden under a track? {answer}", answer=_yes(hidden))


def _mark(value: bool | str) -> str:
    return redact_mark(str(value).lower())


def _yes(answer: bool) -> str:
    return _("yes") if answer else _("no")
