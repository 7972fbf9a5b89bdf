"""Which control is the setting's, and what it says: from a look at the page to a verdict.

Pure: no browser, no clock. The rules are those of the design, section 5; where one of them does
not give a clear answer, the verdict is `unknown` with a reason, never a guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from auditor.linkedin.catalog import Setting, Words, catalog
from auditor.page.redact import shown_language, shown_path, shown_role, shown_wording
from auditor.page.snapshot import Candidate, Line, Look
from auditor.page.state import aria_state, native_state, pair_state
from auditor.text import clean, same

if TYPE_CHECKING:
    from auditor.model import Confidence, Evidence, Reason, State

Matched = Literal["key", "label", "place"]

# A name in the style of LinkedIn's own keys (facts, section 3), such as `allowAdsByAge`: a control
# that carries another one is another control. Framework ids (`ember123`, `:r3:`) do not look so.
_OTHER_KEY = re.compile(r"[a-z]{2,}(?:[A-Z][a-z]+){2,}[A-Z]*")


_CAPTION = 40
"""Characters up to which a line that is no sentence may be what a control is called."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one look says of the setting."""

    state: State
    reason: Reason | None
    evidence: Evidence
    confidence: Confidence | None = None
    control: Candidate | None = field(default=None, compare=False)
    """The control that was read; what `switch_off` presses."""
    busy: bool = False
    """The page itself says that this part of it is not ready."""


Control = tuple[Candidate, ...]
"""One control: an element, or a custom switch with the native checkbox inside it."""


def judge(look: Look, setting: Setting) -> Verdict:
    """Find the setting's control in `look` and read it."""
    return _Judge(look, setting).verdict()


def switch_names(setting: Setting) -> set[str]:
    """The names that the switch is known by, in all languages, in the form for comparison."""
    return {same(label) for known in setting.labels.values() for label in known.toggle}


def titles(setting: Setting) -> set[str]:
    """The titles that the setting's page is known by, in the form for comparison."""
    return {same(label) for known in setting.labels.values() for label in known.title}


def _is_caption(line: str) -> bool:
    return len(line) <= _CAPTION and not line.rstrip().endswith((".", "。", "!", "?", "…"))


class _Judge:
    def __init__(self, look: Look, setting: Setting) -> None:
        self.look = look
        self.setting = setting
        self.language = look.language_tag
        self.words = catalog().words.get(self.language, Words((), ()))
        self.on_words = {same(word) for word in self.words.on}
        self.off_words = {same(word) for word in self.words.off}
        self.labels = switch_names(setting)
        self.titles = titles(setting)

    def verdict(self) -> Verdict:
        controls = [
            control
            for control in self._controls()
            if not any(one.dialog for one in control)  # what a dialog asks is not saved yet
        ]
        if all(one.put_away for control in controls for one in control):
            return self._unknown("no_control")  # what nobody can see is not what counts
        by_key = [control for control in controls if self._has_key(control)]
        by_label = [control for control in controls if self._label_of(control)]
        if by_key and by_label and not any(control in by_key for control in by_label):
            return self._unknown("several_controls")
        fits = by_key + [control for control in by_label if control not in by_key]
        if fits:
            matched: list[Matched] = []
            if by_key:
                matched.append("key")
            if by_label:
                matched.append("label")
            return self._read(fits, tuple(matched), "confirmed")
        if not controls:
            return self._unknown("no_control")
        if len({self._identity(control) for control in controls}) > 1:
            return self._unknown("several_controls")
        if not all(self._may_be_it_by_place(control) for control in controls):
            return self._unknown("no_control")
        return self._read(controls, ("place",), "structural")

    # --- which one ----------------------------------------------------------------------------

    def _controls(self) -> list[Control]:
        """Candidates, with those nested in one another taken together."""
        by_index = {one.index: one for one in self.look.candidates}

        def outermost(one: Candidate) -> Candidate:
            outer = by_index.get(one.inside)
            while outer is not None and outer.kind != "radios":
                one, outer = outer, by_index.get(outer.inside)
            return one

        together: dict[int, list[Candidate]] = {}
        for one in self.look.candidates:
            together.setdefault(outermost(one).index, []).append(one)
        return [tuple(members) for members in together.values()]

    def _has_key(self, control: Control) -> bool:
        return any(self.setting.key in one.ids for one in control)

    def _label_of(self, control: Control) -> str | None:
        """The known label that names the control, or its row where it has no name of its own.

        The page's title tells only where it stands alone: under it may stand what denies it.
        """
        for lines in self._naming(control):
            joined = " ".join(lines)
            if same(joined) in self.labels | self.titles:
                return joined
            for number, line in enumerate(lines):
                if same(line) in self.labels and not self._may_deny(lines, number, control):
                    return line
        return None

    def _may_deny(self, lines: tuple[str, ...], number: int, control: Control) -> bool:
        """Whether what stands around a label may turn its meaning round.

        Before it, as in "Exclude me:", within the control's own name any words may; in its row,
        where headings stand as well, those that end with a colon. After it a few words may that
        are no sentence: they are nearer to the control, as in "Opt out".
        """
        before = lines[number - 1] if number else ""
        if before and same(before) not in self.titles:
            own = any(one.name for one in control)
            if own or before.rstrip().endswith((":", "：")):
                return True
        links = {
            line.text for one in control for level in one.around for line in level if line.link
        }
        known = self.labels | self.titles
        return any(
            _is_caption(line)
            for line in lines[number + 1 :]
            if same(line) not in known and line not in links
        )

    def _naming(self, control: Control) -> list[tuple[str, ...]]:
        names = [lines for lines in (self._without_words(one.name) for one in control) if lines]
        return names or [row for row in (self._row(one) for one in control) if row]

    def _row(self, one: Candidate) -> tuple[str, ...]:
        """The nearest text around a control that is more than an on/off word or a link."""
        rows = [self._without_words(line.text for line in level) for level in one.around]
        links = {line.text for level in one.around for line in level if line.link}
        told = (row for row in rows if not links.issuperset(row))
        return next(told, next(filter(None, rows), ()))

    def _without_words(self, lines: Iterable[str]) -> tuple[str, ...]:
        return tuple(line for line in lines if same(line) not in self.on_words | self.off_words)

    def _identity(self, control: Control) -> tuple[object, ...]:
        """Equal for the copies of one control (one for phones, one for desktops)."""
        naming = tuple(tuple(same(line) for line in lines) for lines in self._naming(control))
        return naming or (control[0].index,)

    def _may_be_it_by_place(self, control: Control) -> bool:
        """Alone on the right page is enough only where no label could have told.

        Not in a language whose label we know, nor where the page does not say its language; and
        not for a control that carries another key, is part of a form that is sent, of a dialog or
        of a question that a button answers, or stands in a frame that shows another page.
        """
        known = self.setting.labels.get(self.language)
        if not self.language or (known is not None and known.toggle):
            return False
        return not any(
            one.form
            or one.dialog
            or one.asked
            or one.frame_path not in (None, "", self.setting.path)
            or any(_OTHER_KEY.fullmatch(id_) for id_ in one.ids)
            for one in control
        )

    # --- what it says -------------------------------------------------------------------------

    def _read(
        self, fits: Sequence[Control], matched: tuple[Matched, ...], confidence: Confidence
    ) -> Verdict:
        readings = [self._state_of(control) for control in fits]
        words = {word for control in fits for word in self._words_beside(control)}
        kinds = {"on" if same(word) in self.on_words else "off" for word in words}
        known = (*self.words.on, *self.words.off)
        word = shown_wording(words.pop(), known) if words and len(kinds) == 1 else None
        control = next((one for one in fits if one[0].shown), fits[0])
        evidence = self._evidence(
            role=control[0].role,
            name=self._name_to_show(control),
            matched=matched,
            raw="; ".join(dict.fromkeys(raw for _, raw in readings)),
            word=word,
        )
        states = {state for state, _ in readings}
        reason: Reason | None = None
        if "contradiction" in states or {"on", "off"} <= states:
            reason = "contradiction"
        elif "no_state" in states:
            reason = "no_state"
        elif len(kinds) == 1 and kinds != states:
            reason = "contradiction"
        busy = any(one.busy for control in fits for one in control)
        if reason is not None:
            return Verdict("unknown", reason, evidence, busy=busy)
        state: State = "on" if states == {"on"} else "off"
        return Verdict(state, None, evidence, confidence, self._pressable(control), busy)

    def _pressable(self, control: Control) -> Candidate:
        """Of a custom switch with a native checkbox inside, the one that takes the keyboard."""
        return next((one for one in control if one.kind == "native"), control[0])

    def _state_of(self, control: Control) -> tuple[str, str]:
        marks = [self._state_of_one(one) for one in control]
        states = {state for state, _ in marks if state != "missing"}
        raw = ", ".join(raw for _, raw in marks)
        if not states:
            return "no_state", raw
        return (states.pop() if len(states) == 1 else "contradiction"), raw

    def _state_of_one(self, one: Candidate) -> tuple[str, str]:
        if one.kind == "radios":
            return pair_state(one.options, self.on_words, self.off_words)
        if one.kind == "native":
            return native_state(one.mark)
        return aria_state(one.mark)

    def _words_beside(self, control: Control) -> list[str]:
        """The on/off words shown beside the control; none where both are."""
        if any(one.kind == "radios" for one in control):
            return []
        known = self.on_words | self.off_words
        for one in control:
            levels = [tuple(Line(text, False) for text in one.name), *one.around]
            for level in levels:
                words = [line.text for line in level if not line.link and same(line.text) in known]
                if words:
                    kinds = {same(word) in self.on_words for word in words}
                    return words if len(kinds) == 1 else []
        return []

    def _name_to_show(self, control: Control) -> str:
        """The name where it is a known label; another one may name the member."""
        known = (one for labels in self.setting.labels.values() for one in labels.toggle)
        titles = (one for labels in self.setting.labels.values() for one in labels.title)
        return shown_wording(self._label_of(control) or "", (*known, *titles))

    # --- how it is said -----------------------------------------------------------------------

    def _unknown(self, reason: Reason) -> Verdict:
        busy = self.look.busy and not self.look.candidates
        return Verdict("unknown", reason, self._evidence(), busy=busy)

    def _evidence(
        self,
        role: str = "",
        name: str = "",
        matched: tuple[Matched, ...] = (),
        raw: str = "",
        word: str | None = None,
    ) -> Evidence:
        from auditor.model import Evidence

        return Evidence(
            path=shown_path(self.look.path),
            language=shown_language(self.look.language),
            role=shown_role(role) if role else "",
            name=name,
            matched=matched,
            raw=clean(raw),
            word=word,
        )
