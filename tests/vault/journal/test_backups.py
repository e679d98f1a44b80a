"""Five backups that were read through, and the way back from them."""

from pathlib import Path

import pytest

from guard.vault.journal.backups import KEPT, listed
from guard.vault.journal.entry import Backup
from guard.vault.journal.errors import (
    BackupUnusableError,
    JournalBusyError,
    JournalDamagedError,
    JournalMissingError,
    NewerJournalError,
)
from guard.vault.journal.journal import Journal
from guard.vault.journal.renewing import restore
from tests.vault.journal.helpers import KEY, OTHER_KEY, Calendar, created, entry, everything, opened
from tests.vault.journal.test_opening import make_newer


def spoil(file: Path, at: int = 5000) -> None:
    content = bytearray(file.read_bytes())
    content[at] ^= 1
    file.write_bytes(content)


def test_a_backup_is_made_at_most_once_a_day_and_only_after_a_change(place: Path) -> None:
    clock = Calendar()
    with created(place, entry(1), clock=clock) as journal:
        made = journal.back_up()
        assert made is not None
        assert (made.entries, made.at, made.problem) == (1, clock.now, "")
        journal.add(entry(2))
        assert journal.back_up() is None
        clock.move(days=1)
        second = journal.back_up()
        assert second is not None
        assert second.entries == 2
        clock.move(days=1)
        assert journal.back_up() is None  # nothing is new
        assert [backup.entries for backup in journal.backups()] == [2, 1]


def test_a_clock_that_was_wrong_does_not_stop_backups(place: Path) -> None:
    clock = Calendar()
    clock.move(days=4000)
    with created(place, entry(1), clock=clock) as journal:
        journal.back_up()
        clock.move(days=-4000)
        for number in range(2, 9):
            journal.add(entry(number))
            assert journal.back_up() is not None
            clock.move(days=1)
        assert [backup.entries for backup in journal.backups()] == [8, 7, 6, 5, 4]


def test_the_oldest_goes_only_after_the_new_one_proved_good(place: Path) -> None:
    clock = Calendar()
    with created(place, clock=clock) as journal:
        for number in range(7):
            journal.add(entry(number, text="long " * 4000))
            journal.back_up()
            clock.move(days=1)
        before = journal.backups()
        assert [backup.entries for backup in before] == [7, 6, 5, 4, 3]
        assert len(before) == KEPT
    spoil(place, place.stat().st_size - 2000)
    with opened(place, clock=clock) as journal:
        with pytest.raises(JournalDamagedError):
            journal.back_up(even_today=True)
        assert journal.backups() == before
        assert {file.name for file in before[0].path.parent.iterdir()} == {each.path.name for each in before}


def test_a_damaged_journal_comes_back_from_a_backup_only_on_request(place: Path) -> None:
    clock = Calendar()
    with created(place, entry(1), entry(2), clock=clock) as journal:
        journal.back_up()
        journal.add(entry(3))
    damaged = place.read_bytes()
    spoil(place, 100)
    spoilt = place.read_bytes()
    for _ in range(2):
        with pytest.raises(JournalDamagedError):
            Journal.open(place, KEY)
    assert place.read_bytes() == spoilt != damaged
    newest = listed(place, KEY)[0]
    assert restore(place, KEY, newest.path, clock=clock) == 2
    with opened(place, clock=clock) as journal:
        assert everything(journal) == {entry(1), entry(2)}
        assert journal.notice == ""
        journal.add(entry(4))
        assert journal.back_up(even_today=True) is not None
        assert [backup.entries for backup in journal.backups()] == [3, 2]
        kept = list(place.with_name("journal.db-replaced").iterdir())
        assert [file.read_bytes() for file in kept] == [spoilt]
        clock.move(days=31)
    with opened(place, clock=clock):
        assert not list(place.with_name("journal.db-replaced").iterdir())


def test_a_missing_journal_comes_back_from_a_backup(place: Path) -> None:
    with created(place, entry(1)) as journal:
        journal.back_up()
    place.unlink()
    with pytest.raises(JournalMissingError):
        Journal.open(place, KEY)
    assert restore(place, KEY, listed(place, KEY)[0].path) == 1
    with opened(place) as journal:
        assert everything(journal) == {entry(1)}


def test_backups_say_which_of_them_are_good(place: Path) -> None:
    clock = Calendar()
    with created(place, clock=clock) as journal:
        for number in range(3):
            journal.add(entry(number))
            journal.back_up(even_today=True)
            clock.move(days=1)
        third, second, first = journal.backups()
        spoil(second.path)
        third.path.write_bytes(third.path.read_bytes()[:-4096])
        problems = [backup.problem for backup in journal.backups()]
    assert "cut short" in problems[0]
    assert "damaged" in problems[1]
    assert problems[2] == ""
    assert all("another key" in backup.problem for backup in listed(place, OTHER_KEY)[2:])
    before = place.read_bytes()
    for bad in (second.path, third.path, place.with_name("nothing")):
        with pytest.raises(BackupUnusableError):
            restore(place, KEY, bad)
    make_newer(first.path)
    with pytest.raises(NewerJournalError):
        restore(place, KEY, first.path)
    assert place.read_bytes() == before


def test_nothing_is_restored_over_an_open_journal(place: Path) -> None:
    with created(place, entry(1)) as journal:
        made = journal.back_up()
        assert isinstance(made, Backup)
        journal.add(entry(2))
        with pytest.raises(JournalBusyError):
            restore(place, KEY, made.path)
        assert everything(journal) == {entry(1), entry(2)}
    assert restore(place, KEY, made.path) == 1


def test_files_of_others_in_the_folder_are_left_alone(place: Path) -> None:
    clock = Calendar()
    with created(place, clock=clock) as journal:
        folder = place.with_name("journal.db-backups")
        folder.mkdir()
        (folder / "mine.txt").write_text("keep")
        for number in range(8):
            journal.add(entry(number))
            journal.back_up(even_today=True)
            clock.move(days=1)
        journal.delete("e3")
        assert len(journal.backups()) == KEPT
        journal.delete_all()
    assert [file.name for file in folder.iterdir()] == ["mine.txt"]
