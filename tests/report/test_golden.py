"""What people see, kept as files: a change of it is seen in review, and never by accident.

`python tests/report/test_golden.py` writes the files anew.
"""

import io
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent / "support"), str(HERE.parents[1])]

import pytest  # noqa: E402
from rich.console import Console  # noqa: E402
from screen import fits  # noqa: E402

import auditor.i18n as words  # noqa: E402
from auditor.model import Report  # noqa: E402
from auditor.report.compare import earlier_report  # noqa: E402
from auditor.report.text import rendered  # noqa: E402

GOLDEN = HERE / "golden"
REPORTS = sorted(path.stem for path in GOLDEN.glob("*.json"))
SCREENS = [
    (report, width, language)
    for report in REPORTS
    for width in (40, 80, 200)
    for language in ("en", "fr")
]


def screen(report: str, width: int, language: str) -> str:
    """What a terminal of that width shows of a kept report."""
    words.use(language)
    file = io.StringIO()
    console = Console(file=file, width=width, markup=False, emoji=False, highlight=False)
    shown = rendered(earlier_report(str(GOLDEN / f"{report}.json")))
    console.print(shown, crop=False)
    words.use("en")
    return file.getvalue()


def place(report: str, width: int, language: str) -> Path:
    """Where a screen is kept."""
    return GOLDEN / f"{report}-{width}-{language}.txt"


@pytest.mark.parametrize(("report", "width", "language"), SCREENS)
def test_screens_are_as_kept(report, width, language):
    """A report looks as it always did, in 40, 80 and 200 columns, in both languages."""
    assert place(report, width, language).read_text("utf-8") == screen(report, width, language)


@pytest.mark.parametrize(("report", "width", "language"), SCREENS)
def test_no_line_is_too_long_or_padded(report, width, language):
    """No line but what is to be copied in one piece leaves the terminal, none ends in blanks."""
    for line in screen(report, width, language).splitlines():
        assert line == line.rstrip()
        assert fits(line, width)


@pytest.mark.parametrize("report", REPORTS)
def test_reports_of_this_version_stay_readable(report):
    """A report once written is read by every later program of the same schema version."""
    text = (GOLDEN / f"{report}.json").read_text("utf-8")
    assert text == Report.model_validate_json(text).as_json()


if __name__ == "__main__":
    for one in SCREENS:
        place(*one).write_text(screen(*one), "utf-8")
