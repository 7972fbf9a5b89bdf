"""When a page is settled: the rule alone, on a clock of the test's own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from auditor.page.control import Verdict
from auditor.page.landing import no_reading
from auditor.page.settle import CONTESTED, DOUBTFUL, LOOKS, QUIET, STEADY, WATCHED, Rest
from auditor.page.snapshot import Candidate, Mark

STEP = 0.05
NOTHING = no_reading("no_control", None)
SWITCH = Candidate(
    index=0,
    kind="native",
    role="switch",
    tag="input",
    ids=(),
    dangling=(),
    name=(),
    around=(),
    mark=Mark(True, False, None, None),
    options=(),
    disabled=False,
    shown=True,
    busy=False,
    form=False,
    dialog=False,
    inside=-1,
    frame_path=None,
)


def saying(state: str, busy: bool = False) -> Verdict:
    """A verdict read from a control."""
    return Verdict(state, None, NOTHING.evidence, "confirmed", SWITCH, busy)  # type: ignore[arg-type]


ON, OFF = saying("on"), saying("off")


def settled_after(
    looks: list[Verdict], prints: list[str], spinning: bool = False, took: float = 0
) -> float | None:
    """When a page rests that gives these one after another, and the last of them for ever."""
    rest = Rest(0.0)
    for number in range(200):
        now = number * STEP
        verdict = looks[min(number, len(looks) - 1)]
        print_ = prints[number % len(prints)] if len(prints) > 1 else prints[0]
        rest.saw(verdict, print_, now, spinning=spinning, took=took)
        if rest.reached(now):
            return now
    return None


def test_a_page_that_stays_the_same_is_settled_soon():
    """A page that shows the same from the first look on rests after the quiet while."""
    assert pytest.approx(QUIET) == settled_after([ON], ["a"])


def test_what_may_not_be_the_last_word_is_looked_at_for_longer():
    """A page may not be ready that shows no switch, or one that says off or takes no answer yet."""
    waiting = replace(ON, control=replace(SWITCH, disabled=True))
    for doubtful in (NOTHING, waiting, OFF):
        assert pytest.approx(DOUBTFUL) == settled_after([doubtful], ["a"])


def test_one_look_settles_nothing():
    """Before the first look nothing is settled, however much time has passed."""
    assert Rest(0.0).reached(1000.0) is False


def test_few_looks_settle_nothing():
    """Looks far apart must be as many as those close together, and agree."""
    rest = Rest(0.0)
    for number in range(LOOKS - 1):
        rest.saw(ON, "a", number * 1.0, spinning=False)
        assert not rest.reached(number * 1.0)
    rest.saw(ON, "a", 10.0, spinning=False)
    assert rest.reached(10.0)


def test_a_change_of_what_it_says_begins_anew():
    """What the control says must have been said for the whole quiet while."""
    assert pytest.approx(4 * STEP + QUIET) == settled_after([NOTHING] * 4 + [ON], ["a"])


def test_a_switch_that_changed_is_given_longer():
    """A control that has said both on and off must be quiet for longer."""
    assert pytest.approx(2 * STEP + CONTESTED) == settled_after([OFF, OFF, ON], ["a"])


@pytest.mark.parametrize("every", [1, 2, 4, 10, 19])
def test_a_switch_that_goes_on_changing_never_settles(every):
    """A control that has changed, and changes again within a second, is never settled."""
    rest = Rest(0.0)
    rest.changed(0.0)
    for number in range(400):
        rest.saw((ON, OFF)[number // every % 2], "a", number * STEP, spinning=False)
        assert not rest.reached(number * STEP)
    assert rest.contested


def test_a_page_that_changes_around_the_switch_is_given_longer():
    """Beside a ticker a control is believed only after it said the same for longer."""
    assert pytest.approx(STEADY) == settled_after([ON], ["a", "b"])
    assert settled_after([NOTHING], ["a", "b"]) is None


def test_a_page_that_spins_is_given_longer():
    """Beside a spinner a control is believed only after it said the same for longer."""
    assert pytest.approx(STEADY) == settled_after([ON], ["a"], spinning=True)
    assert settled_after([NOTHING], ["a"], spinning=True) is None


def test_on_a_slow_machine_a_page_is_given_longer():
    """Where looks take long a control is believed later; where they outlast the watch, never."""
    assert pytest.approx(STEADY) == settled_after([ON], ["a"], took=QUIET + STEP)
    assert settled_after([NOTHING], ["a"], took=QUIET + STEP) is None
    assert settled_after([ON], ["a"], took=WATCHED + STEP) is None


def test_a_busy_part_is_never_settled():
    """What the page marks as not ready is not believed, however long it stays the same."""
    assert settled_after([saying("on", busy=True)], ["a"]) is None


def test_a_disturbance_begins_anew():
    """A request that ends begins the quiet while anew."""
    rest = Rest(0.0)
    rest.saw(ON, "a", 0.0, spinning=False)
    rest.disturbed(QUIET - STEP)
    for number in range(LOOKS):
        rest.saw(ON, "a", QUIET + number / 100, spinning=False)
    assert rest.reached(QUIET + LOOKS / 100) is False
    assert rest.reached(2 * QUIET) is True
    assert rest.contested is False
