"""`python -m auditor` is the same program as `linkedin-auditor`."""

from auditor.cli import run

run()
