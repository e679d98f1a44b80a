"""A small file is the old one or the new one, for its owner only, and nothing is left beside it."""

import errno
import os
import stat
import sys
import time
from pathlib import Path

import pytest

from guard import durable


def names(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


def test_a_file_is_made_with_its_folder_for_its_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "a"
    durable.write(file, b"one")
    durable.write(file, b"two")
    assert file.read_bytes() == b"two"
    assert names(file.parent) == ["a"]
    if sys.platform != "win32":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_step_that_fails_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    file = tmp_path / "a"
    durable.write(file, b"old")

    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os if step == "fsync" else Path, step, fail)
    with pytest.raises(OSError, match="No space"):
        durable.write(file, b"new")
    assert file.read_bytes() == b"old"
    assert names(tmp_path) == ["a"]


def test_a_disk_that_gives_back_something_else_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a"
    durable.write(file, b"old")
    monkeypatch.setattr(Path, "read_bytes", lambda _path: b"other")
    with pytest.raises(OSError, match="does not read back"):
        durable.write(file, b"new")
    monkeypatch.undo()
    assert file.read_bytes() == b"old"


def test_a_link_in_its_place_is_replaced_and_not_followed(tmp_path: Path) -> None:
    other = tmp_path / "theirs"
    other.write_bytes(b"theirs")
    file = tmp_path / "a"
    file.symlink_to(other)
    durable.write(file, b"mine")
    assert (file.read_bytes(), other.read_bytes(), file.is_symlink()) == (b"mine", b"theirs", False)


def test_what_a_killed_program_left_is_swept_when_it_is_old_and_only_that(tmp_path: Path) -> None:
    file = tmp_path / "a[1]"
    old, young, theirs = (
        tmp_path / name for name in (".a[1].0011aabb.new", ".a[1].2233ccdd.new", ".a1.x.new")
    )
    for one in (old, young, theirs):
        one.touch()
    long_ago = time.time() - 86_400
    for one in (old, theirs):
        os.utime(one, (long_ago, long_ago))
    durable.write(file, b"x")
    assert [old.exists(), young.exists(), theirs.exists()] == [False, True, True]


def test_removing_what_is_not_there_is_no_error(tmp_path: Path) -> None:
    durable.remove(tmp_path / "none")
    durable.write(tmp_path / "a", b"")
    durable.remove(tmp_path / "a")
    durable.remove(tmp_path / "none" / "deep")
    assert names(tmp_path) == []
