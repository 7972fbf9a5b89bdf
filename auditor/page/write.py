"""The page's own request that may have saved a change."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from auditor.linkedin.urls import is_settings_path

_TELEMETRY = re.compile(
    r"/[^/]*(telemetry|track|beacon|metric|analytics|logging)[^/]*(/|$)|/(logs?|events?|rum)(/|$)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PageWrite:
    """A request of the page that may have saved a change; `status` is None without a response."""

    method: str
    path: str
    status: int | None

    @property
    def saved(self) -> bool:
        """Whether LinkedIn answered that it is done. A redirect may lead to a sign-in page."""
        return self.status is not None and 200 <= self.status < 300


def is_telemetry(path: str) -> bool:
    """Whether a request to `path` only tells how the page is used."""
    return _TELEMETRY.search(path) is not None


def telling(writes: Sequence[PageWrite]) -> PageWrite | None:
    """The write that tells whether a change was saved; None where there is none.

    The settings' own writes come before all others, and of these one that failed.
    """
    own = [write for write in writes if is_settings_path(write.path)]
    chosen = own or [write for write in writes if not is_telemetry(write.path)]
    failed = (write for write in chosen if not write.saved)
    return next(failed, next(iter(chosen), None))
