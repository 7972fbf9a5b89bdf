"""The exit code of a run that came to its end. An error carries its own: see errors.py."""

from collections.abc import Sequence

from auditor.model import Result


def exit_code_of(results: Sequence[Result]) -> int:
    """1 where a setting is on, else 3 where one could not be told, else 0: all is well."""
    codes = {_exit_code(result) for result in results}
    return 1 if 1 in codes else 0 if codes == {0} else 3


def _exit_code(result: Result) -> int:
    confidence = result.before.confidence if result.before is not None else None
    pressed_nothing = result.change == "not_applied" and result.after is None
    if pressed_nothing and confidence == "structural":  # `--yes` wants a confirmed control
        return 3
    if result.state == "on":
        return 1
    return 3 if result.state == "unknown" or result.change == "uncertain" else 0
