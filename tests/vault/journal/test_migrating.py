"""Files of every earlier form open, and a step that goes wrong leaves the file as it was."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from guard.vault.journal.connection import Connection, connect, number
from guard.vault.journal.errors import (
    JournalBusyError,
    JournalDamagedError,
    MigrationError,
    NewerJournalError,
)
from guard.vault.journal.journal import Journal
from guard.vault.journal.renewing import restore
from guard.vault.journal.schema import MIGRATIONS, Migration, latest
from tests.vault.journal.helpers import KEY, Calendar, entry, everything, opened
from tests.vault.journal.make_samples import ENTRIES, sample


def add_column(connection: Connection) -> None:
    connection.execute("ALTER TABLE entry ADD COLUMN colour TEXT NOT NULL DEFAULT ''")


def add_table(connection: Connection) -> None:
    connection.execute("CREATE TABLE label(id INTEGER PRIMARY KEY, name TEXT NOT NULL)")
    connection.execute("INSERT INTO label(name) SELECT DISTINCT kind FROM entry")


def lose_one(connection: Connection) -> None:
    connection.execute("DELETE FROM entry WHERE id = 'e1'")


def break_seals(connection: Connection) -> None:
    connection.execute("UPDATE entry SET kind = 'other'")


def talk_nonsense(connection: Connection) -> None:
    connection.execute("SELECT nothing FROM nowhere")


LATER = (*MIGRATIONS, Migration(add_column), Migration(add_table))


@pytest.fixture
def old(place: Path) -> Path:
    """A journal as version 1 of the schema wrote it."""
    place.parent.mkdir()
    shutil.copyfile(sample(1), place)
    return place


@pytest.mark.parametrize("version", range(1, latest(MIGRATIONS) + 1))
def test_a_sample_of_every_version_opens_in_this_one(place: Path, version: int) -> None:
    place.parent.mkdir()
    shutil.copyfile(sample(version), place)
    with opened(place) as journal:
        assert everything(journal) == set(ENTRIES)
        assert journal.verify() == len(ENTRIES)
        journal.add(entry(99))


def test_an_older_file_is_brought_forward_and_kept_for_thirty_days(old: Path) -> None:
    clock, before = Calendar(), old.read_bytes()
    journal = Journal.open(old, KEY, migrations=LATER, clock=clock)
    assert everything(journal) == set(ENTRIES)
    journal.add(entry(99))
    journal.close()
    kept = list(old.with_name("journal.db-replaced").iterdir())
    assert [file.read_bytes() for file in kept] == [before]
    assert "version-1" in kept[0].name
    connection = connect(old, KEY)
    assert number(connection, "PRAGMA user_version") == latest(LATER)
    assert number(connection, "SELECT count(*) FROM label") == 2
    connection.close()
    for days, left in ((29, 1), (2, 0)):
        clock.move(days=days)
        Journal.open(old, KEY, migrations=LATER, clock=clock).close()
        assert len(list(old.with_name("journal.db-replaced").iterdir())) == left


def test_a_new_journal_has_the_latest_form_at_once(place: Path) -> None:
    Journal.create(place, KEY, migrations=LATER).close()
    assert not place.with_name("journal.db-replaced").exists()
    with pytest.raises(NewerJournalError):
        Journal.open(place, KEY)


@pytest.mark.parametrize("step", [lose_one, break_seals, talk_nonsense])
def test_a_step_that_goes_wrong_leaves_the_file_as_it_was(
    old: Path, step: Callable[[Connection], None]
) -> None:
    before = old.read_bytes()
    with pytest.raises(MigrationError):
        Journal.open(old, KEY, migrations=(Migration(add_column), Migration(step)))
    assert old.read_bytes() == before
    with opened(old) as journal:
        assert everything(journal) == set(ENTRIES)


def test_a_damaged_file_is_not_brought_forward(old: Path) -> None:
    spoilt = bytearray(old.read_bytes())
    spoilt[-2000] ^= 1
    old.write_bytes(spoilt)
    with pytest.raises(JournalDamagedError):
        Journal.open(old, KEY, migrations=LATER)
    assert old.read_bytes() == bytes(spoilt)


def test_a_file_that_another_program_has_open_waits(old: Path) -> None:
    with opened(old) as journal:
        with pytest.raises(JournalBusyError):
            Journal.open(old, KEY, migrations=LATER)
        journal.add(entry(99))
    later = Journal.open(old, KEY, migrations=LATER)
    assert everything(later) == {*ENTRIES, entry(99)}
    later.close()


def test_deleting_reaches_the_kept_older_file_and_older_backups(old: Path) -> None:
    with opened(old) as journal:
        made = journal.back_up(even_today=True)
        assert made is not None
    later = Journal.open(old, KEY, migrations=LATER)
    removal = later.delete("e1")
    assert (removal.entries, removal.left) == (1, ())
    assert [backup.entries for backup in later.backups()] == [len(ENTRIES) - 1]
    later.close()
    kept = next(iter(old.with_name("journal.db-replaced").glob("*.db")))
    connection = connect(kept, KEY)
    assert number(connection, "SELECT count(*) FROM entry WHERE id = 'e1'") == 0
    connection.close()
    assert restore(old, KEY, made.path) == len(ENTRIES) - 1
    again = Journal.open(old, KEY, migrations=LATER)
    assert everything(again) == set(ENTRIES) - {each for each in ENTRIES if each.id == "e1"}
    again.close()
