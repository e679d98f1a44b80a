"""What a record does about copies that are behind, damaged, or moved by another Guard while it looks."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import pytest

from guard.errors import GuardError
from guard.vault.outcome import KeyringDamaged, VaultError
from guard.vault.pin import Pin, PinnedRecord
from guard.vault.slot import FEW, MAX_TEXT, Content, pack, unpack
from guard.vault.slots import MENDED, OLDER, SlottedRecord
from guard.vault.store import MAX_VALUE, WIDE_VALUE
from tests.support.chance import seeded
from tests.vault.fakes import FailingStore, Fault, MemoryStore

OLD, NEW = b"somebody who was removed", seeded(3).randbytes(2500)


def record(items: dict[str, str]) -> SlottedRecord:
    return SlottedRecord(MemoryStore(items), "book")


def saved(*values: bytes) -> dict[str, str]:
    items: dict[str, str] = {}
    for value in values:
        assert record(items).save(value)
    return items


def left_behind() -> list[dict[str, str]]:
    """Return every state in which a save was cut off after it counted and before its second copy was whole."""
    states: list[dict[str, str]] = []
    for at in range(200):
        items = saved(OLD, OLD)
        try:
            finished = SlottedRecord(FailingStore(items, at, Fault.BEFORE), "book").save(NEW)
        except VaultError:
            continue
        if finished and items["book"].endswith("-twice"):
            return states
        states.append(items)
    pytest.fail("the save never finished")


def slots(items: dict[str, str]) -> list[Content | None]:
    found = []
    for slot in "ab":
        names = sorted(name for name in items if name.startswith(f"book-{slot}-"))
        found.append(unpack([items[name] for name in names]))
    return found


def load_and_renew(store: MemoryStore, alone: AbstractContextManager[None] | None) -> bytes | None:
    reader = SlottedRecord(store, "book", alone=alone)
    data = reader.load()
    reader.renew()
    return data


class Taken(AbstractContextManager[None]):
    """A lock that another Guard holds."""

    def __enter__(self) -> None:
        raise GuardError("Somebody is at work.")

    def __exit__(self, *_: object) -> None:
        raise AssertionError


def test_a_second_copy_left_behind_is_renewed_by_the_next_load() -> None:
    states = left_behind()
    assert len(states) > 3
    for items in states:
        assert load_and_renew(MemoryStore(items), nullcontext()) == NEW
        first, second = slots(items)
        assert first == second
        assert first is not None
        assert first.data == NEW
        assert items["book"].endswith("-twice")


def test_a_second_copy_is_left_alone_while_another_guard_is_at_work_or_nothing_is_known_of_a_lock() -> None:
    for items in left_behind():
        before = dict(items)
        for alone in (Taken(), None):
            assert load_and_renew(MemoryStore(items), alone) == NEW
        assert items == before


class ReadOnly(MemoryStore):
    tries = 0

    def write(self, item: str, value: str) -> None:  # noqa: ARG002 - refuses everything
        self.tries += 1
        raise KeyringDamaged


def test_a_copy_that_cannot_be_renewed_is_tried_once_and_costs_the_load_nothing() -> None:
    store = ReadOnly(left_behind()[0])
    reader = SlottedRecord(store, "book", alone=nullcontext())
    for _ in range(3):
        assert reader.load() == NEW
        reader.renew()
    assert store.tries == 1


def test_a_record_at_rest_is_only_read() -> None:
    items = saved(OLD, NEW)
    store = ReadOnly(items)
    assert load_and_renew(store, nullcontext()) == NEW
    assert store.tries == 0


def test_a_second_copy_is_renewed_only_for_what_its_reader_understands(tmp_path: Path) -> None:
    def refuse(_data: bytes) -> None:
        raise GuardError("That is no book.")

    for check, renewed in ((None, False), (refuse, False), (len, True)):
        store = MemoryStore(left_behind()[0])
        record = SlottedRecord(store, "book", alone=nullcontext())
        assert PinnedRecord(record, Pin(tmp_path / "pin"), store, check=check).load() == NEW
        assert store.items["book"].endswith("-twice") is renewed
        Pin(tmp_path / "pin").forget()


@pytest.mark.parametrize(
    "spoiled",
    [
        ("book-a-0", "book-b-0"),
        ("book", "book-a-1", "book-b-2"),
        ("book-a-0", "book-a-1", "book-b-0", "book"),
    ],
)
def test_what_is_put_back_takes_the_place_of_damage_and_leaves_none_of_it(spoiled: tuple[str, ...]) -> None:
    items = saved(OLD, NEW)
    for name in spoiled:
        items[name] = "spoiled"
    del items["book-a-2"]
    items["book-a-9"] = "beyond a hole"
    back = record(items)
    back.put_back(b"restored")
    assert record(items).load() == b"restored"
    assert sorted(items) == ["book", "book-a-0", "book-b-0"]


def test_what_is_put_back_is_a_record_of_its_own() -> None:
    items = saved(OLD)
    there = record(items)
    there.load()
    there.put_back(NEW)
    fresh = record(items)
    assert fresh.load() == NEW
    assert fresh.vault == there.vault
    items_before = saved(OLD)
    before = record(items_before)
    before.load()
    assert before.vault not in ("", fresh.vault)


@pytest.mark.parametrize("fault", Fault)
def test_interrupted_anywhere_putting_back_leaves_the_value_nothing_or_damage(fault: Fault) -> None:
    for damaged in (False, True):
        for at in range(2000):
            items = saved(OLD)
            if damaged:
                items["book-a-0"] = items["book-b-0"] = "spoiled"
            broken = SlottedRecord(FailingStore(items, at, fault), "book")
            try:
                broken.put_back(NEW)
            except VaultError:
                try:
                    assert record(items).load() in (OLD, NEW, None)
                except KeyringDamaged:
                    assert damaged
                record(items).put_back(NEW)
                assert record(items).load() == NEW
            else:
                break


class Meanwhile(MemoryStore):
    """Another Guard saves between two reads of this one."""

    def __init__(self, items: dict[str, str], at: int, saving: Callable[[], object]) -> None:
        super().__init__(items)
        self.left = at
        self.saving = saving

    def read(self, item: str) -> str | None:
        self.left -= 1
        if self.left == -1:
            self.saving()
        return super().read(item)


def test_a_look_while_another_guard_saves_is_never_damage_nor_half() -> None:
    for at in range(12):
        items = saved(NEW, OLD, NEW)
        others = [OLD, NEW + b"1", NEW + b"2"]

        def save_all(items: dict[str, str] = items, others: list[bytes] = others) -> None:
            for other in others:
                record(items).save(other)

        store = Meanwhile(items, at, save_all)
        reader = SlottedRecord(store, "book")
        assert reader.load() in (NEW, others[-1])
        assert reader.notice == ""


class Roomy(MemoryStore):
    longest = WIDE_VALUE

    def write(self, item: str, value: str) -> None:
        assert len(value) <= self.longest
        self.items[item] = value


def test_a_small_book_has_short_items_everywhere_and_a_large_one_few_items_where_they_fit() -> None:
    for store, most in ((Roomy({}), MAX_TEXT // WIDE_VALUE + 1), (MemoryStore({}), MAX_TEXT // MAX_VALUE)):
        for size in (10, FEW * MAX_VALUE * 3 // 4 - 80, 100_000, 229_000, 50):
            data = seeded(size).randbytes(size)
            assert SlottedRecord(store, "book").save(data)
            assert SlottedRecord(store, "book").load() == data
            if size < FEW * MAX_VALUE * 3 // 4:
                assert max(map(len, store.items.values())) <= MAX_VALUE
            assert len(store.items) <= 2 * most + 1


@pytest.mark.parametrize("whole", ["a", "b"])
def test_the_copy_that_is_whole_is_found_when_no_pointer_is_left(whole: str) -> None:
    items = saved(OLD, NEW)
    del items["book"]
    items[f"book-{'a' if whole == 'b' else 'b'}-0"] = "spoiled"
    reader = record(items)
    assert reader.load() == NEW
    assert reader.notice in (MENDED, OLDER)


def test_a_slot_of_an_unknown_form_is_not_believed() -> None:
    chunk = pack(Content(b"8 random", 1, b"data"))[0]
    assert unpack([chunk]) is not None
    assert unpack(["R1JEMQ" + chunk[6:]]) is None  # another magic
