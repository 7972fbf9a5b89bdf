"""The category page, LinkedIn's list of settings: second witness, and "not offered"."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from auditor.linkedin.catalog import Setting, catalog
from auditor.linkedin.urls import ORIGIN, Place, place_of
from auditor.model import Overview, Reading
from auditor.page.control import Verdict, no_reading
from auditor.page.names import titles, toggle_names, words_of
from auditor.page.redact import redact_label, redact_path
from auditor.page.setting_page import SettingPage
from auditor.page.settle import PATIENT, QUIET
from auditor.page.snapshot import Snapshot
from auditor.page.tab import Tab
from auditor.text import same

# Where LinkedIn leads who asks for a settings page that does not exist (a public skill for
# agents, without a date). That a setting which is not offered leads there is inferred.
_NOT_FOUND = "/mypreferences/page-not-found"


@dataclass(frozen=True, slots=True)
class Listing:
    """What one category page lists."""

    overview: Overview
    words: dict[str, tuple[str, str]]
    """By the setting's path: the state that the word in its row means, and the word."""

    def witness(self, setting: Setting, reading: Reading) -> Reading:
        """`reading` with the row's state word, which can contradict it and not decide it."""
        meaning, word = self.words.get(setting.path, ("", ""))
        if not word or reading.evidence is None:
            return reading
        evidence = reading.evidence.model_copy(update={"overview": word})
        changes: dict[str, object] = {"evidence": evidence}
        if reading.state in ("on", "off") and reading.state != meaning:
            changes |= {"state": "unknown", "reason": "contradiction", "confidence": None}
        return reading.model_copy(update=changes)


class CategoryPage:
    """One category page in the tab."""

    def __init__(self, tab: Tab, path: str) -> None:
        self.tab = tab
        self.path = path

    def read(self) -> Listing | None:
        """Load the page: what it lists; None where another page came. Raises NotAudited."""
        snapshot = self._loaded()
        return listing(snapshot) if snapshot is not None else None

    def read_to_the_end(self) -> Snapshot | None:
        """Load the page: all of it, after it was in sight; None where another page came."""
        if self._loaded() is None:
            return None
        self.tab.show_all()
        return self._settled(PATIENT)

    def _loaded(self) -> Snapshot | None:
        self.tab.load(ORIGIN + self.path)
        return self._settled(QUIET)

    def _settled(self, careful: float) -> Snapshot | None:
        settled = self.tab.settle(self._judge, careful)
        came = settled.in_time and settled.verdict.reason == "no_control"
        failed = self.tab.requests.failed or (self.tab.requests.document_status or 200) >= 400
        return settled.snapshot if came and not failed else None

    def _judge(self, snapshot: Snapshot) -> Verdict:
        """`no_control` for the list itself, which has no switch of the setting's."""
        here = place_of(snapshot.url, self.path) is Place.WANTED and not snapshot.picker
        return no_reading("no_control" if here else "wrong_page", snapshot)


def listing(snapshot: Snapshot) -> Listing:
    """What the category page in `snapshot` lists."""
    rows = setting_rows(snapshot)
    state_words = words_of(snapshot.language_tag)
    words = {}
    for path, lines in rows.items():
        on, off = _state_word(lines, state_words.on), _state_word(lines, state_words.off)
        if bool(on) != bool(off):
            words[path] = ("on", on) if on else ("off", off)
    unknown = rows.keys() - {setting.path for setting in catalog().settings.values()}
    path = redact_path(snapshot.path)
    return Listing(Overview(path=path, rows=len(rows), unknown_rows=len(unknown)), words)


def setting_rows(snapshot: Snapshot) -> dict[str, tuple[str, ...]]:
    """The rows that lead to a setting, by path; other categories and other trees are left out."""
    return {
        row.path.rstrip("/"): row.lines
        for row in snapshot.rows
        if row.path.startswith("/mypreferences/d/") and "/categories/" not in row.path
    }


def read_absence(page: SettingPage, reading: Reading) -> Reading:
    """`reading`, or "not offered" where neither its page nor its list shows the setting.

    Both pages are read patiently and whole. LinkedIn may also lead elsewhere: to its page for
    addresses that do not exist, or to the list itself.
    """
    setting = page.setting
    path = page.snapshot.path if page.snapshot is not None else ""
    led_elsewhere = reading.reason == "wrong_page" and path in (_NOT_FOUND, setting.category_path)
    if not setting.category_path or not (reading.reason == "no_control" or led_elsewhere):
        return reading
    if not led_elsewhere:
        reading = page.read_to_the_end()
        if reading.reason != "no_control" or not _shows_nothing(page.snapshot, setting):
            return reading
    snapshot = CategoryPage(page.tab, setting.category_path).read_to_the_end()
    if snapshot is None or not lists_others_only(snapshot, setting):
        return reading
    return reading.model_copy(update={"state": "not_offered", "reason": "no_control"})


def _shows_nothing(snapshot: Snapshot | None, setting: Setting) -> bool:
    """Whether nothing on the setting's own page can be its switch."""
    if snapshot is None or snapshot.candidates or snapshot.choices:
        return False
    if snapshot.alert or snapshot.empty:
        return False
    return setting.key not in snapshot.outside_main and not _names(snapshot, toggle_names(setting))


# Words of paths and keys that say nothing of the setting they belong to.
_COMMON = {"allow", "data", "for", "the", "and", "by", "with", "of", "to", "use", "settings", "ads"}


def lists_others_only(snapshot: Snapshot, setting: Setting) -> bool:
    """Whether `snapshot` is a whole list of settings, and `setting` is not on it.

    The setting may have moved: a row that shares a telling word with it is taken for it.
    """
    rows = setting_rows(snapshot).keys()
    links = {path.rstrip("/") for path in snapshot.outside_main} | rows
    if snapshot.alert or snapshot.busy or snapshot.choices or setting.path in links or not rows:
        return False
    if any(row.path.startswith("/mypreferences/m/") for row in snapshot.rows):
        return False  # the tree for phones, whose paths are not known
    if _names(snapshot, toggle_names(setting) | titles(setting)):
        return False
    known = {other.path for other in catalog().settings.values()} - {setting.path}
    telling = (_name_words(setting.path) | _name_words(setting.key)) - _COMMON
    return not any(telling & _name_words(path) for path in rows - known)


def _names(snapshot: Snapshot, labels: set[str]) -> bool:
    """Whether a page without any switch shows one of `labels` all the same."""
    lines = [same(line) for line in (*snapshot.lines, *snapshot.outside_main)]
    return any(label in line for line in lines for label in labels)


def _name_words(name: str) -> set[str]:
    """The words of a path's last segment, or of a key: `data-for-ai`, `allowAdsByAge`."""
    segment = name.rsplit("/", 1)[-1]
    return {word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", segment)}


def _state_word(lines: Iterable[str], words: Iterable[str]) -> str:
    """The state word that stands in a row, as the catalog spells it; empty where none does."""
    parts = [part for line in lines for part in (line, *line.split(" ")[-1:])]
    return next(filter(None, (redact_label(part, words) for part in parts)), "")
