"""One run: reach the page, read, switch off, confirm."""

import tomllib
from pathlib import Path

LINES = tomllib.loads(Path(__file__).with_name("lines.toml").read_text("utf-8"))
"""The longer lines that a run says, in English."""
