"""What people see, kept as files: a change of it is seen in review, and never by accident.

`python tests/report/test_golden.py` writes the files anew.
"""

import io
import json
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent / "support"), str(HERE.parents[1])]

import pytest  # noqa: E402
from rich.console import Console  # noqa: E402
from screen import fits  # noqa: E402

from auditor import i18n  # noqa: E402
from auditor.model import Report  # noqa: E402
from auditor.report.compare import earlier_report  # noqa: E402
from auditor.report.text import Screen  # noqa: E402

GOLDEN = HERE / "golden"
REPORTS = sorted(path.stem for path in GOLDEN.glob("*.json"))
SCREENS = [
    (report, width, language)
    for report in REPORTS
    for width, language in ((80, "en"), (80, "fr"), (40, "en"))
]


def screen(report: str, width: int, language: str) -> str:
    """What a terminal of that width shows of a kept report."""
    i18n.use(language)
    file = io.StringIO()
    console = Console(file=file, width=width, markup=False, emoji=False, highlight=False)
    kept = earlier_report(str(GOLDEN / f"{report}.json"))
    shown = Screen("report", report=kept, again=" --demo")
    console.print(shown, crop=False)
    i18n.use("en")
    return file.getvalue()


def place(report: str, width: int, language: str) -> Path:
    """Where a screen is kept."""
    return GOLDEN / f"{report}-{width}-{language}.txt"


@pytest.mark.parametrize(("report", "width", "language"), SCREENS)
def test_screens_are_as_kept(report, width, language):
    """A report looks as it always did, in 80 columns in both languages, and in 40."""
    assert place(report, width, language).read_text("utf-8") == screen(report, width, language)


@pytest.mark.parametrize(("report", "width", "language"), SCREENS)
def test_no_line_is_too_long_or_padded(report, width, language):
    """No line but what is to be copied in one piece leaves the terminal, none ends in blanks."""
    for line in screen(report, width, language).splitlines():
        assert line == line.rstrip()
        assert fits(line, width)


@pytest.mark.parametrize("report", REPORTS)
def test_reports_of_this_version_stay_readable(report):
    """A report once written is read by every later program, which may only have added keys."""
    text = (GOLDEN / f"{report}.json").read_text("utf-8")
    now = json.loads(Report.model_validate_json(text).as_json())
    assert now == now | json.loads(text)


if __name__ == "__main__":
    for one in SCREENS:
        place(*one).write_text(screen(*one), "utf-8")
