"""What a control is called: its accessible name or its row, and whether that is a known label."""

from collections.abc import Iterable

from auditor.linkedin.catalog import Setting, Words, catalog
from auditor.page.snapshot import Candidate
from auditor.text import same

Control = tuple[Candidate, ...]
"""One control: an element, or a custom switch with the native checkbox inside it."""

_CAPTION_LENGTH = 40  # characters; a longer line that is no sentence is not the name of a control


def words_of(language_tag: str) -> Words:
    """The on/off words of a language; none where no source quotes them."""
    return catalog().words.get(language_tag, Words((), ()))


def toggle_names(setting: Setting) -> set[str]:
    """The names of the switch in all languages, in the form for comparison."""
    return {same(name) for labels in setting.labels.values() for name in labels.toggle}


def titles(setting: Setting) -> set[str]:
    """The titles of the setting's page and of its row in a list, in the form for comparison."""
    labels = setting.labels.values()
    return {same(title) for label in labels for title in (*label.title, *label.row)}


class Names:
    """Tells what the controls of a page are called, for one setting in the page's language."""

    def __init__(self, setting: Setting, words: Words) -> None:
        self.state_words = (*words.on, *words.off)
        self.on_words = {same(word) for word in words.on}
        self.off_words = {same(word) for word in words.off}
        self._toggles = toggle_names(setting)
        self._titles = titles(setting)
        self._labels = self._toggles | self._titles

    def label_of(self, control: Control) -> str | None:
        """The known label that names the control, or its row where it has no name of its own.

        The title of the page counts only where it stands alone: text under it may deny it.
        """
        for lines in self._naming(control):
            joined = " ".join(lines)
            if same(joined) in self._labels:
                return joined
            for number, line in enumerate(lines):
                if same(line) in self._toggles and not self._may_deny(lines, number, control):
                    return line
        return None

    def _may_deny(self, lines: tuple[str, ...], number: int, control: Control) -> bool:
        """Whether the lines around a label may reverse its meaning.

        A line before it may ("Exclude me:"): any line within the control's own name, and in its
        row, where headings stand too, one that ends with a colon. Short words between the label
        and the control may as well, such as "Opt out".
        """
        before = lines[number - 1] if number else ""
        if before and same(before) not in self._titles:
            named = any(part.name for part in control)
            if named or before.rstrip().endswith((":", "：")):
                return True
        links = {
            line.text for part in control for level in part.around for line in level if line.link
        }
        return any(
            _is_caption(line)
            for line in lines[number + 1 :]
            if same(line) not in self._labels and line not in links
        )

    def _naming(self, control: Control) -> list[tuple[str, ...]]:
        names = [self._without_words(part.name) for part in control]
        rows = (self._row(part) for part in control)
        return [lines for lines in names if lines] or [row for row in rows if row]

    def _row(self, part: Candidate) -> tuple[str, ...]:
        """The nearest text around a control that is more than an on/off word or a link."""
        rows = [self._without_words(line.text for line in level) for level in part.around]
        links = {line.text for level in part.around for line in level if line.link}
        telling = (row for row in rows if not links.issuperset(row))
        return next(telling, next(filter(None, rows), ()))

    def _without_words(self, lines: Iterable[str]) -> tuple[str, ...]:
        return tuple(line for line in lines if same(line) not in self.on_words | self.off_words)

    def identity(self, control: Control) -> tuple[object, ...]:
        """Equal for the copies of one control (one for phones, one for desktops)."""
        naming = tuple(tuple(same(line) for line in lines) for lines in self._naming(control))
        return naming or (control[0].index,)


def _is_caption(line: str) -> bool:
    return len(line) <= _CAPTION_LENGTH and not line.rstrip().endswith((".", "。", "!", "?", "…"))
