"""What is known of a run so far, and the Report it makes at any moment."""

from __future__ import annotations

import base64
import time
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from auditor import __version__
from auditor.audit.options import Options
from auditor.errors import Interrupted, NotAudited
from auditor.linkedin.catalog import Setting
from auditor.page.redact import shown_count, shown_method, shown_path, shown_status

if TYPE_CHECKING:
    from auditor.model import Failure, Overview, Reading, Report, Result
    from auditor.page.requests import PageWrite


class Record:
    """Kept by the audit while it goes on; each setting starts as not read."""

    def __init__(self, options: Options) -> None:
        """Start the clock."""
        self._options = options
        self._started_at = datetime.now(UTC).replace(microsecond=0)
        self._start = time.monotonic()
        self.browser: tuple[str, str] | None = None
        """Name and version of the one that is used."""
        self.pages_loaded = 0
        self.presses = 0
        self.requests_refused = 0
        self.overview: Overview | None = None

    @cached_property
    def _results(self) -> dict[str, Result]:
        return {setting.id: _not_read(setting) for setting in self._options.settings}

    def note(self, setting: Setting, **known: object) -> None:
        """Add to the setting's result; its state is always that of the latest reading."""
        result = self._results[setting.id].model_copy(update=known)
        latest = result.after or result.before
        if latest is not None:
            result = result.model_copy(update={"state": latest.state, "reason": latest.reason})
        self._results[setting.id] = result

    def before(self, setting: Setting) -> Reading | None:
        """The first reading of the setting, where there is one."""
        return self._results[setting.id].before

    def add_picture(self, setting: Setting, when: Literal["before", "after"], png: bytes) -> None:
        """Add a picture of the setting to its result."""
        from auditor.model import Picture

        picture = Picture(when=when, png=base64.b64encode(png).decode())
        self.note(setting, pictures=(*self._results[setting.id].pictures, picture))

    def add_write(self, setting: Setting, seen: PageWrite) -> None:
        """Add the page's own request that saved the change."""
        from auditor.model import Write

        write = Write(
            method=shown_method(seen.method),
            path=shown_path(seen.path),
            status=seen.status if seen.status is None else shown_status(seen.status),
        )
        self.note(setting, write=write)

    def report(self, error: NotAudited | Interrupted | None = None) -> Report:
        """The report as of now; with `error`, of a run that ends because of it."""
        from auditor.model import Activity, Browser, Report, Tool, exit_code_of

        results = tuple(self._results.values())
        name, version = self.browser or ("", "")
        return Report(
            tool=Tool(name="linkedin-auditor", version=__version__),
            command=self._options.command,
            demo=self._options.demo is not None,
            started_at=self._started_at,
            duration_seconds=round(time.monotonic() - self._start, 1),
            browser=Browser(name=name, version=version) if self.browser else None,
            results=results,
            overview=self.overview,
            activity=Activity(
                pages_loaded=self.pages_loaded,
                clicks=self.presses,
                requests_refused=shown_count(self.requests_refused),
            ),
            error=_failure(error) if error else None,
            exit_code=error.exit_code if error else exit_code_of(results),
        )


def _not_read(setting: Setting) -> Result:
    from auditor.model import Note, Result

    return Result(
        id=setting.id,
        title=setting.title,
        url=setting.url,
        wanted=setting.wanted,
        state="unknown",
        reason="not_loaded",
        change=None,
        before=None,
        after=None,
        notes=tuple(
            Note(text=note.text, source=note.source, as_of=setting.checked_on)
            for note in setting.notes
        ),
    )


def _failure(error: NotAudited | Interrupted) -> Failure:
    from auditor.model import Failure

    return Failure(code=error.code, message=error.message, hint=error.hint)


def unforeseen(error: Exception) -> NotAudited:
    """An error of ours, without its text: that may hold something of the page."""
    last = error.__traceback__
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    place = f"{last.tb_frame.f_globals.get('__name__')}:{last.tb_lineno}" if last else "?"
    return NotAudited(
        "internal",
        f"The program failed ({type(error).__name__} at {place}).",
        "Please report this line, with the output of: linkedin-auditor doctor",
    )
