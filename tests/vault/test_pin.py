from pathlib import Path

import pytest

from guard.vault.outcome import RecordMissing
from guard.vault.pin import Pin, PinnedRecord
from guard.vault.slots import SlottedRecord
from tests.vault.fakes import MemoryStore


def pinned(store: MemoryStore, file: Path) -> PinnedRecord:
    return PinnedRecord(SlottedRecord(store, "book"), Pin(file), store)


def test_nothing_saved_yet_is_new_and_sets_no_pin(tmp_path: Path) -> None:
    file = tmp_path / "state" / "keyring.json"
    assert pinned(MemoryStore(), file).load() is None
    assert not file.exists()


def test_after_a_save_an_empty_keyring_is_missing_and_not_new(tmp_path: Path) -> None:
    file = tmp_path / "state" / "keyring.json"
    store = MemoryStore()
    assert pinned(store, file).save(b"data")
    assert Pin(file).backend() == "memory"
    assert pinned(store, file).load() == b"data"
    with pytest.raises(RecordMissing):
        pinned(MemoryStore(), file).load()


def test_a_record_found_without_a_pin_is_pinned(tmp_path: Path) -> None:
    file = tmp_path / "keyring.json"
    store = MemoryStore()
    SlottedRecord(store, "book").save(b"data")
    assert pinned(store, file).load() == b"data"
    assert Pin(file).backend() == "memory"


@pytest.mark.parametrize("content", [b"", b"\xff", b"[]", b'{"backend": 3}', b"{}"])
def test_a_broken_pin_is_still_a_pin(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "keyring.json"
    file.write_bytes(content)
    assert (Pin(file).is_set(), Pin(file).backend()) == (True, "")
    with pytest.raises(RecordMissing):
        pinned(MemoryStore(), file).load()


def test_starting_over_is_possible_when_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "keyring.json"
    pinned(MemoryStore(), file).save(b"data")
    Pin(file).forget()
    Pin(file).forget()
    assert pinned(MemoryStore(), file).load() is None


def test_a_save_held_back_pins_nothing_and_a_pin_that_cannot_be_written_loses_nothing(tmp_path: Path) -> None:
    store = MemoryStore()
    SlottedRecord(store, "book").save(b"data")
    mine = PinnedRecord(SlottedRecord(store, "book"), Pin(tmp_path / "a file" / "keyring.json"), store)
    (tmp_path / "a file").write_text("in the way")
    assert mine.load() == b"data"
    SlottedRecord(store, "book").save(b"theirs")
    assert not mine.save(b"mine")
    assert mine.load() == b"theirs"
    assert mine.save(b"mine")
