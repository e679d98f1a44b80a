import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from guard.errors import GuardError
from guard.session.unfinished import MarkerError, UnfinishedMarker


def test_the_mark_is_set_and_cleared(tmp_path: Path) -> None:
    marker = UnfinishedMarker(tmp_path / "state" / "guard")
    assert not marker.pending()
    marker.set()
    marker.set()
    assert marker.pending()
    marker.clear()
    marker.clear()
    assert not marker.pending()


def test_the_mark_says_nothing_and_is_the_owners_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        UnfinishedMarker(tmp_path / "new").set()
    finally:
        os.umask(before)
    mark = tmp_path / "new" / "session-open"
    assert mark.read_bytes() == b""
    assert stat.S_IMODE(mark.stat().st_mode) == 0o600
    assert stat.S_IMODE(mark.parent.stat().st_mode) == 0o700
    assert [entry.name for entry in mark.parent.iterdir()] == ["session-open"]


def test_the_mark_outlives_a_killed_program(tmp_path: Path) -> None:
    code = (
        "import os, signal, sys; from pathlib import Path; from guard.session.unfinished import UnfinishedMarker; "
        "UnfinishedMarker(Path(sys.argv[1])).set(); os.kill(os.getpid(), signal.SIGKILL)"
    )
    ended = subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False)
    assert ended.returncode == -signal.SIGKILL
    assert UnfinishedMarker(tmp_path).pending()


def test_a_link_in_its_place_is_never_followed(tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_text("keep me")
    (tmp_path / "session-open").symlink_to(precious)
    marker = UnfinishedMarker(tmp_path)
    marker.set()
    assert marker.pending()
    assert not (tmp_path / "session-open").is_symlink()
    assert precious.read_text() == "keep me"
    marker.clear()
    assert precious.read_text() == "keep me"
    assert not marker.pending()


def test_a_file_where_the_folder_should_be_is_said_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "guard").write_text("")
    marker = UnfinishedMarker(tmp_path / "guard")
    assert not marker.pending()
    marker.clear()
    with pytest.raises(MarkerError) as error:
        marker.set()
    assert "The session can go on" in error.value.sentence
    assert isinstance(error.value, GuardError)


def test_a_folder_in_the_marks_place_is_pending_and_cannot_be_cleared(tmp_path: Path) -> None:
    (tmp_path / "session-open").mkdir()
    marker = UnfinishedMarker(tmp_path)
    assert marker.pending()
    with pytest.raises(MarkerError, match="The session is over"):
        marker.clear()


def test_a_folder_that_cannot_be_looked_into_is_cannot_tell(tmp_path: Path) -> None:
    marker = UnfinishedMarker(tmp_path / ("x" * 300))
    with pytest.raises(MarkerError, match="could not see"):
        marker.pending()
