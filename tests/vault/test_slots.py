import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from guard.errors import BadInputError
from guard.vault.outcome import KeyringDamaged, KeyringNotKept, VaultError
from guard.vault.slot import MAX_TEXT, Content, count_of, pack, unpack
from guard.vault.slots import MENDED, OLDER, ONE_COPY, SlottedRecord
from guard.vault.store import is_value
from tests.support.chance import seeded
from tests.vault.fakes import FailingStore, Fault, MemoryStore

OLD = b"old value"
VAULT = b"8 random"
# Incompressible, so that it takes three chunks where the old one takes one.
NEW = bytes((index * index * 7919 + index // 7 * 104729) % 251 for index in range(2600))
WORTH_TRYING = 200


def record(items: dict[str, str]) -> SlottedRecord:
    return SlottedRecord(MemoryStore(items), "book")


def saved(*values: bytes) -> dict[str, str]:
    items: dict[str, str] = {}
    for value in values:
        fresh = record(items)
        fresh.load()
        assert fresh.save(value)
    return items


@given(st.binary(max_size=4000), st.integers(0, 2**63))
def test_a_slot_gives_back_what_was_packed_in_plain_short_lines(data: bytes, generation: int) -> None:
    chunks = pack(Content(VAULT, generation, data))
    assert all(is_value(chunk) for chunk in chunks)
    assert count_of(chunks[0]) == len(chunks)
    assert unpack(chunks) == Content(VAULT, generation, data)


@given(st.binary(max_size=2500), st.data())
def test_a_slot_with_one_changed_character_is_never_believed(data: bytes, draw: st.DataObject) -> None:
    chunks = list(pack(Content(VAULT, 5, data)))
    which = draw.draw(st.integers(0, len(chunks) - 1))
    where = draw.draw(st.integers(0, len(chunks[which]) - 1))
    other = draw.draw(st.sampled_from([c for c in "AZaz09_-" if c != chunks[which][where]]))
    chunks[which] = chunks[which][:where] + other + chunks[which][where + 1 :]
    assert unpack(chunks) in (None, Content(VAULT, 5, data))  # unused bits of the last character may differ


@given(st.lists(st.text(max_size=80), max_size=3))
def test_what_was_never_packed_is_never_believed(chunks: list[str]) -> None:
    assert unpack(chunks) is None


def test_more_than_a_keyring_can_hold_is_refused_and_changes_nothing() -> None:
    items = saved(OLD)
    before = dict(items)
    noise = seeded(1).randbytes(MAX_TEXT * 3 // 4)
    with pytest.raises(BadInputError, match="more than a keyring can hold"):
        record(items).save(noise)
    assert items == before


def test_nothing_stored_is_absent() -> None:
    fresh = record({})
    assert fresh.load() is None
    assert fresh.notice == ""


@pytest.mark.parametrize("values", [(OLD,), (OLD, NEW), (NEW, OLD), (b"",), (OLD, NEW, b"third")])
def test_the_last_value_saved_is_loaded_and_no_earlier_one_is_left(values: tuple[bytes, ...]) -> None:
    items = saved(*values)
    fresh = record(items)
    assert fresh.load() == values[-1]
    assert fresh.notice == ""
    slots: dict[str, list[str]] = {"a": [], "b": []}
    for item in sorted(items.keys() - {"book"}):
        slots[item.split("-")[1]].append(items[item])
    assert slots["a"] == slots["b"]
    assert unpack(slots["a"]) == Content(bytes.fromhex(fresh.vault), len(values), values[-1])


@pytest.mark.parametrize("fault", Fault)
@pytest.mark.parametrize(
    ("before", "after"), [((), OLD), ((), NEW), ((OLD,), NEW), ((NEW,), OLD), ((OLD, NEW), OLD)]
)
def test_interrupted_anywhere_a_save_leaves_the_old_value_or_the_new_one(
    fault: Fault, before: tuple[bytes, ...], after: bytes
) -> None:
    for at in range(WORTH_TRYING):
        items = saved(*before)
        store = FailingStore(items, at, fault)
        broken = SlottedRecord(store, "book")
        try:
            finished = broken.save(after)
        except VaultError:
            finished = False
        survivor = record(items)
        found = survivor.load()
        old = before[-1] if before else None
        assert found in ((after,) if finished else (old, after)), f"interrupted at operation {at}"
        assert survivor.save(b"and it goes on")
        assert record(items).load() == b"and it goes on"
        if finished and not broken.notice:
            return
    pytest.fail("the save never finished")


@pytest.mark.parametrize("fault", Fault)
def test_interrupted_anywhere_a_clearing_leaves_the_value_or_nothing(fault: Fault) -> None:
    for at in range(WORTH_TRYING):
        items = saved(OLD, NEW)
        try:
            SlottedRecord(FailingStore(items, at, fault), "book").clear()
        except VaultError:
            assert record(items).load() in (NEW, None)
            assert record(items).save(OLD)
            assert record(items).load() == OLD
        else:
            assert items == {}
            return
    pytest.fail("the clearing never finished")


def test_a_clearing_interrupted_twice_brings_nothing_back() -> None:
    for first in range(WORTH_TRYING):
        cleared_half = saved(OLD)
        try:
            SlottedRecord(FailingStore(cleared_half, first, Fault.AFTER), "book").clear()
        except VaultError:
            pass
        else:
            return
        if record(cleared_half).load() is not None:
            continue
        for second in range(WORTH_TRYING):
            items = dict(cleared_half)
            try:
                SlottedRecord(FailingStore(items, second, Fault.HALF), "book").clear()
            except VaultError:
                assert record(items).load() is None
            else:
                break


def test_a_save_that_was_never_finished_does_not_come_back_when_a_clearing_breaks_too() -> None:
    for at in range(WORTH_TRYING):
        items = saved(OLD)
        try:
            SlottedRecord(FailingStore(items, at, Fault.BEFORE), "book").save(NEW)
        except VaultError:
            pass
        else:
            return
        if record(items).load() != OLD:
            continue
        for second in range(WORTH_TRYING):
            left = dict(items)
            try:
                SlottedRecord(FailingStore(left, second, Fault.HALF), "book").clear()
            except VaultError:
                assert record(left).load() in (OLD, None)
            else:
                break


def test_a_second_copy_that_cannot_be_written_is_told_and_the_change_counts() -> None:
    for at in range(WORTH_TRYING):
        items = saved(OLD)
        broken = SlottedRecord(FailingStore(items, at, Fault.BEFORE), "book")
        try:
            finished = broken.save(NEW)
        except VaultError:
            continue
        assert finished
        assert broken.notice == ONE_COPY
        assert record(items).load() == NEW
        return


def spoil(items: dict[str, str], *names: str) -> None:
    for name in names:
        items[name] = "spoiled"


@pytest.mark.parametrize(
    "lost", [("book-a-0",), ("book-b-0",), ("book-a-2",), ("book-b-1", "book-b-2"), ("book",)]
)
@pytest.mark.parametrize("how", ["spoiled", "deleted"])
def test_one_damaged_copy_or_a_lost_pointer_costs_nothing(lost: tuple[str, ...], how: str) -> None:
    items = saved(OLD, NEW)
    for name in lost:
        items.pop(name)
    if how == "spoiled":
        spoil(items, *lost)
    mended = record(items)
    assert mended.load() == NEW
    assert mended.notice in ("", MENDED)
    assert (mended.notice == MENDED) == (
        lost[0] in ("book", "book-b-0", "book-b-1")
    )  # b counts, a is the second copy
    assert mended.save(b"renewed")
    again = record(items)
    assert (again.load(), again.notice) == (b"renewed", "")


def test_falling_back_to_an_older_copy_is_told() -> None:
    items = saved(OLD)
    older = dict(items)
    items = saved(OLD, NEW)
    items["book-a-0"] = older["book-a-0"]
    spoil(items, "book-b-1")
    fallen = record(items)
    assert fallen.load() == OLD
    assert fallen.notice == OLDER


@pytest.mark.parametrize("pointer", ["kept", "spoiled", "deleted"])
def test_two_damaged_copies_are_damage_and_never_a_new_start(pointer: str) -> None:
    items = saved(OLD, NEW)
    spoil(items, "book-a-0", "book-b-0")
    if pointer == "spoiled":
        spoil(items, "book")
    if pointer == "deleted":
        del items["book"]
    before = dict(items)
    for attempt in (record(items).load, lambda: record(items).save(OLD), record(items).clear):
        with pytest.raises(KeyringDamaged):
            attempt()
    assert items == before


def test_a_pointer_to_slots_that_are_gone_is_damage() -> None:
    items = {"book": saved(OLD)["book"]}
    with pytest.raises(KeyringDamaged):
        record(items).load()


class Forgetful(MemoryStore):
    def write(self, item: str, value: str) -> None:
        if not item.endswith("b-1"):
            super().write(item, value)


def test_a_store_that_does_not_keep_what_it_takes_is_noticed_before_the_old_value_goes() -> None:
    items = saved(OLD)
    with pytest.raises(KeyringNotKept):
        SlottedRecord(Forgetful(items), "book").save(NEW)
    assert record(items).load() == OLD


def test_a_save_over_somebody_elses_change_is_held_back() -> None:
    items = saved(OLD)
    mine, theirs = record(items), record(items)
    mine.load()
    theirs.load()
    assert theirs.save(b"theirs")
    assert not mine.save(b"mine")
    assert record(items).load() == b"theirs"
    assert mine.load() == b"theirs"
    assert mine.save(b"both")


def test_a_record_leaves_other_items_alone() -> None:
    items = {"journal": "key", "book2-a-0": "other", "book-c-0": "other"}
    others = dict(items)
    mine = record(items)
    mine.save(NEW)
    mine.save(OLD)
    mine.clear()
    assert items == others


def test_no_item_is_longer_than_the_smallest_keyring_takes() -> None:
    items = saved(NEW)
    assert max(map(len, items.values())) == 1200


class Interrupted(RuleBasedStateMachine):
    """Saves that break anywhere, one after another, on one keyring: what is loaded is never anything else."""

    def __init__(self) -> None:
        super().__init__()
        self.items: dict[str, str] = {}
        self.possible: set[bytes | None] = {None}

    @initialize()
    def begin(self) -> None:
        assert record(self.items).load() is None

    @rule(data=st.binary(max_size=2500), at=st.integers(0, 40), fault=st.sampled_from(Fault))
    def break_a_save(self, data: bytes, at: int, fault: Fault) -> None:
        now = record(self.items).load()
        try:
            SlottedRecord(FailingStore(self.items, at, fault), "book").save(data)
            self.possible = {data}
        except VaultError:
            self.possible = {now, data}

    @rule(data=st.binary(max_size=2500))
    def save(self, data: bytes) -> None:
        assert record(self.items).save(data)
        self.possible = {data}

    @rule(at=st.integers(0, 20), fault=st.sampled_from(Fault))
    def break_a_clearing(self, at: int, fault: Fault) -> None:
        now = record(self.items).load()
        try:
            SlottedRecord(FailingStore(self.items, at, fault), "book").clear()
            self.possible = {None}
        except VaultError:
            self.possible = {now, None}

    @invariant()
    def what_is_loaded_is_possible(self) -> None:
        assert record(self.items).load() in self.possible


TestInterrupted = Interrupted.TestCase
TestInterrupted.settings = settings(max_examples=30, stateful_step_count=20, deadline=None)
