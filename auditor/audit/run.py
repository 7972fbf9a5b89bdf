"""The story of one run: open, sign in, read, ask, switch off, confirm. It ends in a Report."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cached_property
from importlib import import_module
from threading import Thread
from typing import TYPE_CHECKING, Literal

from auditor.audit.options import Options, Person
from auditor.errors import Interrupted, NotAudited, UsageError, unforeseen

if TYPE_CHECKING:
    from auditor.audit.builder import ReportBuilder
    from auditor.audit.visit import Visit
    from auditor.linkedin.catalog import Setting
    from auditor.model import Reading, Report
    from auditor.page.category import Listing
    from auditor.page.setting_page import SettingPage

_LOADED_MEANWHILE = ("auditor.audit.visit", "auditor.audit.switch_off", "auditor.report.text")
_YOUR_PASSWORDS = (
    "The browser window does not have your saved passwords and passkeys. Have your password"
    " ready, or ask LinkedIn for a one-time link."
)

_CHROME_ASKS = "Chrome may ask in its own window whether to allow this. Agree there …"


def audit(options: Options, person: Person) -> Report:
    """Carry out `options`. Whatever happens, the answer is a Report; raises UsageError only."""
    run = _Run(options, person)
    error: NotAudited | Interrupted | None = None
    try:
        if options.command == "opt-out":  # whoever kills the program finds at least this
            person.keep(run.builder.report(Interrupted()))
        with open_visit(options, person) as visit:
            run.builder.visit = visit
            run.read_all(visit)
    except UsageError:
        raise
    except (NotAudited, Interrupted) as expected:
        error = expected
    except KeyboardInterrupt:
        error = Interrupted()
    except Exception as unexpected:
        error = unforeseen(unexpected)
    return run.builder.report(error)


@contextmanager
def open_visit(options: Options, person: Person) -> Iterator[Visit]:
    """A browser with our tab in it, and the network rules in force; raises NotAudited."""
    from auditor.browser.launch import open_browser

    # What is needed next is loaded while the browser starts.
    loading = Thread(target=lambda: [import_module(name) for name in _LOADED_MEANWHILE])
    loading.start()
    if options.demo is None and options.connect is None and options.login_timeout > 0:
        person.tell(_YOUR_PASSWORDS)
    asks = options.connect is not None and options.connect.startswith("ws:")
    person.tell(_CHROME_ASKS if asks else "Opening the browser …")
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
        from auditor.linkedin.network_rules import NetworkRules
        from auditor.page.tab import Tab

        if options.demo is not None:
            from auditor.demo.imitation import Imitation
            from auditor.demo.scenes import scenes

            Imitation(scenes()[options.demo]).attach(browser.context)
        rules = NetworkRules()
        if browser.ours:  # before there is a page: then it takes less time
            rules.attach(browser.context)
        page = browser.tab()
        if not browser.ours:
            rules.attach(page)
        rules.follow(page)
        tab = Tab(page, options.timeout, profile_kept=options.profile is not None)
        visit = Visit(browser, tab, rules, options, person)
        if options.profile is not None:
            visit.forget_what_pages_stored()
        yield visit


class _Run:
    def __init__(self, options: Options, person: Person) -> None:
        self._options = options
        self._person = person
        self._started_at = datetime.now(UTC)

    @cached_property
    def builder(self) -> ReportBuilder:
        """The report so far. For `audit` it is first wanted when the browser has started."""
        from auditor.audit.builder import ReportBuilder

        return ReportBuilder(self._options, self._started_at)

    def read_all(self, visit: Visit) -> None:
        """Read each setting. Of several, the lists that show them are read as well.

        The first setting comes before the lists, because the person signs in on the way to it.
        """
        settings = self._options.settings
        several = self._options.command == "audit" and len(settings) > 1
        listings: dict[str, Listing] = {}
        for number, setting in enumerate(settings, 1):
            page = visit.page_of(setting)
            self._tell_progress(setting.title, number, len(settings))
            before = visit.read(page)
            self.builder.add(setting, before=before)
            self._take_picture(page, "before")
            if several and number == 1:
                listings = self._read_lists(visit)
            if listing := listings.get(setting.category_path):
                self.builder.add(setting, before=listing.witness(setting, before))
            if self._options.command == "opt-out":
                self._switch_off(visit, page, before)
        if len(settings) == 1:
            self._leave_open(visit, settings[0])

    def _read_lists(self, visit: Visit) -> dict[str, Listing]:
        """What LinkedIn's lists show of the settings asked for, by the path of the list."""
        paths = dict.fromkeys(setting.category_path for setting in self._options.settings)
        listings: dict[str, Listing] = {}
        for path in filter(None, paths):
            self._person.tell("Reading LinkedIn's list of settings …")
            if listing := visit.list_of(path):
                listings[path] = listing
                self.builder.overviews.append(listing.overview)
        return listings

    def _switch_off(self, visit: Visit, page: SettingPage, before: Reading) -> None:
        from auditor.audit.switch_off import SwitchOff

        SwitchOff(visit, self._options, self._person, self.builder).run(page, before)
        if self.builder.result(page.setting).after is not None:
            self._take_picture(page, "after")

    def _leave_open(self, visit: Visit, setting: Setting) -> None:
        """Let the person look at a switch that could not be told, in the window."""
        from auditor.audit.switch_off import ask_while

        result = self.builder.result(setting)
        reading = result.after or result.before
        unclear = result.state == "unknown" or result.change == "uncertain"
        if reading is None or not unclear or self._options.headless:
            return

        def look() -> bool:
            self._person.look_in_window(setting, reading)
            return True

        ask_while(visit, look)

    def _tell_progress(self, title: str, number: int, count: int) -> None:
        if count == 1:
            self._person.tell("Reading “{title}” …", title=title)
        else:
            line = "Reading “{title}” ({number} of {count}) …"
            self._person.tell(line, title=title, number=str(number), count=str(count))

    def _take_picture(self, page: SettingPage, when: Literal["before", "after"]) -> None:
        from auditor.report.atomic_file import AtomicFile

        wanted = self._options.screenshot
        if wanted is None:
            return
        path = wanted.with_stem(f"{wanted.stem}-{page.setting.id}-{when}")
        png = page.picture()
        try:
            if png is not None:
                AtomicFile(path).write(png)
                self.builder.add_picture(page.setting, when, png)
                self._person.tell("Written: {path}", path=str(path))
                return
        except UsageError:
            pass  # said like the rest
        self._person.tell("No picture of the setting could be taken.")
