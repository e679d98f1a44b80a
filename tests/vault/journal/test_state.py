"""How an open journal is, told apart by reason, and what makes each reason go."""

import os
import shutil
from pathlib import Path

import pytest

from guard.errors import GuardError
from guard.vault.journal import errors
from guard.vault.journal.connection import connect
from guard.vault.journal.entry import ReadOnly, Shut, Trouble, Until, Writable
from guard.vault.journal.errors import DiskFullError, JournalBusyError, JournalError, ReadOnlyError
from guard.vault.journal.journal import Journal
from guard.vault.journal.state import state_after, state_unopened
from guard.vault.outcome import KeyringLocked
from tests.vault.journal.helpers import KEY, created, entry, everything, opened

PAGE = 4096


@pytest.fixture
def journal(place: Path) -> Path:
    """A closed journal with fifty entries."""
    with created(place, *(entry(n) for n in range(50))):
        return place


def trouble_of(journal: Journal) -> Trouble | None:
    return getattr(journal.state, "trouble", None)


def test_a_whole_journal_is_writable(journal: Path) -> None:
    with opened(journal) as found:
        assert found.state == Writable()
        assert not found.is_replaced


def test_another_program_in_the_way_is_told_until_it_lets_go(journal: Path) -> None:
    with opened(journal) as found:
        other = connect(journal, KEY)
        other.execute("BEGIN IMMEDIATE")
        assert found.state == Writable()  # nobody waits for it yet
        with pytest.raises(JournalBusyError):
            found.add(entry(90))
        state = found.state
        assert isinstance(state, ReadOnly)
        assert (state.trouble, state.trouble.until) == (Trouble.IN_USE, Until.ITSELF)
        assert "another program" in state.why.lower()
        other.execute("ROLLBACK")
        other.close()
        assert found.state == Writable()


def test_a_replaced_file_is_told_until_it_is_opened(journal: Path) -> None:
    copy = journal.read_bytes()
    with opened(journal) as found:
        journal.with_name("other").write_bytes(copy)
        journal.with_name("other").replace(journal)
        assert found.is_replaced
        assert trouble_of(found) is Trouble.REPLACED
        assert Trouble.REPLACED.until is Until.OPENED
    with opened(journal) as found:
        assert found.state == Writable()


def test_a_file_that_went_away_is_missing(journal: Path) -> None:
    with opened(journal) as found:
        kept = journal.rename(journal.with_name("elsewhere"))
        assert trouble_of(found) is Trouble.MISSING
        kept.rename(journal)
        assert found.state == Writable()


def test_a_file_that_was_cut_is_truncated_and_not_only_damaged(journal: Path) -> None:
    with opened(journal) as found:
        os.truncate(journal, journal.stat().st_size - 2 * PAGE)
        assert trouble_of(found) is Trouble.TRUNCATED


def test_a_file_that_a_newer_guard_has_brought_forward_is_newer(journal: Path) -> None:
    with opened(journal) as found:
        other = connect(journal, KEY)
        other.execute("PRAGMA user_version = 99")
        other.close()
        state = found.state
        assert isinstance(state, Shut)
        assert (state.trouble, state.trouble.until) == (Trouble.NEWER, Until.MENDED)


@pytest.mark.parametrize("how", ["a newer form", "an older copy"])
def test_two_journals_open_at_once_never_spoil_each_other(journal: Path, how: str) -> None:
    older = shutil.copy(journal, journal.with_name("older"))
    with opened(journal) as one, opened(journal) as two:
        one.add(entry(60))
        two.add(entry(61))
        assert {entry(60), entry(61)} <= everything(one) == everything(two)
        if how == "an older copy":
            Path(older).replace(journal)
            assert (trouble_of(one), trouble_of(two)) == (Trouble.REPLACED, Trouble.REPLACED)
        else:
            other = connect(journal, KEY)
            other.execute("PRAGMA user_version = 99")
            other.close()
        for each in (one, two):
            with pytest.raises(JournalError):
                each.add(entry(70))


def test_every_failure_has_a_state_and_its_sentence() -> None:
    kinds = [
        kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, JournalError)
    ]
    seen = {}
    for kind in kinds:
        state = state_after(kind(""))
        assert state.why == kind("").sentence
        assert isinstance(state_unopened(kind("")), Shut)
        seen[kind] = state.trouble
    assert set(seen.values()) == set(Trouble) - {Trouble.SECRETS}
    assert seen[DiskFullError] is not seen[ReadOnlyError]
    assert state_unopened(KeyringLocked()).trouble is Trouble.SECRETS
    assert state_unopened(GuardError("Something.")).trouble is Trouble.UNKNOWN
