"""Read one setting after another, with a picture of each; `opt-out` switches it off."""

from base64 import b64encode
from contextlib import suppress
from typing import Literal

from auditor.audit.builder import ReportBuilder
from auditor.audit.switch_off import SwitchOff, ask_while
from auditor.audit.visit import Visit
from auditor.errors import NotAudited, UsageError
from auditor.model import Picture
from auditor.page.category import CategoryPage, Listing
from auditor.page.setting_page import SettingPage
from auditor.report.atomic_file import AtomicFile


def read_all(visit: Visit, builder: ReportBuilder) -> None:
    """Read each setting. Of several, the lists that show them are read as well.

    The first setting comes before the lists, because the person signs in on the way to it.
    """
    options = visit.options
    count = len(options.settings)
    line = "Reading “{title}” …" if count == 1 else "Reading “{title}” ({number} of {count}) …"
    listings: dict[str, Listing] = {}
    for number, setting in enumerate(options.settings, 1):
        page = SettingPage(visit.tab, setting)
        visit.pages.append(page)
        visit.person.tell(line, title=setting.title, number=str(number), count=str(count))
        before = visit.read(page)
        builder.add(setting, before=before)
        _take_picture(visit, builder, page, "before")
        if options.command == "audit" and count > 1 and number == 1:
            listings = _read_lists(visit, builder)
        if listing := listings.get(setting.category_path):
            builder.add(setting, before=listing.witness(setting, before))
        if options.command == "opt-out":
            SwitchOff(visit, builder, page).run(before)
            if builder.results[setting.id].after is not None:
                _take_picture(visit, builder, page, "after")
    result = builder.results[options.settings[0].id]
    unclear = result.state == "unknown" or result.change == "uncertain"
    if unclear and count == 1 and not options.headless:
        ask_while(visit, visit.person.look_in_window)


def _read_lists(visit: Visit, builder: ReportBuilder) -> dict[str, Listing]:
    """What LinkedIn's lists show of the settings asked for, by the path of the list."""
    listings: dict[str, Listing] = {}
    for path in dict.fromkeys(setting.category_path for setting in visit.options.settings):
        if path:
            visit.person.tell("Reading LinkedIn's list of settings …")
            with suppress(NotAudited):  # it did not come
                if listing := CategoryPage(visit.tab, path).read():
                    listings[path] = listing
                    builder.overviews.append(listing.overview)
    return listings


def _take_picture(
    visit: Visit, builder: ReportBuilder, page: SettingPage, when: Literal["before", "after"]
) -> None:
    """Write and report a picture of the setting, where the person asked for pictures."""
    wanted = visit.options.screenshot
    if wanted is None:
        return
    path = wanted.with_stem(f"{wanted.stem}-{page.setting.id}-{when}")
    with suppress(UsageError):  # it cannot be written: said like the rest
        if png := page.picture():
            AtomicFile(path).write(png)
            picture = Picture(when=when, png=b64encode(png).decode())
            pictures = (*builder.results[page.setting.id].pictures, picture)
            builder.add(page.setting, pictures=pictures)
            visit.person.tell("Written: {path}", path=str(path))
            return
    visit.person.tell("No picture of the setting could be taken.")
