"""Which control is the setting's, and what it says: from a snapshot to a verdict.

Pure: no browser, no clock. The rules are those of the design, section 5. Where they give no clear
answer, the verdict is `unknown` with a reason.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from auditor.linkedin.catalog import Setting, catalog
from auditor.model import Confidence, Evidence, Reason, State
from auditor.page.names import Control, Names, words_of
from auditor.page.redact import redact_label, redact_language, redact_path, redact_role
from auditor.page.snapshot import Candidate, Line, Snapshot
from auditor.page.state import aria_state, native_state, pair_state
from auditor.text import clean, same

Matched = Literal["key", "label", "place"]
# A name in the style of LinkedIn's keys, such as `allowAdsByAge`: a control with another key is
# another control. Ids that frameworks make (`ember123`, `:r3:`) do not look like this.
_KEY_STYLE = re.compile(r"[a-z]{2,}(?:[A-Z][a-z]+){2,}[A-Z]*")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one snapshot says of the setting."""

    state: State
    reason: Reason | None
    evidence: Evidence
    confidence: Confidence | None = None
    control: Candidate | None = field(default=None, compare=False)
    """The control that was read, which `opt-out` presses."""
    busy: bool = False  # whether the page says that this part of it is not ready


def judge(snapshot: Snapshot, setting: Setting) -> Verdict:
    """Find the setting's control in `snapshot` and read it."""
    return _Judge(snapshot, setting).verdict()


def no_reading(reason: Reason, snapshot: Snapshot | None, *, busy: bool = False) -> Verdict:
    """The verdict of a page from which no control was read."""
    return Verdict("unknown", reason, evidence_of(snapshot), busy=busy)


def evidence_of(
    snapshot: Snapshot | None,
    *,
    role: str = "",
    name: str = "",
    matched: tuple[Matched, ...] = (),
    raw: str = "",
    word: str | None = None,
) -> Evidence:
    """The evidence of a reading, without anything that may name the member."""
    return Evidence(
        path=redact_path(snapshot.path) if snapshot else "",
        language=redact_language(snapshot.language) if snapshot else "",
        role=redact_role(role) if role else "",
        name=name,
        matched=matched,
        raw=clean(raw),
        word=word,
    )


class _Judge:
    def __init__(self, snapshot: Snapshot, setting: Setting) -> None:
        self.snapshot = snapshot
        self.setting = setting
        self.names = Names(setting, words_of(snapshot.language_tag))

    def verdict(self) -> Verdict:
        controls = [
            control
            for control in self._controls()
            if not any(part.in_dialog for part in control)  # a dialog's answer is not saved yet
        ]
        if all(part.in_hidden_part for control in controls for part in control):
            busy = self.snapshot.busy and not self.snapshot.candidates
            return no_reading("no_control", self.snapshot, busy=busy)
        by_key = [control for control in controls if self._has_key(control)]
        by_label = [control for control in controls if self.names.label_of(control)]
        if by_key and by_label and not any(control in by_key for control in by_label):
            return no_reading("several_controls", self.snapshot)
        fits = by_key + [control for control in by_label if control not in by_key]
        if fits:
            matched: list[Matched] = ["key"] if by_key else []
            matched += ["label"] if by_label else []
            return self._read(fits, tuple(matched), "confirmed")
        if len({self.names.identity(control) for control in controls}) > 1:
            return no_reading("several_controls", self.snapshot)
        if not all(self._may_be_it_by_place(control) for control in controls):
            return no_reading("no_control", self.snapshot)
        return self._read(controls, ("place",), "structural")

    # --- which control -------------------------------------------------------------------------

    def _controls(self) -> list[Control]:
        """Candidates, with those nested in one another taken together."""
        by_index = {candidate.index: candidate for candidate in self.snapshot.candidates}

        def outermost(candidate: Candidate) -> Candidate:
            outer = by_index.get(candidate.inside_index)
            while outer is not None and outer.kind != "radios":
                candidate, outer = outer, by_index.get(outer.inside_index)
            return candidate

        controls: dict[int, list[Candidate]] = {}
        for candidate in self.snapshot.candidates:
            controls.setdefault(outermost(candidate).index, []).append(candidate)
        return [tuple(parts) for parts in controls.values()]

    def _has_key(self, control: Control) -> bool:
        return bool(self.setting.key) and any(self.setting.key in part.ids for part in control)

    def _may_be_it_by_place(self, control: Control) -> bool:
        """Whether being alone on the right page is enough: only where no label could tell.

        The page's language must be one whose label is unknown. The control must not carry another
        key, be part of a form or of a question, or stand in a frame that shows another page.
        """
        labels = self.setting.labels.get(self.snapshot.language_tag)
        if not self.snapshot.language_tag or (labels is not None and labels.toggle):
            return False
        return not any(
            part.in_form
            or part.before_button
            or part.frame_path not in (None, "", self.setting.path)
            or any(self._is_another_key(id_) for id_ in part.ids)
            for part in control
        )

    def _is_another_key(self, id_: str) -> bool:
        """Whether an id names another setting; where the key is not known, one of the catalog."""
        if self.setting.key:
            return _KEY_STYLE.fullmatch(id_) is not None
        return id_ in {other.key for other in catalog().settings.values()}

    # --- what it says --------------------------------------------------------------------------

    def _read(
        self, fits: Sequence[Control], matched: tuple[Matched, ...], confidence: Confidence
    ) -> Verdict:
        readings = [self._state_of(control) for control in fits]
        states = {state for state, _ in readings}
        words = {word for control in fits for word in self._words_beside(control)}
        meanings = {"on" if same(word) in self.names.on_words else "off" for word in words}
        word = words.pop() if words and len(meanings) == 1 else ""
        control = next((control for control in fits if control[0].shown), fits[0])
        evidence = evidence_of(
            self.snapshot,
            role=control[0].role,
            name=self._name_to_report(control),
            matched=matched,
            raw="; ".join(dict.fromkeys(raw for _, raw in readings)),
            word=redact_label(word, self.names.state_words) or None,
        )
        busy = any(part.busy for control in fits for part in control)
        reason: Reason | None = None
        if "contradiction" in states or {"on", "off"} <= states:
            reason = "contradiction"
        elif "no_state" in states:
            reason = "no_state"
        elif len(meanings) == 1 and meanings != states:
            reason = "contradiction"
        if reason is not None:
            return Verdict("unknown", reason, evidence, busy=busy)
        state: State = "on" if states == {"on"} else "off"
        # Of a custom switch with a native checkbox inside, the part that takes the keyboard.
        pressable = next((part for part in control if part.kind == "native"), control[0])
        return Verdict(state, None, evidence, confidence, pressable, busy)

    def _state_of(self, control: Control) -> tuple[str, str]:
        """The state of a control, and the text that the report quotes for it."""
        parts = [self._state_of_part(part) for part in control]
        states = {state for state, _ in parts if state != "missing"}
        raw = ", ".join(text for _, text in parts)
        if not states:
            return "no_state", raw
        return (states.pop() if len(states) == 1 else "contradiction"), raw

    def _state_of_part(self, part: Candidate) -> tuple[str, str]:
        if part.kind == "radios":
            return pair_state(part.options, self.names.on_words, self.names.off_words)
        return native_state(part) if part.kind == "native" else aria_state(part)

    def _words_beside(self, control: Control) -> list[str]:
        """The on/off words shown beside the control; none where both kinds are shown."""
        if any(part.kind == "radios" for part in control):
            return []
        state_words = self.names.on_words | self.names.off_words
        for part in control:
            name = tuple(Line(text=text, link=False) for text in part.name)
            for level in (name, *part.around):
                lines = [line.text for line in level if not line.link]
                words = [line for line in lines if same(line) in state_words]
                kinds = {same(word) in self.names.on_words for word in words}
                if words:
                    return words if len(kinds) == 1 else []
        return []

    def _name_to_report(self, control: Control) -> str:
        """The control's name where it is a known label; another name may name the member."""
        labels = self.setting.labels.values()
        wordings = [text for label in labels for text in (*label.toggle, *label.title)]
        return redact_label(self.names.label_of(control) or "", wordings)
