"""No switch at all: believed only when both pages that could show it were seen to their end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditor.page.category import lists_settings
from auditor.page.control import switch_names, titles
from auditor.page.setting_page import SettingPage
from auditor.text import same

if TYPE_CHECKING:
    from auditor.linkedin.catalog import Setting
    from auditor.model import Reading
    from auditor.page.snapshot import Look

# Where LinkedIn leads who asks for a settings page that is none (a public skill for agents, without
# a date; that one not offered is none there is inferred: facts, section 5).
_NOT_FOUND = "/mypreferences/page-not-found"


def read_or_not_offered(page: SettingPage, reading: Reading) -> Reading:
    """Where the page shows no control at all, ask the category page whether there is one."""
    if page.looked_at is None or not page.setting.category_path:
        return reading  # which page lists it is not known
    if reading.reason == "no_control":
        reading = page.read_to_the_end()
        if reading.reason != "no_control" or not _shows_nothing(page):
            return reading
        page.open_category()
    elif reading.reason == "wrong_page" and page.latest_path == _NOT_FOUND:
        page.open_category()
    elif reading.reason != "wrong_page" or page.latest_path != page.setting.category_path:
        return reading
    shown = page.category_to_the_end()
    if shown is None or _names_setting(shown, page.setting):
        return reading
    if not lists_settings(shown, page.setting):
        return reading
    return reading.model_copy(update={"state": "not_offered", "reason": "no_control"})


def _shows_nothing(page: SettingPage) -> bool:
    """Whether nothing on the setting's own page may be the switch, or may still bring it."""
    look = page.looked_at
    if look is None or look.candidates or look.alert or look.empty:
        return False
    if look.sealed_frames or look.questions or page.traffic.streams:
        return False
    return not _names_switch(look, page.setting)  # it may be there in a form not seen as a control


def _names_switch(look: Look, setting: Setting) -> bool:
    """Whether a page without any control shows the switch's name all the same."""
    return setting.key in look.beside or _shows(look, switch_names(setting))


def _names_setting(look: Look, setting: Setting) -> bool:
    """Whether a page without any control shows the setting's title or the switch's name."""
    known = switch_names(setting) | titles(setting)
    return setting.path in {path.rstrip("/") for path in look.beside} or _shows(look, known)


def _shows(look: Look, labels: set[str]) -> bool:
    shown = [same(line) for line in (*look.lines, *look.beside)]
    return any(label in line for line in shown for label in labels)
