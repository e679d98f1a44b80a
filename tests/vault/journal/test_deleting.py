"""Deleting is real: in the file, in its WAL, in the backups, and under the encryption."""

from collections.abc import Iterator
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

from guard.vault.journal import rows
from guard.vault.journal.connection import Connection, connect
from guard.vault.journal.entry import Removal
from guard.vault.journal.renewing import erase, restore
from tests.vault.journal.helpers import KEY, Calendar, all_bytes, created, entry, everything, opened

PAGE, WAL_HEAD, FRAME_HEAD = 4096, 32, 24


def decrypted(content: bytes, *, is_wal: bool = False) -> Iterator[bytes]:
    """Decrypt every page of a file with the journal's own key, free ones too."""
    start, step = (WAL_HEAD, FRAME_HEAD + PAGE) if is_wal else (0, PAGE)
    for at in range(start, len(content), step):
        page = content[at + step - PAGE : at + step]
        first = at == 0 and not is_wal
        cipher = Cipher(AES(KEY), CBC(page[-80:-64])).decryptor()
        yield cipher.update(page[16 if first else 0 : -80])


def found_under_encryption(folder: Path, traces: list[bytes]) -> set[str]:
    """Return the names of files in which any of `traces` is left."""
    found = set()
    for name, content in all_bytes(folder).items():
        if name.endswith((".mark", ".open", "-shm")):
            continue
        for page in decrypted(content, is_wal=name.endswith("-wal")):
            if any(trace in page for trace in traces):
                found.add(name)
    return found


def traces_of(place: Path, session: str) -> list[bytes]:
    """Return the session's key and the beginnings of what is sealed under it."""
    connection = connect(place, KEY)
    keys = connection.execute("SELECT id, key FROM scope WHERE session = ?", (session,)).fetchall()
    bodies = connection.execute("SELECT body FROM entry WHERE scope = ?", (keys[0][0],)).fetchall()
    connection.close()
    return [keys[0][1], *(body[0][:24] for body in bodies)]


def test_a_deleted_session_is_gone_from_every_file_even_for_who_has_the_key(place: Path) -> None:
    clock = Calendar()
    with created(
        place, *(entry(n, session="gone" if n % 2 else "kept") for n in range(40)), clock=clock
    ) as journal:
        for number in range(40, 47):
            journal.add(entry(number))
            journal.back_up()
            clock.move(days=1)
        gone, kept = traces_of(place, "gone"), traces_of(place, "kept")
        assert len(found_under_encryption(place.parent, gone)) >= 6
        removal = journal.delete_session("gone")
        assert (removal.entries, removal.left) == (20, ())
        assert found_under_encryption(place.parent, gone) == set()
        assert len(found_under_encryption(place.parent, kept)) >= 6
        assert [backup.entries for backup in journal.backups()] == [27, 26, 25, 24, 23]
        assert journal.delete_session("gone").entries == 0
        newest = journal.backups()[0].path
    restore(place, KEY, newest)
    with opened(place) as journal:
        assert journal.verify() == 27


def test_one_deleted_entry_is_gone_and_the_rest_of_its_session_stays(place: Path) -> None:
    with created(place, *(entry(n, session="s") for n in range(5))) as journal:
        journal.back_up()
        trace = [each[:24] for each in traces_of(place, "s")[1:2]]
        assert journal.delete("e0").entries == 1
        assert found_under_encryption(place.parent, trace) == set()
        assert everything(journal) == {entry(n, session="s") for n in range(1, 5)}
        removal = journal.delete("e0")
        assert (removal.entries, removal.left) == (0, ())


def test_the_last_entry_takes_its_key_along_and_a_day_has_its_own(place: Path) -> None:
    with created(place, entry(1), entry(2), entry(3, session="s")) as journal:
        connection = connect(place, KEY)
        asked = "SELECT key FROM scope"
        assert len({row[0] for row in connection.execute(asked).fetchall()}) == 3
        journal.delete("e1")
        journal.delete("e3")
        assert len(connection.execute(asked).fetchall()) == 1
        connection.close()


def test_everything_deleted_leaves_an_empty_journal_that_works(place: Path) -> None:
    with created(place, *(entry(n, session="s") for n in range(20))) as journal:
        journal.back_up()
        traces = traces_of(place, "s")
        assert journal.delete_all().entries == 20
        assert found_under_encryption(place.parent, traces) == set()
        assert (everything(journal), journal.backups()) == (set(), ())
        journal.add(entry(1))
    with opened(place) as journal:
        assert everything(journal) == {entry(1)}
        assert journal.notice == ""


def test_a_backup_that_cannot_be_read_is_removed_as_it_may_hold_what_was_deleted(place: Path) -> None:
    with created(place, entry(1), entry(2)) as journal:
        made = journal.back_up()
        assert made is not None
        spoilt = bytearray(made.path.read_bytes())
        spoilt[100] ^= 1
        made.path.write_bytes(spoilt)
        assert journal.delete("e1").left == ()
        assert journal.backups() == ()


def test_a_backup_in_use_is_named_and_done_later(place: Path) -> None:
    with created(place, entry(1), entry(2)) as journal:
        made = journal.back_up()
        assert made is not None
        other = connect(made.path, KEY)
        other.execute("BEGIN EXCLUSIVE")
        removal = journal.delete("e1")
        assert removal.entries == 1
        assert len(removal.left) == 1
        assert "still holds what you deleted" in removal.left[0]
        other.execute("ROLLBACK")
        other.close()
        assert journal.backups()[0].entries == 2
    with opened(place) as journal:
        assert journal.backups()[0].entries == 1


def test_what_waits_to_be_deleted_from_a_backup_does_not_come_back_with_it(place: Path) -> None:
    with created(place, entry(1), entry(2)) as journal:
        made = journal.back_up()
        assert made is not None
        other = connect(made.path, KEY)
        other.execute("BEGIN EXCLUSIVE")
        journal.delete("e1")
        other.execute("ROLLBACK")
        other.close()
    assert restore(place, KEY, made.path) == 1
    with opened(place) as journal:
        assert everything(journal) == {entry(2)}


def test_traces_that_another_reader_holds_are_named_and_cleared_later(place: Path) -> None:
    with created(place, *(entry(n, session="s") for n in range(9))) as journal:
        traces = traces_of(place, "s")
        other = connect(place, KEY)
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM entry").fetchall()
        removal = journal.delete_session("s")
        assert removal.entries == 9
        assert "Traces of what you deleted" in removal.left[0]
        other.close()
    with opened(place):
        assert found_under_encryption(place.parent, traces) == set()


def test_erasing_leaves_nothing_that_opens(place: Path) -> None:
    with created(place, entry(1)) as journal:
        journal.back_up()
    assert erase(place) == ()
    assert erase(place) == ()
    assert erase(place.parent / "no" / "journal.db") == ()
    assert set(all_bytes(place.parent)) == {"journal.db.open"}


def add_many(connection: Connection) -> None:
    for number in range(1200):
        rows.add(connection, entry(number))


def test_many_entries_are_deleted_in_one_change_and_the_rest_stays(place: Path) -> None:
    with created(place) as journal:
        journal._access.writing(add_many)
        journal.back_up(even_today=True)
        generation = journal._access.generation
        removal = journal.delete_many([f"e{n}" for n in range(1, 1199)] + ["e1", "none"])
        assert removal == Removal(1198)
        assert everything(journal) == {entry(0), entry(1199)}
        assert (
            journal._access.generation == generation + 2
        )  # the deletion, and that nothing of it is left to do
        assert [backup.entries for backup in journal.backups()] == [2]
        assert journal.delete_many([]) == Removal(0)
