"""One run, from the browser's start to the Report in which it ends."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from importlib import import_module
from threading import Thread
from typing import TYPE_CHECKING

from auditor.audit import LINES
from auditor.audit.options import Options, Person
from auditor.errors import Interrupted, NotAudited, UsageError, unforeseen

if TYPE_CHECKING:  # loaded while the browser starts
    from auditor.audit.builder import ReportBuilder
    from auditor.audit.visit import Visit
    from auditor.model import Report

_LOADED_MEANWHILE = ("auditor.audit.read_all", "auditor.report.text")


def audit(options: Options, person: Person) -> "Report":
    """Carry out `options`. Whatever happens, the answer is a Report; raises UsageError only."""
    started_at = datetime.now(UTC)

    @cache
    def builder() -> "ReportBuilder":
        """The report so far. For `audit` it is first wanted when the browser has started."""
        from auditor.audit.builder import ReportBuilder

        return ReportBuilder(options, started_at)

    try:
        if options.command == "opt-out":  # whoever kills the program finds at least this
            person.keep(builder().report(Interrupted()))
        with open_visit(options, person) as visit:
            from auditor.audit.read_all import read_all

            builder().visit = visit
            read_all(visit, builder())
        return builder().report()
    except UsageError:
        raise
    except NotAudited as expected:
        return builder().report(expected)
    except KeyboardInterrupt:
        return builder().report(Interrupted())
    except Exception as unexpected:
        return builder().report(unforeseen(unexpected))


@contextmanager
def open_visit(options: Options, person: Person) -> Iterator["Visit"]:
    """A browser with our tab in it, and the network rules in force; raises NotAudited."""
    from auditor.browser.launch import open_browser

    # What is needed next is loaded while the browser starts.
    loading = Thread(target=lambda: [import_module(name) for name in _LOADED_MEANWHILE])
    loading.start()
    if options.demo is None and options.connect is None and options.login_timeout > 0:
        person.tell(LINES["browser"]["passwords"])
    chrome_asks = (options.connect or "").startswith("ws:")
    person.tell(LINES["browser"]["chrome_asks"] if chrome_asks else "Opening the browser …")
    with open_browser(
        wanted=options.browser,
        headless=options.headless,
        profile=options.profile,
        connect=options.connect,
        offline=options.demo is not None,
        language=options.language,
    ) as browser:
        loading.join()  # two threads that import the same modules can get in each other's way
        from auditor.audit.visit import Visit

        if options.demo is not None:
            from auditor.demo.imitation import Imitation
            from auditor.demo.scenes import scenes

            Imitation(scenes()[options.demo]).attach(browser.tab.context)
        yield Visit(browser, options, person)
