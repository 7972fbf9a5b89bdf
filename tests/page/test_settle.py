"""When a page is settled: the rule alone, on a clock of the test's own. Times are in seconds."""

from __future__ import annotations

from dataclasses import replace

import pytest
from snapshots import candidate

from auditor.page.control import Verdict, no_reading
from auditor.page.settle import LOOKS, Settling

STEP = 0.05
NOTHING = no_reading("no_control", None)
SWITCH = candidate()


def saying(state: str, busy: bool = False) -> Verdict:
    """A verdict read from a control."""
    return Verdict(state, None, NOTHING.evidence, "confirmed", SWITCH, busy)  # type: ignore[arg-type]


ON, OFF = saying("on"), saying("off")


def settled_after(*verdicts: Verdict, spinning: bool = False) -> float | None:
    """When a page settles that gives these verdicts, and the last of them for ever."""
    settling = Settling(0.0)
    for number in range(200):
        now = number * STEP
        settling.saw(verdicts[min(number, len(verdicts) - 1)], now, spinning=spinning)
        if settling.settled(now):
            return now
    return None


def test_a_switch_that_stays_on_is_settled_after_a_quarter_of_a_second():
    """A switch that reads on from the first snapshot is believed after 0.25 s."""
    assert pytest.approx(0.25) == settled_after(ON)


def test_what_is_worse_to_be_wrong_about_is_looked_at_for_a_second():
    """A switch that reads off, that takes no answer yet, or that is not there needs 1.0 s."""
    disabled = SWITCH.model_copy(update={"disabled": True})
    for verdict in (NOTHING, replace(ON, control=disabled), OFF):
        assert pytest.approx(1.0) == settled_after(verdict)


def test_nothing_is_settled_before_the_first_snapshot():
    """Before the first snapshot nothing is settled, however much time has passed."""
    assert Settling(0.0).settled(1000.0) is False


def test_few_snapshots_settle_nothing():
    """On a slow machine, snapshots far apart must be as many as those close together."""
    settling = Settling(0.0)
    for number in range(LOOKS - 1):
        settling.saw(ON, number * 1.0, spinning=False)
        assert not settling.settled(number * 1.0)
    settling.saw(ON, 10.0, spinning=False)
    assert settling.settled(10.0)


def test_a_change_begins_anew():
    """What the switch says must have been said for the whole quiet time."""
    assert pytest.approx(4 * STEP + 0.25) == settled_after(*[NOTHING] * 4, ON)


def test_a_switch_that_changed_is_given_longer():
    """A switch that was drawn off and then on, as its data came, must stay on for 1.0 s."""
    assert pytest.approx(2 * STEP + 1.0) == settled_after(OFF, OFF, ON)


@pytest.mark.parametrize("every", [1, 2, 4, 10, 19])
def test_a_switch_that_goes_on_changing_never_settles(every):
    """A switch that changes again within each second is never settled."""
    settling = Settling(0.0)
    for number in range(400):
        settling.saw((ON, OFF)[number // every % 2], number * STEP, spinning=False)
        assert number < every or not settling.settled(number * STEP)
    assert settling.contested


def test_a_page_that_spins_is_given_longer():
    """Beside a spinner that never goes away, a switch is believed after 2.0 s, and none is not."""
    assert pytest.approx(2.0) == settled_after(ON, spinning=True)
    assert settled_after(NOTHING, spinning=True) is None


def test_a_busy_part_is_never_settled():
    """What the page marks as not ready is not believed, however long it stays the same."""
    assert settled_after(saying("on", busy=True)) is None


def test_a_disturbance_begins_anew():
    """A request that ends begins the quiet time anew."""
    settling = Settling(0.0)
    settling.saw(ON, 0.0, spinning=False)
    settling.disturbed(0.2)
    for number in range(LOOKS):
        settling.saw(ON, 0.25 + number / 100, spinning=False)
    assert settling.settled(0.25 + LOOKS / 100) is False
    assert settling.settled(0.5) is True
    assert settling.contested is False
