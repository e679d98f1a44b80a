import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.vault.missing import OtherRecord, RecordElsewhere
from guard.vault.outcome import RecordMissing
from guard.vault.pin import OLD_COPY, Pin, Pinned, PinnedRecord
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


def vault_of(store: MemoryStore) -> str:
    record = SlottedRecord(store, "book")
    record.load()
    return record.vault


def test_a_pin_says_which_record_it_was_and_nothing_of_anybody(tmp_path: Path) -> None:
    file = tmp_path / "pin"
    store = MemoryStore()
    mine = pinned(store, file)
    for number in range(1, 4):
        assert mine.save(b"Calm Heron")
        assert Pin(file).read() == Pinned(backend="memory", vault=vault_of(store), generation=number)
    assert re.fullmatch(rb'{"backend":"memory","vault":"[0-9a-f]{16}","generation":3}', file.read_bytes())


def test_another_record_in_the_keyring_is_not_taken_for_the_pinned_one(tmp_path: Path) -> None:
    file = tmp_path / "pin"
    first, second = MemoryStore(), MemoryStore()
    pinned(first, file).save(b"first")
    SlottedRecord(second, "book").save(b"second")
    before = dict(second.items)
    for attempt in (pinned(second, file).load, lambda: pinned(second, file).save(b"third")):
        with pytest.raises(OtherRecord):
            attempt()
    assert second.items == before
    assert pinned(first, file).load() == b"first"
    Pin(file).forget()
    assert pinned(second, file).load() == b"second"


def test_a_save_without_a_look_never_begins_anew_where_something_is_missing(tmp_path: Path) -> None:
    file = tmp_path / "pin"
    pinned(MemoryStore(), file).save(b"first")
    empty = MemoryStore()
    with pytest.raises(RecordElsewhere):
        pinned(empty, file).save(b"second")
    assert empty.items == {}


def test_an_older_copy_put_back_is_told_until_the_next_change(tmp_path: Path) -> None:
    file = tmp_path / "pin"
    store = MemoryStore()
    mine = pinned(store, file)
    mine.save(b"older")
    backup = dict(store.items)
    mine.save(b"newer")
    assert (mine.load(), mine.notice) == (b"newer", "")
    store.items = backup
    for _ in range(2):
        again = pinned(store, file)
        assert (again.load(), again.notice) == (b"older", OLD_COPY)
    assert again.save(b"goes on")
    assert again.notice == ""
    after = pinned(store, file)
    assert (after.load(), after.notice) == (b"goes on", "")


def test_a_newer_copy_than_the_pin_remembers_is_taken(tmp_path: Path) -> None:
    file = tmp_path / "pin"
    store = MemoryStore()
    pinned(store, file).save(b"first")
    SlottedRecord(store, "book").save(b"second")  # killed before it could pin
    mine = pinned(store, file)
    assert (mine.load(), mine.notice) == (b"second", "")
    assert Pin(file).read().generation == 2


def test_what_is_put_back_is_pinned_wherever_it_is(tmp_path: Path) -> None:
    file = tmp_path / "pin"
    pinned(MemoryStore(), file).save(b"lost")
    other = MemoryStore()
    back = pinned(other, file)
    with pytest.raises(RecordElsewhere):
        back.load()
    back.put_back(b"restored")
    assert pinned(other, file).load() == b"restored"


@given(st.binary(max_size=200))
def test_a_pin_of_any_content_is_read_without_a_failure(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "pin"
        file.write_bytes(content)
        assert Pin(file).is_set()
        assert isinstance(Pin(file).read(), Pinned)
