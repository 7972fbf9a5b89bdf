"""When is a page settled: the rule, without a browser or a clock of its own."""

from __future__ import annotations

from dataclasses import dataclass, field

from auditor.page.control import Verdict

QUIET = 0.25
"""Seconds without a request and without a change after which a page counts as settled."""
CONTESTED = 1.0
"""The same, for a control that has said both `on` and `off`."""
DOUBTFUL = 1.0
"""The same, for a switch that says off or takes no answer yet, and for a page that shows none."""
PATIENT = 2.0
"""The same, for a page that is to show no switch at all, not even late."""
LOOKS = 4
"""Looks that must agree: on a slow machine few of them make up the quiet while, and a switch that
goes to and fro could be met on the same side by chance."""
BETWEEN_LOOKS = 0.04
"""Seconds from one look to the next."""
WATCHED = 0.9
"""Seconds for which the page itself is sure to watch its switches after a look (page.js)."""
STEADY = 2.0
"""Seconds after which a control that says one thing is believed although the page around it
never rests (a clock, a ticker, a spinner)."""


@dataclass
class Rest:
    """Takes looks one after another, and tells when the last quiet while of them agreed.

    All times are in seconds on one monotonic clock.
    """

    began: float
    doubtful: float = DOUBTFUL
    """How long a page without a switch must be quiet; less where none is looked for."""
    contested: bool = False
    """Whether the control was seen to change between `on` and `off`."""
    _verdict: Verdict | None = None
    _print: str = ""
    _looks: int = 0
    _calm_since: float = field(init=False)
    _steady_since: float = field(init=False)

    def __post_init__(self) -> None:
        self.disturbed(self.began)

    def disturbed(self, now: float) -> None:
        """The page did something that may still change what it shows."""
        self._calm_since = self._steady_since = now
        self._looks = 0

    def changed(self, now: float) -> None:
        """A switch was seen to change between two looks."""
        self.contested = True
        self.disturbed(now)

    def saw(
        self, verdict: Verdict, fingerprint: str, now: float, *, spinning: bool, took: float = 0
    ) -> None:
        """A look gave `verdict`; `fingerprint` stands for everything around the control.

        `spinning`: the page shows a sign, such as a progress bar, that more of it is to come.
        `took`: how long the look took; what went on meanwhile around the control is not known.
        """
        if verdict != self._verdict:
            if self._verdict is not None and {self._verdict.state, verdict.state} == {"on", "off"}:
                self.contested = True
            self.disturbed(now)
        elif fingerprint != self._print or spinning or took > QUIET:
            self._calm_since = now
        if verdict.busy or took > WATCHED:
            self.disturbed(now)
        self._verdict, self._print = verdict, fingerprint
        self._looks += 1

    @property
    def found(self) -> bool:
        """Whether the latest look read a control."""
        return self._verdict is not None and self._verdict.control is not None

    def pause(self, now: float, took: float) -> float:
        """Seconds until the next look; the last one is done just when the quiet while is over.

        `took`: how long the latest look took.
        """
        left = self._calm_since + self._quiet - now
        return min(max(left - took, 0), BETWEEN_LOOKS) if left > 0 else BETWEEN_LOOKS

    def reached(self, now: float) -> bool:
        """Whether the page has settled."""
        if self._verdict is None or self._looks < LOOKS:
            return False
        steady = self.found and now - self._steady_since >= STEADY
        return steady or now - self._calm_since >= self._quiet

    @property
    def _quiet(self) -> float:
        verdict = self._verdict
        if verdict is not None and verdict.reason == "no_control":
            return self.doubtful
        if verdict is not None and verdict.control is not None and verdict.control.disabled:
            return DOUBTFUL
        if verdict is not None and verdict.state == "off":  # the worst to be wrong about
            return DOUBTFUL
        return CONTESTED if self.contested else QUIET
