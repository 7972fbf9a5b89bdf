"""Build hook: compile the translations, so that the standard library can read them."""

from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileMessages(BuildHookInterface):
    """Each auditor/locale/*/LC_MESSAGES/*.po becomes a .mo beside it."""

    def initialize(self, version, build_data):
        """Run before each build, an editable one too."""
        from babel.messages.mofile import write_mo
        from babel.messages.pofile import read_po

        for source in Path(self.root, "auditor", "locale").glob("*/LC_MESSAGES/*.po"):
            with source.open("rb") as po, source.with_suffix(".mo").open("wb") as mo:
                write_mo(mo, read_po(po))
