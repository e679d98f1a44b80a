"""The window's lock: the right passphrase opens, nothing else does, and nothing broken counts as a pass."""

import base64
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guard.vault.applock import ITEM, AppLock, LockDamaged, LockNotKept, Verdict
from guard.vault.outcome import KeyringLocked
from guard.vault.passphrase.errors import PassphraseRefused
from guard.vault.passphrase.kdf import Cost
from guard.vault.store import Description, check_item, check_value

CHEAP = Cost(64, 1, 1)
WORDS = "tobami welaru dinoha"


class Memory:
    """A store that checks what real ones check, and fails when told."""

    def __init__(self) -> None:
        self.items: dict[str, str] = {}
        self.locked = False

    def read(self, item: str) -> str | None:
        self._reach(item)
        return self.items.get(item)

    def write(self, item: str, value: str) -> None:
        self._reach(item)
        check_value(value)
        self.items[item] = value

    def remove(self, item: str) -> None:
        self._reach(item)
        self.items.pop(item, None)

    def describe(self) -> Description:
        return Description("memory", "memory", "1")

    def _reach(self, item: str) -> None:
        check_item(item)
        if self.locked:
            raise KeyringLocked


@pytest.fixture
def store() -> Memory:
    return Memory()


@pytest.fixture
def note(tmp_path: Path) -> Path:
    return tmp_path / "state" / "window-lock"


@pytest.fixture
def lock(store: Memory, note: Path) -> AppLock:
    return AppLock(store, note, cost=lambda: CHEAP)


def test_the_right_passphrase_opens_and_another_does_not(lock: AppLock) -> None:
    lock.set(WORDS)
    assert lock.check(WORDS) is Verdict.RIGHT
    assert lock.check(WORDS + " ") is Verdict.WRONG
    assert lock.check(WORDS.upper()) is Verdict.WRONG


def test_an_accent_composed_another_way_is_the_same(lock: AppLock) -> None:
    lock.set("caf\u00e9 caf\u00e9")
    assert lock.check("cafe\u0301 cafe\u0301") is Verdict.RIGHT


def test_the_passphrase_itself_is_nowhere(lock: AppLock, store: Memory, note: Path) -> None:
    lock.set(WORDS)
    kept = base64.urlsafe_b64decode(store.items[ITEM] + "===")
    assert b"tobami" not in kept
    assert note.read_bytes() == b""


def test_the_same_passphrase_never_looks_the_same(lock: AppLock, store: Memory) -> None:
    lock.set(WORDS)
    first = store.items[ITEM]
    lock.set(WORDS)
    assert store.items[ITEM] != first


def test_a_new_passphrase_takes_the_place_of_the_old(lock: AppLock) -> None:
    lock.set(WORDS)
    lock.set("another one")
    assert lock.check(WORDS) is Verdict.WRONG
    assert lock.check("another one") is Verdict.RIGHT


def test_forgetting_leaves_nothing(lock: AppLock, store: Memory, note: Path) -> None:
    lock.set(WORDS)
    lock.forget()
    assert store.items == {}
    assert not note.exists()
    assert lock.check(WORDS) is Verdict.GONE


@pytest.mark.parametrize("nothing", ["", "   "])
def test_an_empty_passphrase_is_refused(lock: AppLock, store: Memory, nothing: str) -> None:
    with pytest.raises(PassphraseRefused):
        lock.set(nothing)
    assert store.items == {}


def test_a_store_that_refuses_is_never_a_pass_and_changes_nothing(
    lock: AppLock, store: Memory, note: Path
) -> None:
    lock.set(WORDS)
    store.locked = True
    with pytest.raises(KeyringLocked):
        lock.check(WORDS)
    with pytest.raises(KeyringLocked):
        lock.forget()
    assert note.exists()


def test_a_folder_that_cannot_be_made_is_told(store: Memory, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    lock = AppLock(store, tmp_path / "file" / "window-lock", cost=lambda: CHEAP)
    with pytest.raises(LockNotKept):
        lock.set(WORDS)


@pytest.mark.parametrize(
    "fields",
    [
        (2, 64, 1, 1, bytes(16), bytes(32)),
        (1, 2**40, 1, 1, bytes(16), bytes(32)),
        (1, 64, 0, 1, bytes(16), bytes(32)),
        (1, 64, 1, 1, bytes(3), bytes(32)),
        (1, 64, 1, 1, bytes(16), b""),
        (1, 64, 1),
    ],
)
def test_what_guard_did_not_write_is_damage(lock: AppLock, store: Memory, fields: tuple[object, ...]) -> None:
    store.items[ITEM] = base64.urlsafe_b64encode(msgspec.msgpack.encode(fields)).decode().rstrip("=")
    with pytest.raises(LockDamaged):
        lock.check(WORDS)


@given(value=st.text(alphabet=st.characters(codec="ascii"), min_size=1, max_size=200))
@settings(max_examples=300, deadline=None)
def test_no_stored_nonsense_ever_opens(value: str) -> None:
    store = Memory()
    store.items[ITEM] = value
    lock = AppLock(store, Path("/nonexistent"), cost=lambda: CHEAP)
    with pytest.raises(LockDamaged):
        lock.check(WORDS)
