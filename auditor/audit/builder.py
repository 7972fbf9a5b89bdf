"""The report of a run, filled while the run goes on; it can be made at any moment."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from typing import Literal

from auditor import __version__
from auditor.audit.options import Options
from auditor.audit.visit import Visit
from auditor.errors import Interrupted, NotAudited
from auditor.exit_code import exit_code_of
from auditor.linkedin.catalog import Setting
from auditor.model import (
    Activity,
    Failure,
    Note,
    Overview,
    Picture,
    Program,
    Report,
    Result,
    Write,
)
from auditor.page.redact import redact_path
from auditor.page.write import PageWrite


class ReportBuilder:
    """Each setting starts as not read. Counters are read where they count."""

    def __init__(self, options: Options, started_at: datetime) -> None:
        self._options = options
        self._started_at = started_at
        self._results = {setting.id: _not_read(setting) for setting in options.settings}
        self.visit: Visit | None = None
        """Counts the pages loaded, the presses and the requests refused."""
        self.overviews: list[Overview] = []

    def add(self, setting: Setting, **values: object) -> None:
        """Add to the setting's result. Its state is always that of the latest reading."""
        result = self._results[setting.id].model_copy(update=values)
        latest = result.after or result.before
        if latest is not None:
            result = result.model_copy(update={"state": latest.state, "reason": latest.reason})
        self._results[setting.id] = result

    def result(self, setting: Setting) -> Result:
        """The setting's result so far."""
        return self._results[setting.id]

    def add_picture(self, setting: Setting, when: Literal["before", "after"], png: bytes) -> None:
        """Add a picture of the setting to its result."""
        picture = Picture(when=when, png=base64.b64encode(png).decode())
        self.add(setting, pictures=(*self._results[setting.id].pictures, picture))

    def add_write(self, setting: Setting, write: PageWrite) -> None:
        """Add the page's own request that saved the change."""
        path = redact_path(write.path)
        self.add(setting, write=Write(method=write.method, path=path, status=write.status))

    def report(self, error: NotAudited | Interrupted | None = None) -> Report:
        """The report as of now; with `error`, of a run that ends because of it."""
        results = tuple(self._results.values())
        visit = self.visit
        return Report(
            tool=Program(name="linkedin-auditor", version=__version__),
            command=self._options.command,
            demo=self._options.demo is not None,
            started_at=self._started_at.replace(microsecond=0),
            duration_seconds=round((datetime.now(UTC) - self._started_at).total_seconds(), 1),
            browser=Program(name=visit.browser.name, version=visit.browser.version)
            if visit
            else None,
            results=results,
            overview=next(iter(self.overviews), None),
            overviews=tuple(self.overviews),
            activity=Activity(
                pages_loaded=visit.tab.loads if visit else 0,
                clicks=visit.presses if visit else 0,
                requests_refused=visit.rules.refused if visit else 0,
            ),
            error=_failure(error) if error else None,
            exit_code=error.exit_code if error else exit_code_of(results),
        )


def _failure(error: NotAudited | Interrupted) -> Failure:
    return Failure(code=error.code, message=error.message, hint=error.hint)


def _not_read(setting: Setting) -> Result:
    return Result(
        id=setting.id,
        title=setting.title,
        url=setting.url,
        wanted="off",
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
