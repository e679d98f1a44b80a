"""What every `SecretStore` does, asked of a fake, a passphrase file, the helper process, and a real keyring."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from guard.errors import BadInputError
from guard.vault.client import KeyringStore, Limits
from guard.vault.slots import SlottedRecord
from guard.vault.store import SecretStore, longest_value
from tests.support.passphrases import PASSPHRASE, store_at
from tests.vault.fakes import MemoryStore

LIMITS = Limits(start=60, call=60, asking=60)


@pytest.fixture(
    params=["fake", "passphrase file", "helper", pytest.param("gnome-keyring", marks=pytest.mark.real)]
)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SecretStore]:
    if request.param == "fake":
        yield MemoryStore()
        return
    if request.param == "passphrase file":
        file = store_at(tmp_path / "vault")
        file.create(PASSPHRASE)
        yield file
        file.lock()
        return
    command = None
    if request.param == "helper":
        command = (sys.executable, "-m", "tests.vault.odd_helper", "MemoryRing")
    else:
        request.getfixturevalue("keyring_daemon")
    keyring = KeyringStore(command=command, limits=LIMITS)
    yield keyring
    keyring.close()


def test_a_secret_is_absent_then_kept_then_replaced_then_removed(store: SecretStore) -> None:
    assert store.read("book") is None
    for value in ("a", "AZaz09_-", "b" * 1200):
        store.write("book", value)
        assert store.read("book") == value
    assert store.read("book-a-0") is None
    store.write("book-a-0", "other")
    store.remove("book")
    store.remove("book")
    assert store.read("book") is None
    assert store.read("book-a-0") == "other"
    assert store.describe().backend


def test_what_could_harm_or_give_away_is_refused_and_changes_nothing(store: SecretStore) -> None:
    store.write("book", "kept")
    for value in ("", "two\nlines", "a" * (longest_value(store) + 1), "Zoë", "a b"):
        with pytest.raises(BadInputError):
            store.write("book", value)
    for item in ("Robin Stone", "", "a/b", "x" * 41):
        with pytest.raises(BadInputError):
            store.write(item, "value")
        with pytest.raises(BadInputError):
            store.read(item)
        with pytest.raises(BadInputError):
            store.remove(item)
    assert store.read("book") == "kept"


def test_a_record_of_several_chunks_is_saved_replaced_and_cleared(store: SecretStore) -> None:
    record = SlottedRecord(store, "book")
    long = bytes((index * index * 7919 + index // 7 * 104729) % 251 for index in range(2600))
    for data in (b"short", long, b""):
        assert record.save(data)
        assert SlottedRecord(store, "book").load() == data
    record.clear()
    assert SlottedRecord(store, "book").load() is None
    for item in ("book", "book-a-0", "book-a-1", "book-b-0", "book-b-1"):
        assert store.read(item) is None
