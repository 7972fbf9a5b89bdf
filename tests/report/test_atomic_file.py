"""A file is written whole or not at all, and its place is tried before the run."""

import os
import stat

import pytest
from disk import full_disk

from auditor.errors import UsageError
from auditor.report.atomic_file import AtomicFile

TEXT = "é" * 100


def test_file_is_for_its_owner_only(tmp_path):
    """A new report has mode 0600, and so has one that takes the place of an open file."""
    for name in ("new.json", "old.json"):
        path = tmp_path / name
        if name == "old.json":
            path.write_text("{}")
            path.chmod(0o644)
        AtomicFile(path).write(TEXT)
        assert 0o600 == stat.S_IMODE(path.stat().st_mode)
        assert TEXT == path.read_text("utf-8")


def test_asking_for_a_place_leaves_nothing_there(tmp_path):
    """Until the report is written there is no file, and an old one is as it was."""
    old = tmp_path / "old.json"
    old.write_text("old")
    AtomicFile(tmp_path / "new.json")
    AtomicFile(old)
    assert [("old.json", "old")] == [(p.name, p.read_text()) for p in tmp_path.iterdir()]


@pytest.mark.parametrize("place", ["missing/r.json", "file/r.json", "folder", "pipe"])
def test_a_bad_place_is_noticed_before_anything_else(tmp_path, place):
    """A place where no report can go is refused when it is named."""
    (tmp_path / "file").write_text("")
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UsageError):
        AtomicFile(tmp_path / place)


@pytest.mark.parametrize("before", [None, "old"])
def test_a_report_is_written_whole_or_not_at_all(tmp_path, before):
    """When the disk is full, what was there stays, and nothing half-written is left."""
    path = tmp_path / "report.json"
    if before:
        path.write_text(before)
    file = AtomicFile(path)
    with full_disk(), pytest.raises(UsageError):
        file.write(TEXT)
    left = {entry.name: entry.read_text() for entry in tmp_path.iterdir()}
    assert ({"report.json": "old"} if before else {}) == left


def test_a_link_stays_a_link(tmp_path):
    """A report written through a link replaces what it points to, not the link."""
    target = tmp_path / "target.json"
    target.write_text("old")
    link = tmp_path / "link.json"
    link.symlink_to(target)
    AtomicFile(link).write(TEXT)
    assert (True, TEXT) == (link.is_symlink(), target.read_text("utf-8"))
