"""A passphrase or a file that is another one now: changed, swapped, damaged, gone, set aside."""

from collections.abc import Callable
from pathlib import Path

import pytest

from guard.vault.outcome import (
    PassphraseFileDamaged,
    PassphraseFileMissing,
    PassphraseFileReplaced,
    PassphraseLocked,
    WrongPassphrase,
)
from guard.vault.passphrase.errors import (
    PassphraseFileOlder,
)
from guard.vault.passphrase.store import PassphraseStore
from tests.support.passphrases import PASSPHRASE, store_at, unlocked_at

Call = Callable[[], object]


OTHER = "ledovi nayome yovosu wayuso"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "vault"


@pytest.fixture
def store(path: Path) -> PassphraseStore:
    fresh = store_at(path)
    fresh.create(PASSPHRASE)
    return fresh


def test_a_changed_passphrase_counts_and_other_guards_stay_unlocked(
    path: Path, store: PassphraseStore
) -> None:
    store.write("book", "kept")
    other = unlocked_at(path)
    with pytest.raises(WrongPassphrase):
        store.change(OTHER, PASSPHRASE)
    store.change(PASSPHRASE, OTHER, fresh_key=False)
    assert other.read("book") == "kept"
    other.write("book", "newer")
    assert store.read("book") == "newer"
    with pytest.raises(WrongPassphrase):
        unlocked_at(path)
    again = store_at(path)
    again.unlock(OTHER)
    assert again.read("book") == "newer"


def test_a_locked_store_stays_locked_when_its_passphrase_is_changed(
    path: Path, store: PassphraseStore
) -> None:
    store.lock()
    store.change(PASSPHRASE, OTHER)
    assert store.locked
    store.unlock(OTHER)


def test_a_fresh_key_shuts_out_whoever_had_the_old_one(path: Path, store: PassphraseStore) -> None:
    store.write("book", "kept")
    other = unlocked_at(path)
    store.change(PASSPHRASE, OTHER)
    assert store.read("book") == "kept"
    store.write("book", "newer")
    with pytest.raises(PassphraseFileReplaced):
        other.read("book")
    assert other.locked
    with pytest.raises(PassphraseLocked):
        other.write("book", "overwritten")
    other.unlock(OTHER)
    assert other.read("book") == "newer"


def test_a_file_swapped_for_an_older_one_is_refused_until_it_is_unlocked_anew(
    path: Path, store: PassphraseStore
) -> None:
    store.write("book", "one")
    older = path.read_bytes()
    store.write("book", "two")
    newest = path.read_bytes()
    path.write_bytes(older)
    calls: list[Call] = [
        lambda: store.read("book"),
        lambda: store.write("x", "y"),
        lambda: store.remove("book"),
    ]
    for call in calls:
        with pytest.raises(PassphraseFileOlder):
            call()
    with pytest.raises(PassphraseFileOlder):
        store.change(PASSPHRASE, OTHER)
    assert path.read_bytes() == older
    path.write_bytes(newest)
    assert store.read("book") == "two"
    path.write_bytes(older)
    store.lock()
    store.unlock(PASSPHRASE)
    assert store.read("book") == "one"


def test_two_histories_of_one_file_are_told_apart(path: Path, store: PassphraseStore) -> None:
    start = path.read_bytes()
    store.write("book", "here")
    here = path.read_bytes()
    path.write_bytes(start)
    unlocked_at(path).write("book", "there")
    with pytest.raises(PassphraseFileOlder):
        store.write("book", "mixed")
    path.write_bytes(here)
    assert store.read("book") == "here"


def test_another_vault_in_its_place_is_never_written_to(path: Path, store: PassphraseStore) -> None:
    stranger = store_at(path.with_name("other"))
    stranger.create(OTHER)
    foreign = path.with_name("other").read_bytes()
    path.write_bytes(foreign)
    with pytest.raises(PassphraseFileReplaced):
        store.write("book", "x")
    assert path.read_bytes() == foreign


def test_damage_while_open_is_told_and_left_as_it_is(path: Path, store: PassphraseStore) -> None:
    store.write("book", "kept")
    broken = path.read_bytes()[:-1]
    path.write_bytes(broken)
    calls: list[Call] = [
        lambda: store.read("book"),
        lambda: store.write("x", "y"),
        lambda: store.unlock(PASSPHRASE),
    ]
    for call in calls:
        with pytest.raises(PassphraseFileDamaged):
            call()
    assert path.read_bytes() == broken


def test_a_file_that_vanished_is_missing_and_not_begun_anew(path: Path, store: PassphraseStore) -> None:
    store.write("book", "kept")
    path.unlink()
    calls: list[Call] = [lambda: store.read("book"), lambda: store.write("x", "y"), lambda: store.remove("x")]
    for call in calls:
        with pytest.raises(PassphraseFileMissing):
            call()
    assert not path.exists()
    assert not store.exists()


def test_set_aside_makes_room_and_deletes_nothing(path: Path, store: PassphraseStore) -> None:
    for number in (1, 2):
        raw = path.read_bytes()
        aside = store.set_aside()
        assert aside.name == f"vault.aside-{number}"
        assert aside.read_bytes() == raw
        assert store.locked
        assert not store.exists()
        store.create(OTHER)
    path.unlink()
    with pytest.raises(PassphraseFileMissing):
        store.set_aside()
