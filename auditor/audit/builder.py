"""The report of a run, filled while the run goes on; it can be made at any moment."""

from datetime import UTC, date, datetime

from auditor import __version__
from auditor.audit.options import Options
from auditor.audit.visit import Visit
from auditor.errors import Interrupted, NotAudited
from auditor.exit_code import exit_code_of
from auditor.linkedin.catalog import Setting
from auditor.model import Activity, Failure, Note, Overview, Program, Report, Result


class ReportBuilder:
    """Each setting starts as not read. Counters are read where they count."""

    def __init__(self, options: Options, started_at: datetime) -> None:
        self._options = options
        self._started_at = started_at
        self.results = {setting.id: _not_read(setting) for setting in options.settings}
        self.visit: Visit | None = None  # counts pages loaded, presses and requests refused
        self.overviews: list[Overview] = []

    def add(self, setting: Setting, **values: object) -> None:
        """Add to the setting's result. Its state is always that of the latest reading."""
        result = self.results[setting.id].model_copy(update=values)
        latest = result.after or result.before
        if latest is not None:
            result = result.model_copy(update={"state": latest.state, "reason": latest.reason})
        self.results[setting.id] = result

    def report(self, error: NotAudited | Interrupted | None = None) -> Report:
        """The report as of now; with `error`, of a run that ends because of it."""
        results = tuple(self.results.values())
        visit = self.visit
        return Report(
            tool=Program(name="linkedin-auditor", version=__version__),
            command=self._options.command,
            demo=self._options.demo is not None,
            started_at=self._started_at.replace(microsecond=0),
            duration_seconds=round((datetime.now(UTC) - self._started_at).total_seconds(), 1),
            browser=visit and Program(name=visit.browser.name, version=visit.browser.version),
            results=results,
            overview=next(iter(self.overviews), None),
            overviews=tuple(self.overviews),
            activity=Activity(
                pages_loaded=visit.tab.loads if visit else 0,
                clicks=sum(page.presses for page in visit.pages) if visit else 0,
                requests_refused=visit.rules.refused if visit else 0,
            ),
            error=error and Failure(code=error.code, message=error.message, hint=error.hint),
            exit_code=error.exit_code if error else exit_code_of(results),
        )


def _not_read(setting: Setting) -> Result:
    as_of = date.fromisoformat(setting.checked_on)
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
        notes=tuple(Note(text=n.text, source=n.source, as_of=as_of) for n in setting.notes),
    )
