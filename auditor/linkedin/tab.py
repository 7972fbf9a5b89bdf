"""The tab that the rules follow: whether Chromium keeps its page, and what led to it."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from auditor.linkedin.catalog import ORIGIN
from auditor.linkedin.kept import give_nothing, let_through_kept

if TYPE_CHECKING:
    from playwright.sync_api import CDPSession

NOWHERE = "about:blank"
_KEPT_BY_PAGES = "local_storage,indexeddb,cache_storage,file_systems,shared_storage,storage_buckets"
_AFRESH = 3
"""Times that a page is loaded afresh before it is left alone."""


class Tab:
    """One tab, from sign-in to setting."""

    def __init__(self, *, kept: bool) -> None:
        """Nothing is in it yet; `kept`: there is no network to be kept from."""
        self.id = ""
        self.kept = kept
        """Whether Chromium itself keeps the page in the tab to LinkedIn's hosts."""
        self.ours = False
        """Whether it is in a browser of ours, and not in one that the person started."""
        self.reloads = 0
        """How often a page was loaded afresh: it gave itself the setting's address, or came after
        pages that nobody was kept in."""
        self._always_kept = kept
        self._kept: set[str] = set()
        """The loads whose answers were let through so that their pages are kept."""
        self._emptied: set[str] = set()
        """The loads whose answers were not given, until the tab's history is gone."""
        self.emptied = ""
        """The address of an empty page that is in the tab for such an answer."""
        self._strayed = False
        """Whether that history has a page that nobody was kept in."""
        self._going = False
        """Whether the page in the tab was told to go, and its place is not taken yet."""
        self._chromium: CDPSession | None = None

    def watch(self, chromium: CDPSession, *, ours: bool) -> None:
        """Take the tab of `chromium` for this one; `ours`: its browser is."""
        self._chromium = chromium
        self.ours = ours
        self.id = chromium.send("Page.getFrameTree")["frameTree"]["frame"]["id"]
        chromium.on("Page.lifecycleEvent", self._went_on)
        chromium.send("Page.setLifecycleEventsEnabled", {"enabled": True})

    def let_through(self, gate: CDPSession, answer: dict[str, Any], *, there: bool) -> None:
        """Let an answer through that makes a page to be kept; `there`: of the setting, in the tab.

        Who goes back in a tab's history gets the frames of a page as they were (Chromium 156): with
        nobody kept in them. So the setting's page waits until that history is gone.
        """
        load = answer.get("networkId", "")
        if there and self._strayed:
            self._emptied.add(load)
            give_nothing(gate, answer)
        else:
            self._kept.add(load)
            let_through_kept(gate, answer)

    def committed(self, frame: dict[str, Any]) -> None:
        """Take note of the page that has come into the tab."""
        url, load = frame["url"], frame["loaderId"]
        self._going = False
        made = url.startswith("blob:")  # what it may do is what its maker may
        self.kept = load in self._kept or self._always_kept or (made and self.kept)
        self.emptied = url if load in self._emptied else ""
        self._strayed |= not (self.kept or self.emptied or url == NOWHERE)
        if made and not self.kept:
            self.go_to(NOWHERE)

    def turned(self, url: str) -> None:
        """Load afresh what gave itself the setting's address, and came while nobody was kept."""
        if self.kept or self._going:
            return
        self.reloads += 1
        self.go_to(NOWHERE)  # at once: until an answer has come it would live on at the address
        if self.reloads <= _AFRESH:
            self.go_to(url)

    def go_to(self, url: str) -> None:
        """Have another page take the place of the one in the tab, whatever that is doing."""
        from playwright.sync_api import Error

        self._going = True
        with suppress(Error):  # the page may be gone
            self._send("Page.navigate", url=url)

    def take_what_is_kept(self) -> None:
        """Take from LinkedIn's pages what they keep in our browser, but for the cookies.

        By that a page could show what was pressed, or was so once, and not what LinkedIn holds; by
        the cookies somebody is signed in. What is in the person's own browser is theirs.
        """
        if self.ours:
            self._send("Storage.clearDataForOrigin", origin=ORIGIN, storageTypes=_KEPT_BY_PAGES)

    def forget_the_way(self) -> None:
        """Drop the tab's history; raises Error where another page is just coming."""
        self._send("Page.resetNavigationHistory")

    def _went_on(self, event: dict[str, Any]) -> None:
        """Go on to the setting's page once the empty one in its place is loaded.

        Not as it comes: its process tells of that before Chromium itself takes note, whose history
        would then keep the way.
        """
        if event["name"] == "load" and self.emptied and event["loaderId"] in self._emptied:
            self._go_on(self.emptied)

    def _go_on(self, url: str) -> None:
        from playwright.sync_api import Error

        self.reloads += 1
        try:
            self.forget_the_way()
            self.take_what_is_kept()
            self._strayed = False
        except Error:  # another page is just coming
            self.go_to(NOWHERE)
        self.go_to(url if self.reloads <= _AFRESH else NOWHERE)

    def _send(self, method: str, **what: Any) -> None:
        if self._chromium is not None:
            self._chromium.send(method, what)
