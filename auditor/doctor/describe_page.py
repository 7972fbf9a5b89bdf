"""A description of a setting's page without personal data, to paste into a bug report."""

from collections import Counter
from collections.abc import Iterator

from playwright.sync_api import Request

from auditor.audit.options import Options, Person
from auditor.audit.run import open_visit
from auditor.i18n import _
from auditor.linkedin.urls import is_background, is_first_party, parts_of
from auditor.page.names import Names, words_of
from auditor.page.redact import redact_language, redact_mark, redact_path, redact_role
from auditor.page.setting_page import SettingPage


def describe_page(options: Options, person: Person) -> Iterator[str]:
    """Open the page of the first setting of `options` and describe it; raises NotAudited."""
    setting = options.settings[0]
    requests: Counter[str] = Counter()

    def note(request: Request) -> None:
        first_party = is_first_party(request.url) and not is_background(request.url)
        if first_party and request.resource_type in ("fetch", "xhr", "document"):
            path = redact_path(parts_of(request.url).path)
            requests[f"{request.method} {path} ({request.resource_type})"] += 1

    with open_visit(options, person) as visit:
        visit.tab.page.on("request", note)
        page = SettingPage(visit.tab, setting)
        reading = visit.read(page)
    if options.demo:
        yield _("DEMO: an imitation of LinkedIn, not your account")
    yield _("Setting: {id}", id=setting.id)
    yield ", ".join(filter(None, (reading.state, reading.reason, reading.confidence)))
    yield _("Requests of the page:")
    yield from (f"  {count} × {line}" for line, count in sorted(requests.items()))
    if (snapshot := page.snapshot) is None:
        yield _("The page did not come.")
        return
    yield _("Address that was reached: {path}", path=redact_path(snapshot.path))
    yield _("Language of the page: {language}", language=redact_language(snapshot.language))
    if snapshot.alert:
        yield _("The page shows an alert.")
    yield _("Switches and checkboxes: {count}", count=len(snapshot.candidates))
    names = Names(setting, words_of(snapshot.language_tag))
    for candidate in snapshot.candidates:
        facts = [candidate.kind, redact_role(candidate.role)]
        facts += [name for name, value in candidate if value is True]
        for name in ("aria_checked", "aria_pressed"):
            if (mark := getattr(candidate, name)) is not None:
                facts.append(f"{name}={redact_mark(mark)}")
        facts += ["has_known_label"] if names.label_of((candidate,)) else []
        yield f"  {', '.join(facts)}"
    yield _("This answers what nobody has seen yet:")
    keyed = any(setting.key in candidate.ids for candidate in snapshot.candidates)
    native = any(candidate.kind == "native" for candidate in snapshot.candidates)
    hidden = any(not candidate.shown for candidate in snapshot.candidates)
    yield _("  Does LinkedIn's key name the switch? {answer}", answer=_yes(keyed))
    yield _("  Is it a checkbox of the browser's own? {answer}", answer=_yes(native))
    yield _("  Is it hidden under a track? {answer}", answer=_yes(hidden))


def _yes(answer: bool) -> str:
    return _("yes") if answer else _("no")
