"""Boxes of the browser's own (`confirm` and its like): the person's to answer, never ours."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from auditor.page import in_page

if TYPE_CHECKING:
    from playwright.sync_api import Dialog, Page


class Boxes:
    """Listens to one page; it stands still while such a box is open."""

    def __init__(self, page: Page) -> None:
        """Answer every box with no, until told otherwise."""
        self.seen = 0
        """How many there were since `leave_to_person`."""
        self._page = page
        self._patience = 0.0
        page.on("dialog", self._opened)

    def leave_to_person(self, patience: float) -> None:
        """From now on a person has `patience` seconds to answer each; 0 where none is there."""
        self.seen = 0
        self._patience = patience

    def stop(self) -> None:
        """Listen no longer."""
        self._page.remove_listener("dialog", self._opened)

    def _opened(self, box: Dialog) -> None:
        from playwright.sync_api import Error, TimeoutError

        with suppress(Error):
            if box.type == "beforeunload":  # in the way of the fresh load
                box.accept()
                return
            self.seen += 1
            if self._patience:
                with suppress(TimeoutError):
                    in_page.answer(self._page, "() => 'here'", self._patience)
                    return  # the page goes on: it was answered
            box.dismiss()
