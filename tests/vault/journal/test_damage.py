"""Whatever happens to the bytes: an error in words or the whole truth, never a traceback, never an empty journal."""

import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from guard.vault.journal.errors import JournalError
from guard.vault.journal.journal import OLDER
from tests.vault.journal.helpers import all_bytes, created, entry, everything, opened

COUNT = 40
EARLY = 10


@cache
def closed() -> dict[str, bytes]:
    with tempfile.TemporaryDirectory() as folder:
        with created(Path(folder) / "journal.db", *(entry(n) for n in range(COUNT))):
            pass
        return all_bytes(Path(folder))


@cache
def crashed() -> dict[str, bytes]:
    """The files of a journal that ended with most of it in the WAL."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "journal.db"
        with created(place, *(entry(n) for n in range(EARLY))):
            pass
        with opened(place) as journal:
            for n in range(EARLY, COUNT):
                journal.add(entry(n))
            files = all_bytes(Path(folder))
        del files["journal.db-shm"]
        return files


@st.composite
def spoiling(draw: st.DrawFn) -> Callable[[bytes], bytes]:
    """Draw a way to spoil bytes: flip, overwrite, cut, append, move a page."""
    how = draw(st.sampled_from(["flip", "write", "cut", "append", "move"]))
    where = draw(st.floats(0, 1, exclude_max=True))
    bit = draw(st.integers(0, 7))
    noise = draw(st.binary(min_size=1, max_size=200))

    def spoil(old: bytes) -> bytes:
        at = int(where * len(old))
        if how == "flip":
            return old[:at] + bytes([old[at] ^ 1 << bit]) + old[at + 1 :]
        if how == "write":
            return old[:at] + noise + old[at + len(noise) :]
        if how == "cut":
            return old[:at]
        if how == "append":
            return old + noise
        page = at // 4096 * 4096
        return old[:4096] + old[page : page + 4096] + old[8192:]

    return spoil


def found_in(files: dict[str, bytes]) -> tuple[set[str], str] | JournalError:
    """Open what lies in `files`; return the ids of all entries and the notice, or the error."""
    with tempfile.TemporaryDirectory() as folder:
        for name, content in files.items():
            (Path(folder) / name).write_bytes(content)
        try:
            with opened(Path(folder) / "journal.db") as journal:
                journal.verify()
                return {each.id for each in everything(journal)}, journal.notice
        except JournalError as error:
            return error


ALL = {entry(n).id for n in range(COUNT)}


@settings(max_examples=150, deadline=None)
@given(spoiling())
def test_a_spoilt_file_gives_everything_or_an_error(spoil: Callable[[bytes], bytes]) -> None:
    files = dict(closed())
    files["journal.db"] = spoil(files["journal.db"])
    found = found_in(files)
    assert isinstance(found, JournalError) or found == (ALL, "")


@settings(max_examples=150, deadline=None)
@given(spoiling())
def test_a_spoilt_wal_never_loses_silently(spoil: Callable[[bytes], bytes]) -> None:
    files = dict(crashed())
    files["journal.db-wal"] = spoil(files["journal.db-wal"])
    found = found_in(files)
    if not isinstance(found, JournalError):
        ids, notice = found
        assert {entry(n).id for n in range(EARLY)} <= ids <= ALL
        assert notice == ("" if ids == ALL else OLDER)


@settings(max_examples=60, deadline=None)
@given(spoiling())
def test_a_spoilt_file_beneath_a_wal_gives_everything_or_an_error(spoil: Callable[[bytes], bytes]) -> None:
    files = dict(crashed())
    files["journal.db"] = spoil(files["journal.db"])
    found = found_in(files)
    assert isinstance(found, JournalError) or found == (ALL, "")


def test_what_is_not_spoilt_gives_everything() -> None:
    assert found_in(closed()) == (ALL, "")
    assert found_in(crashed()) == (ALL, "")


def test_a_wal_taken_away_is_noticed() -> None:
    files = dict(crashed())
    del files["journal.db-wal"]
    assert found_in(files) == ({entry(n).id for n in range(EARLY)}, OLDER)
