"""When is a page settled: the rule, without a browser or a clock of its own."""

from __future__ import annotations

from dataclasses import dataclass, field

from auditor.reading import Verdict

QUIET = 0.25
"""Seconds without a request and without a change after which a page counts as settled."""
STEADY = 2.0
"""Seconds after which a control that says one thing is believed although the page around it
never rests (a clock, a ticker)."""


@dataclass
class Rest:
    """Takes looks one after another, and tells when the last quiet while of them agreed.

    All times are in seconds on one monotonic clock.
    """

    began: float
    contested: bool = False
    """Whether the control said `on` and `off` in two looks that followed one another."""
    _verdict: Verdict | None = None
    _print: str = ""
    _calm_since: float = field(init=False)
    _steady_since: float = field(init=False)

    def __post_init__(self) -> None:
        self.disturbed(self.began)

    def disturbed(self, now: float) -> None:
        """The page did something that may still change what it shows."""
        self._calm_since = self._steady_since = now

    def saw(self, verdict: Verdict, fingerprint: str, now: float) -> None:
        """A look gave `verdict`; `fingerprint` stands for everything around the control."""
        if verdict != self._verdict:
            if self._verdict is not None and {self._verdict.state, verdict.state} == {"on", "off"}:
                self.contested = True
            self.disturbed(now)
        elif fingerprint != self._print:
            self._calm_since = now
        if verdict.busy:
            self.disturbed(now)
        self._verdict, self._print = verdict, fingerprint

    def reached(self, now: float) -> bool:
        """Whether the page has settled."""
        if self._verdict is None:
            return False
        steady = self._verdict.control is not None and now - self._steady_since >= STEADY
        return steady or now - self._calm_since >= QUIET
