"""Each reason for which a journal does not open has its own error, and none changes the file."""

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from guard.vault.journal import errors
from guard.vault.journal.connection import connect
from guard.vault.journal.errors import (
    JournalBusyError,
    JournalDamagedError,
    JournalError,
    JournalExistsError,
    JournalMissingError,
    JournalReplacedError,
    JournalTruncatedError,
    NewerJournalError,
    NotAJournalError,
    WrongKeyError,
    from_os,
)
from guard.vault.journal.journal import OLDER, Journal
from guard.vault.journal.presence import Presence
from tests.vault.journal.helpers import KEY, OTHER_KEY, all_bytes, created, entry, everything, opened

PAGE = 4096


@pytest.fixture
def journal(place: Path) -> Path:
    """A closed journal with fifty entries."""
    with created(place, *(entry(n) for n in range(50))):
        return place


def change(change_bytes: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    return lambda path: (path.write_bytes(change_bytes(path.read_bytes())), None)[1]


def make_newer(path: Path) -> None:
    connection = connect(path, KEY)
    connection.execute("PRAGMA user_version = 99")
    connection.close()


def make_impossible(path: Path) -> None:
    connection = connect(path, KEY)
    connection.execute("PRAGMA user_version = -1")
    connection.close()


def make_plain(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE entry(id)")
    connection.close()


def make_strange(path: Path) -> None:
    """Make an encrypted file under the right key that holds no journal."""
    path.unlink()
    path.touch()
    connection = connect(path, KEY)
    connection.execute("CREATE TABLE other(id)")
    connection.close()


def make_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


SPOILT: list[tuple[str, Callable[[Path], None], type[JournalError]]] = [
    ("missing", Path.unlink, JournalMissingError),
    ("empty", change(lambda _: b""), JournalTruncatedError),
    ("cut in a page", change(lambda old: old[:-100]), JournalTruncatedError),
    ("cut at a page", change(lambda old: old[:-PAGE]), JournalTruncatedError),
    ("cut to one page", change(lambda old: old[:PAGE]), JournalTruncatedError),
    ("cut to its first bytes", change(lambda old: old[:100]), JournalTruncatedError),
    ("first page", change(lambda old: old[:50] + b"\0" + old[51:]), JournalDamagedError),
    ("first page gone", change(lambda old: bytes(PAGE) + old[PAGE:]), JournalDamagedError),
    ("text", change(lambda _: b"Dear diary, " * 1000), NotAJournalError),
    ("zeros", change(lambda old: bytes(len(old))), NotAJournalError),
    ("another program's", make_plain, NotAJournalError),
    ("no journal inside", make_strange, NotAJournalError),
    ("folder", make_folder, NotAJournalError),
    ("noise", change(lambda old: os.urandom(len(old))), WrongKeyError),
    ("newer", make_newer, NewerJournalError),
    ("of no version that ever was", make_impossible, NotAJournalError),
]


@pytest.mark.parametrize(
    ("spoil", "expected"), [case[1:] for case in SPOILT], ids=[case[0] for case in SPOILT]
)
def test_every_reason_has_its_own_error_and_nothing_is_touched(
    journal: Path,
    spoil: Callable[[Path], None],
    expected: type[JournalError],
    capfd: pytest.CaptureFixture[str],
) -> None:
    spoil(journal)
    before = all_bytes(journal.parent)
    with pytest.raises(expected) as caught:
        Journal.open(journal, KEY)
    assert type(caught.value) is expected
    assert all_bytes(journal.parent) == before
    assert capfd.readouterr() == ("", "")


def test_a_wrong_key_is_told_from_damage(journal: Path) -> None:
    with pytest.raises(WrongKeyError):
        Journal.open(journal, OTHER_KEY)
    spoilt = bytearray(journal.read_bytes())
    spoilt[100] ^= 1
    journal.write_bytes(spoilt)
    with pytest.raises(JournalDamagedError):
        Journal.open(journal, KEY)


def test_damaged_first_bytes_are_no_loss(journal: Path) -> None:
    journal.write_bytes(bytes(16) + journal.read_bytes()[16:])
    with opened(journal) as found:
        assert len(everything(found)) == 50


def test_damage_in_a_later_page_is_told_when_it_is_met(journal: Path) -> None:
    spoilt = bytearray(journal.read_bytes())
    spoilt[-2000] ^= 1
    journal.write_bytes(spoilt)
    with pytest.raises(JournalDamagedError), opened(journal) as found:
        found.verify()


def test_making_never_replaces_a_file(journal: Path) -> None:
    before = all_bytes(journal.parent)
    with pytest.raises(JournalExistsError):
        Journal.create(journal, KEY)
    with opened(journal), pytest.raises(JournalExistsError):
        Journal.create(journal, OTHER_KEY)
    assert all_bytes(journal.parent)["journal.db"][:16] == before["journal.db"][:16]
    with opened(journal) as found:
        assert len(everything(found)) == 50


def test_an_older_copy_in_its_place_is_noticed(journal: Path) -> None:
    older = journal.read_bytes()
    with opened(journal) as found:
        found.add(entry(60))
    journal.write_bytes(older)
    with opened(journal) as found:
        assert found.notice == OLDER
        assert len(everything(found)) == 50
        found.add(entry(61))
    with opened(journal) as found:
        assert found.notice == ""


def test_a_lost_mark_is_no_trouble(journal: Path) -> None:
    mark = journal.with_name("journal.db.mark")
    for content in (b"", b"nonsense", os.urandom(100)):
        mark.write_bytes(content)
        with opened(journal) as found:
            assert found.notice == ""
    mark.unlink()
    with opened(journal) as found:
        assert found.notice == ""
        found.add(entry(70))
    assert mark.exists()


def test_what_was_left_by_a_crash_is_taken_up(place: Path, tmp_path: Path) -> None:
    with created(place, entry(1)) as journal:
        journal.add(entry(2))
        left = all_bytes(place.parent)
    crashed = tmp_path / "crashed"
    crashed.mkdir()
    for name, content in left.items():
        (crashed / name).write_bytes(content)
    assert left["journal.db-wal"]
    with opened(crashed / "journal.db") as found:
        assert everything(found) == {entry(1), entry(2)}


def test_a_wal_without_its_file_is_set_aside_by_making_a_new_one(place: Path) -> None:
    with created(place, entry(1)):
        wal = place.with_name("journal.db-wal").read_bytes()
    place.unlink()
    place.with_name("journal.db-wal").write_bytes(wal)
    with pytest.raises(JournalMissingError):
        Journal.open(place, KEY)
    with created(place) as journal:
        assert everything(journal) == set()
    kept = list(place.with_name("journal.db-replaced").iterdir())
    assert [file.read_bytes() for file in kept] == [wal]


def test_a_foreign_wal_never_makes_the_journal_empty(journal: Path) -> None:
    journal.with_name("journal.db-wal").write_bytes(os.urandom(20_000))
    journal.with_name("journal.db-shm").write_bytes(os.urandom(32_768))
    with opened(journal) as found:
        assert len(everything(found)) == 50


def test_a_file_that_is_replaced_while_open_takes_no_more_changes(journal: Path) -> None:
    copy = journal.read_bytes()
    with opened(journal) as found:
        journal.with_name("other").write_bytes(copy)
        journal.with_name("other").replace(journal)
        with pytest.raises(JournalReplacedError):
            found.add(entry(80))
        journal.unlink()
        with pytest.raises(JournalMissingError):
            found.add(entry(80))


def test_a_journal_locked_by_another_says_so_after_the_wait(journal: Path) -> None:
    with opened(journal) as found:
        other = connect(journal, KEY)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(JournalBusyError):
            found.add(entry(90))
        assert len(everything(found)) == 50  # reading goes on
        other.execute("ROLLBACK")
        other.close()
        found.add(entry(90))


def test_a_journal_that_is_being_replaced_is_not_opened(journal: Path) -> None:
    with (
        Presence(journal.with_name("journal.db.open"), 0.1).alone(),
        pytest.raises(JournalBusyError),
        opened(journal),
    ):
        pass
    with opened(journal), pytest.raises(JournalBusyError):
        Presence(journal.with_name("journal.db.open"), 0.1).alone()


def test_every_sentence_is_calm_and_complete() -> None:
    kinds = [
        kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, JournalError)
    ]
    sentences = {kind("secret-free cause").sentence for kind in kinds}
    assert len(sentences) == len(kinds) > 15
    for sentence in sentences:
        assert sentence.endswith(".")
        assert "!" not in sentence
        assert "cause" not in sentence
    assert from_os(OSError()).cause == "OSError"
