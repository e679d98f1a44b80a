"""Every way in which a keyring is known to fail, and what it costs: a sentence, and nothing that was kept.

`SURVIVED` names, for each failure in the field's record, the test that proves it.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from guard.errors import GuardError
from guard.profiles.book import ProfileBook, encode
from guard.profiles.keeper import ProfileKeeper
from guard.vault.client import KeyringStore, Limits
from guard.vault.missing import RecordElsewhere
from guard.vault.outcome import (
    KeyringCancelled,
    KeyringDamaged,
    KeyringLocked,
    KeyringNotKept,
    KeyringRefused,
    KeyringSlow,
    VaultError,
)
from guard.vault.pin import Pin, PinnedRecord
from guard.vault.slots import SlottedRecord
from guard.vault.store import WIDE_VALUE, SecretStore, longest_value
from tests.support.chance import seeded
from tests.support.odd_rings import FileRing, command
from tests.vault import test_store_contract as contract

HERE = Path(__file__).parent
LIMITS = Limits(start=60, call=60, asking=60)
SHORT = Limits(start=60, call=0.5, asking=1)
KEPT = b"what was kept before"
LARGE = seeded(2).randbytes(40_000)

SURVIVED = {
    "no backend, frozen app": "test_adapters.py::test_the_list_is_closed_and_holds_no_store_in_clear_text",
    "no keyring at all": "test_real_failures.py::test_without_a_bus_or_a_service_there_is_no_keyring_and_nothing_is_called_empty",
    "locked": "test_real_failures.py::test_a_locked_keyring_is_locked_and_never_empty",
    "cancelled": "test_real_failures.py::test_a_question_that_was_closed_differs_from_one_that_nobody_saw",
    "never answers": "test_real_failures.py::test_a_frozen_keyring_costs_a_short_wait_and_leaves_no_process",
    "null backend by environment or rc": "test_real_keyring.py::test_overrides_of_the_library_have_no_effect",
    "null backend": "test_failures.py::test_a_change_that_fails_says_so_and_what_was_kept_is_still_there",
    "chain of two": "test_failures.py::test_a_pinned_keyring_that_went_away_is_never_replaced_by_the_next_of_the_list",
    "owner of the service changed": "test_real_providers.py::test_when_another_provider_answers_nothing_is_taken_for_new_and_going_back_works",
    "too long": "test_failures.py::test_a_keyring_that_takes_less_than_it_says_still_takes_a_large_book",
    "newline": "test_failures.py::test_a_neighbours_secret_survives_whatever_guard_does",
    "names leak": "test_real_outside.py::test_no_pseudonym_is_seen_outside_of_the_secrets_themselves",
    "roaming": "test_adapters.py::test_windows_keeps_each_item_under_its_own_name_on_this_computer_only",
    "store full, raw system error": "test_failures.py::test_a_change_that_fails_says_so_and_what_was_kept_is_still_there",
    "silent non-write": "test_failures.py::test_a_change_that_fails_says_so_and_what_was_kept_is_still_there",
    "delete, then add fails": "test_slots.py::test_interrupted_anywhere_a_save_leaves_the_old_value_or_the_new_one",
    "repeated prompts": "test_failures.py::test_a_keyring_that_was_opened_is_not_asked_again",
    "killed": "test_real_kill.py::test_killed_anywhere_no_acknowledged_profile_is_lost",
    "passwordless": "test_real_outside.py::test_a_passwordless_keyring_survives_a_restart_with_its_neighbours",
    "older copy put back": "test_pin.py::test_an_older_copy_put_back_is_told_until_the_next_change",
    "deletion leaves traces": "test_slots_renewal.py::test_a_second_copy_left_behind_is_renewed_by_the_next_load",
    "window frozen": "../ui/pages/test_profiles_frozen.py::test_a_frozen_keyring_never_holds_up_the_window",
}


def test_every_known_failure_has_its_test() -> None:
    for failure, node in SURVIVED.items():
        file, _, name = node.partition("::")
        assert re.search(rf"^def {name}\(", (HERE / file).read_text(encoding="utf-8"), re.MULTILINE), failure


Opener = Callable[..., KeyringStore]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opener]:
    """Open stores on a kind of keyring by name; all share one file."""
    stores: list[KeyringStore] = []

    def open_store(
        kind: str, *, limits: Limits = LIMITS, may_ask: bool = True, pinned: bool = True
    ) -> KeyringStore:
        start = command(kind, tmp_path / "items")
        stores.append(KeyringStore("file" if pinned else "", command=start, limits=limits, may_ask=may_ask))
        return stores[-1]

    yield open_store
    for store in stores:
        store.close()


def record(store: KeyringStore, folder: Path) -> PinnedRecord:
    return PinnedRecord(SlottedRecord(store, "book"), Pin(folder / "pin"), store)


@pytest.fixture(params=["FileRing", "LockedThenOpen", "SizeLimit1280", "NewlineBreaks"])
def store(request: pytest.FixtureRequest, opened: Opener) -> SecretStore:
    return opened(request.param)


# What works in the end, keeps the whole contract of a store.
test_a_store = contract.test_a_secret_is_absent_then_kept_then_replaced_then_removed
test_a_store_is_careful = contract.test_what_could_harm_or_give_away_is_refused_and_changes_nothing
test_a_store_holds_a_record = contract.test_a_record_of_several_chunks_is_saved_replaced_and_cleared


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        ("Null", RecordElsewhere),
        ("Locked", KeyringLocked),
        ("Cancelled", KeyringCancelled),
        ("Hang", KeyringSlow),
        ("OtherOwner", RecordElsewhere),
        ("Damaged", KeyringDamaged),
    ],
)
def test_a_look_that_fails_says_so_and_is_never_an_empty_book(
    opened: Opener, tmp_path: Path, kind: str, error: type[VaultError]
) -> None:
    record(opened("FileRing"), tmp_path).save(KEPT)
    keeper = ProfileKeeper(record(opened(kind, limits=SHORT), tmp_path), ("plum",))
    with pytest.raises(VaultError) as caught:
        keeper.load()
    assert type(caught.value) is error
    assert record(opened("FileRing"), tmp_path).load() == KEPT


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        ("Null", RecordElsewhere),
        ("Locked", KeyringLocked),
        ("Cancelled", KeyringCancelled),
        ("Hang", KeyringSlow),
        ("SilentNonWrite", KeyringNotKept),
        ("RawOSError", KeyringRefused),
        ("DeleteThenFail", KeyringRefused),
        ("OtherOwner", RecordElsewhere),
        ("Damaged", KeyringDamaged),
    ],
)
def test_a_change_that_fails_says_so_and_what_was_kept_is_still_there(
    opened: Opener, tmp_path: Path, kind: str, error: type[VaultError]
) -> None:
    book = encode(ProfileBook())
    record(opened("FileRing"), tmp_path).save(book)
    keeper = ProfileKeeper(record(opened(kind, limits=SHORT), tmp_path), ("plum",))
    with pytest.raises(GuardError) as caught:
        keeper.add("Calm Heron")
    assert type(caught.value) is error
    assert "Heron" not in str(caught.value) + getattr(caught.value, "cause", "")
    survivor = record(opened("FileRing"), tmp_path)
    assert survivor.load() == book
    assert ProfileKeeper(survivor, ("plum",)).add("Calm Heron").name == "Calm Heron"


def test_the_first_profile_on_a_keyring_that_forgets_is_no_success(opened: Opener, tmp_path: Path) -> None:
    keeper = ProfileKeeper(record(opened("Null"), tmp_path), ("plum",))
    with pytest.raises(KeyringNotKept):
        keeper.add("Calm Heron")


@pytest.mark.parametrize("kind", ["SizeLimit1280", "CutsAt1280"])
def test_a_keyring_that_takes_less_than_it_says_still_takes_a_large_book(
    opened: Opener, tmp_path: Path, kind: str
) -> None:
    store = opened(kind)
    large = record(store, tmp_path)
    for data in (LARGE, LARGE[::-1], KEPT):
        assert large.save(data)
        assert large.notice == ""
        assert record(opened("FileRing"), tmp_path).load() == data
    assert longest_value(store) > 1280


def test_the_longest_value_fits_into_the_pipe_of_a_helper_that_stands_still(opened: Opener) -> None:
    store = opened("SizeLimit1280", limits=SHORT)
    store.describe()
    assert store.longest == WIDE_VALUE
    assert store._helper is not None
    psutil.Process(store._helper.pid).suspend()
    with pytest.raises(KeyringSlow):
        store.write("book", "a" * WIDE_VALUE)


def test_a_neighbours_secret_survives_whatever_guard_does(opened: Opener, tmp_path: Path) -> None:
    keeper = ProfileKeeper(record(opened("NewlineBreaks"), tmp_path), ("plum",))
    profile = keeper.add("Zoë\u200d the\u00a0Wren", about="two\nlines\nof notes")
    keeper.rename(profile.id, "Quiet Wren")
    keeper.remove(profile.id)
    items = FileRing(tmp_path / "items").items
    assert items.pop("somebody-elses") == "secret"
    assert all("\n" not in value for value in items.values())


def test_a_pinned_keyring_that_went_away_is_never_replaced_by_the_next_of_the_list(
    opened: Opener, tmp_path: Path
) -> None:
    record(opened("FileRing"), tmp_path).save(KEPT)
    moved = opened("GoneOfTwo")
    for attempt in (lambda: record(moved, tmp_path).load(), lambda: record(moved, tmp_path).save(b"new")):
        with pytest.raises(RecordElsewhere):
            attempt()
    assert not (tmp_path / "other-items").exists()
    assert record(opened("FileRing"), tmp_path).load() == KEPT
    Pin(tmp_path / "pin").forget()
    moved.forget()
    fresh = record(moved, tmp_path)
    assert fresh.load() is None
    assert fresh.save(b"new")
    assert (Pin(tmp_path / "pin").backend(), moved.backend) == ("second", "second")


def test_a_keyring_that_was_opened_is_not_asked_again(tmp_path: Path) -> None:
    asked: list[None] = []
    store = KeyringStore(
        command=command("LockedThenOpen", tmp_path / "items"),
        limits=LIMITS,
        on_asking=lambda: asked.append(None),
    )
    keeper = ProfileKeeper(record(store, tmp_path), ("plum",))
    keeper.remove(keeper.add("Calm Heron").id)
    store.close()
    assert len(asked) == 1
