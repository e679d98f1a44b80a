import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.checkup.check import Answer
from guard.checkup.notes import CheckUpNotes, NotesNotKept
from guard.checkup.overview import Last, Seen, Skip

AT = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)
LAST = Last(at=AT, seen={"lin-lock": Seen(answer=Answer.UNSAFE, was=Answer.SAFE, since=AT, noticed=AT)})
SKIPS = (
    Skip(id="lin-lock", answer=Answer.UNSAFE, reason="later", until=date(2026, 12, 1)),
    Skip(id="any-look", answer=Answer.UNKNOWN, reason="wanted"),
)


def test_what_is_kept_is_read_again(tmp_path: Path) -> None:
    notes = CheckUpNotes(tmp_path / "state")
    assert (notes.last(), notes.skips(), notes.left_out()) == (None, (), {})
    notes.keep_last(LAST)
    notes.keep_skips(SKIPS)
    notes.keep_left_out({"secrets": "later"})
    again = CheckUpNotes(tmp_path / "state")
    assert (again.last(), again.skips(), again.left_out()) == (LAST, SKIPS, {"secrets": "later"})


def test_only_ids_answers_and_dates_are_written(tmp_path: Path) -> None:
    CheckUpNotes(tmp_path).keep_last(LAST)
    written = json.loads((tmp_path / "checkup-last.json").read_text())
    assert set(written) == {"at", "seen"}
    assert set(written["seen"]["lin-lock"]) == {"answer", "was", "since", "noticed"}


@given(st.binary(max_size=300) | st.just(b'{"at": "2026-11-22T10:00:00", "seen": {}}') | st.just(b"[" * 5000))
def test_a_spoilt_file_is_as_good_as_none(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    folder = tmp_path_factory.mktemp("notes")
    for name in ("checkup-last.json", "checkup-skips.json", "set-up-left-out.json"):
        (folder / name).write_bytes(content)
    notes = CheckUpNotes(folder)
    assert notes.last() is None
    assert notes.skips() == ()
    assert notes.left_out() == {}


def test_what_cannot_be_kept_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    notes = CheckUpNotes(tmp_path / "file")
    with pytest.raises(NotesNotKept, match="still holds"):
        notes.keep_last(LAST)
    with pytest.raises(NotesNotKept, match="asked again"):
        notes.keep_skips(SKIPS)
    with pytest.raises(NotesNotKept):
        notes.keep_left_out({})
