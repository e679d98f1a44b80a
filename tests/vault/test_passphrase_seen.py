"""An older passphrase file, or another, is told when it is unlocked, and may be used knowingly."""

from pathlib import Path

import pytest

from guard.vault.outcome import WrongPassphrase, WrongPassphraseOtherFile
from guard.vault.passphrase.seen import OLDER, OTHER, SeenState
from guard.vault.passphrase.store import PassphraseStore
from tests.support.passphrases import PASSPHRASE, store_at

NEW = "ledovi nayome yovosu wayuso"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "vault"


@pytest.fixture
def memory(tmp_path: Path) -> Path:
    """Where what was seen is remembered."""
    return tmp_path / "state" / "seen"


@pytest.fixture
def store(path: Path, memory: Path) -> PassphraseStore:
    fresh = store_at(path, seen=memory)
    fresh.create(PASSPHRASE)
    fresh.write("book", "first")
    return fresh


def unlocked(path: Path, memory: Path, passphrase: str = PASSPHRASE) -> PassphraseStore:
    """Start again."""
    again = store_at(path, seen=memory)
    again.unlock(passphrase)
    return again


def test_the_file_as_it_was_left_needs_no_word(store: PassphraseStore, path: Path, memory: Path) -> None:
    assert unlocked(path, memory).notice == ""
    store.write("book", "second")
    store.remove("book")
    assert unlocked(path, memory).notice == ""


def test_an_older_copy_is_told_each_time_until_guard_goes_on_from_it(
    store: PassphraseStore, path: Path, memory: Path
) -> None:
    older = path.read_bytes()
    store.write("book", "second")
    path.write_bytes(older)
    for _ in range(2):
        again = unlocked(path, memory)
        assert again.notice == OLDER
        assert again.read("book") == "first"
    again.write("book", "third")
    assert again.notice == ""
    assert unlocked(path, memory).notice == ""


def test_the_newest_file_put_back_needs_no_word_any_more(
    store: PassphraseStore, path: Path, memory: Path
) -> None:
    older = path.read_bytes()
    store.write("book", "second")
    newest = path.read_bytes()
    path.write_bytes(older)
    assert unlocked(path, memory).notice == OLDER
    path.write_bytes(newest)
    assert unlocked(path, memory).notice == ""


def test_two_files_that_went_their_own_ways_are_told_apart(
    store: PassphraseStore, path: Path, memory: Path, tmp_path: Path
) -> None:
    copied = path.read_bytes()
    store.write("book", "here")
    path.write_bytes(copied)
    elsewhere = store_at(path, seen=tmp_path / "elsewhere")
    elsewhere.unlock(PASSPHRASE)
    elsewhere.write("book", "there")
    assert unlocked(path, memory).notice == OLDER


def test_a_file_from_before_another_passphrase_is_told(
    store: PassphraseStore, path: Path, memory: Path
) -> None:
    older = path.read_bytes()
    store.change(PASSPHRASE, NEW)
    assert unlocked(path, memory, NEW).notice == ""
    path.write_bytes(older)
    with pytest.raises(WrongPassphraseOtherFile) as wrong:
        unlocked(path, memory, NEW)
    assert isinstance(wrong.value, WrongPassphrase)
    again = unlocked(path, memory)
    assert again.notice == OTHER
    again.write("book", "third")
    assert unlocked(path, memory).notice == ""


def test_a_wrong_passphrase_for_the_right_file_is_only_that(
    store: PassphraseStore, path: Path, memory: Path
) -> None:
    with pytest.raises(WrongPassphrase) as wrong:
        unlocked(path, memory, NEW)
    assert type(wrong.value) is WrongPassphrase


@pytest.mark.parametrize("content", [b"", b"nonsense", b'{"key":1}', b"[" * 5000])
def test_a_memory_that_is_lost_or_nonsense_says_nothing(
    store: PassphraseStore, path: Path, memory: Path, content: bytes
) -> None:
    memory.write_bytes(content)
    assert unlocked(path, memory).notice == ""
    memory.unlink()
    assert unlocked(path, memory).notice == ""
    assert memory.exists()


def test_a_folder_that_takes_nothing_costs_nothing(path: Path, tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file where the folder should be")
    store = store_at(path, seen=tmp_path / "state" / "seen")
    store.create(PASSPHRASE)
    store.write("book", "first")
    assert store.notice == ""


def test_nothing_secret_is_remembered(store: PassphraseStore, memory: Path) -> None:
    assert store._session is not None
    assert store._session.key.hex() not in memory.read_text()
    assert isinstance(SeenState(memory), SeenState)
    assert memory.stat().st_size < 200
