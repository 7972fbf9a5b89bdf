"""When a page has settled: the rule, without a browser or a clock. All times are in seconds."""

from dataclasses import dataclass, field

from auditor.page.control import Verdict

QUIET = 0.25  # how long a switch that reads on must stay as it is
CAREFUL = 1.0
"""The same for what is worse to be wrong about: a switch that reads off, that takes no answer
yet or that was seen to change, and a page without a switch."""
PATIENT = 2.0  # the same for a page that shows no switch at all, before that is believed
STEADY = 2.0  # how long a switch must stay as it is where a sign such as a spinner never goes away
LOOKS = 4  # snapshots that must agree; on a slow machine, few of them fill the quiet time
BETWEEN_LOOKS = 0.04


@dataclass
class Settling:
    """Takes verdicts one after another and tells when the page has settled."""

    began: float
    careful: float = CAREFUL  # how long a page without a switch must stay as it is
    contested: bool = False  # whether the switch was seen to change between on and off
    _verdict: Verdict | None = None
    _looks: int = 0
    _quiet_since: float = field(init=False)
    _spinning_until: float = field(init=False)

    def __post_init__(self) -> None:
        self._spinning_until = self.began
        self.disturbed(self.began)

    def disturbed(self, now: float) -> None:
        """Something happened that may still change what the page shows: begin anew."""
        self._quiet_since = now
        self._looks = 0

    def saw(self, verdict: Verdict, now: float, *, spinning: bool) -> None:
        """A snapshot gave `verdict`; `spinning`: the page shows that more of it is to come."""
        if verdict != self._verdict:
            before = self._verdict.state if self._verdict is not None else None
            self.contested |= {before, verdict.state} == {"on", "off"}
            self.disturbed(now)
        if verdict.busy:
            self.disturbed(now)
        if spinning:
            self._spinning_until = now
        self._verdict = verdict
        self._looks += 1

    def settled(self, now: float) -> bool:
        """Whether the latest verdict may be believed."""
        if self._verdict is None or self._looks < LOOKS:
            return False
        if self._verdict.control is not None and now - self._quiet_since >= STEADY:
            return True
        return now - max(self._quiet_since, self._spinning_until) >= self._needed()

    def pause(self, now: float) -> float:
        """How long to wait until the next snapshot."""
        left = self._quiet_since + self._needed() - now
        return min(left, BETWEEN_LOOKS) if left > 0 else BETWEEN_LOOKS

    def _needed(self) -> float:
        verdict = self._verdict
        if verdict is None or verdict.reason == "no_control":
            return self.careful
        disabled = verdict.control is not None and verdict.control.disabled
        if disabled or self.contested or verdict.state == "off":
            return CAREFUL
        return QUIET
