"""Which page was reached, and what LinkedIn's answers say of it, before anything is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditor.audit.sign_in import Place, place_of, restricted
from auditor.linkedin.catalog import Setting
from auditor.page.control import Verdict, judge
from auditor.page.redact import shown_language, shown_path
from auditor.page.requests import Traffic
from auditor.page.snapshot import Look

if TYPE_CHECKING:
    from auditor.model import Reason

_REASON_AT: dict[Place, Reason] = {
    Place.SIGNED_OUT: "signed_out",
    Place.SIGNING_IN: "signed_out",
    Place.OUTSIDE: "signed_out",
    Place.CHALLENGE: "challenge",
    Place.OFFLINE: "not_loaded",
    Place.ELSEWHERE: "wrong_page",
}


def judge_at(path: str | None, look: Look, setting: Setting) -> Verdict:
    """What `look` says of the setting; on another `path` than its own, whether that was reached.

    Raises NotAudited for a restricted account.
    """
    place = place_of(look.url, path or setting.path)
    if place is Place.RESTRICTED:
        raise restricted()
    if place is not Place.WANTED:
        return no_reading(_REASON_AT[place], look)
    if look.picker:
        return no_reading("signed_out", look)
    if path is not None:
        return no_reading("no_control", look)
    return judge(look, setting)


def told_by_answers(verdict: Verdict, look: Look, traffic: Traffic) -> Verdict:
    """The verdict, unless what LinkedIn's servers answered speaks against it."""
    status = traffic.document_status or 200
    if verdict.reason in ("signed_out", "challenge"):
        return verdict
    if traffic.throttled:
        return no_reading("throttled", look)
    if status >= 500 or traffic.failed:
        return no_reading("not_loaded", look)
    if look.alert and verdict.control is not None:
        return no_reading("not_loaded", look)  # it may say that the state could not be fetched
    if traffic.withheld and (verdict.state == "off" or verdict.reason == "no_control"):
        return no_reading("not_loaded", look)  # more might have come of what our rules refused
    if status >= 400:
        return no_reading("wrong_page", look)
    return verdict


def no_reading(reason: Reason, look: Look | None) -> Verdict:
    """A page from which no control was read."""
    from auditor.model import Evidence

    evidence = Evidence(
        path=shown_path(look.path) if look else "",
        language=shown_language(look.language) if look else "",
        role="",
        name="",
        matched=(),
        raw="",
        word=None,
    )
    return Verdict("unknown", reason, evidence)
