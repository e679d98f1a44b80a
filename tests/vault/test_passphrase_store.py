"""The life of a passphrase file: made, locked, unlocked, changed, exchanged, set aside."""

import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from guard.errors import BadInputError
from guard.lock import Alone
from guard.vault.outcome import (
    Outcome,
    PassphraseFileMissing,
    PassphraseLocked,
    WrongPassphrase,
)
from guard.vault.passphrase import kdf
from guard.vault.passphrase.errors import (
    PassphraseFileBusy,
    PassphraseFileExists,
    PassphraseKeyFailed,
    PassphraseRefused,
)
from guard.vault.passphrase.store import PassphraseStore
from guard.vault.pin import Pin, PinnedRecord
from guard.vault.slots import SlottedRecord
from tests.support.passphrases import PASSPHRASE, QUICK, anything_goes, store_at, unlocked_at

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


def test_nothing_is_made_before_it_is_asked_for(path: Path) -> None:
    store = store_at(path)
    assert not store.exists()
    assert store.locked
    calls: list[Call] = [lambda: store.unlock(PASSPHRASE), store.describe]
    for call in calls:
        with pytest.raises(PassphraseFileMissing) as caught:
            call()
        assert caught.value.outcome is Outcome.ABSENT
    assert not path.exists()


def test_a_new_file_is_unlocked_private_and_alone(path: Path, store: PassphraseStore) -> None:
    assert store.exists()
    assert not store.locked
    store.write("book", "kept")
    assert sorted(one.name for one in path.parent.iterdir()) == ["vault", "vault.lock"]
    if sys.platform != "win32":
        assert path.stat().st_mode & 0o777 == 0o600
    assert store.notice == ""
    assert store.backend == store.describe().id == "passphrase-file"


def test_a_second_creation_is_refused_and_changes_nothing(path: Path, store: PassphraseStore) -> None:
    store.write("book", "kept")
    for maker in (store, store_at(path)):
        with pytest.raises(PassphraseFileExists):
            maker.create(OTHER)
    assert unlocked_at(path).read("book") == "kept"


def test_locked_it_tells_and_neither_reads_nor_writes(path: Path, store: PassphraseStore) -> None:
    store.write("book", "kept")
    before = path.read_bytes()
    store.lock()
    assert store.locked
    calls: list[Call] = [
        lambda: store.read("book"),
        lambda: store.write("book", "x"),
        lambda: store.remove("book"),
    ]
    for call in calls:
        with pytest.raises(PassphraseLocked) as caught:
            call()
        assert type(caught.value) is PassphraseLocked
        assert caught.value.outcome is Outcome.LOCKED
    assert path.read_bytes() == before
    assert store.describe().version
    store.unlock(PASSPHRASE)
    assert store.read("book") == "kept"


@pytest.mark.parametrize("wrong", [OTHER, PASSPHRASE + " ", PASSPHRASE.upper()])
def test_a_wrong_passphrase_is_told_and_keeps_it_locked(store: PassphraseStore, wrong: str) -> None:
    store.lock()
    with pytest.raises(WrongPassphrase):
        store.unlock(wrong)
    assert store.locked


@pytest.mark.parametrize("empty", ["", " ", "\t\n", "\u3000\u00a0"])
def test_an_empty_passphrase_is_refused_everywhere(path: Path, empty: str) -> None:
    store = store_at(path)
    with pytest.raises(PassphraseRefused, match="empty"):
        store.create(empty)
    assert not path.exists()
    store.create(PASSPHRASE)
    calls: list[Call] = [
        lambda: store.change(PASSPHRASE, empty),
        lambda: store.change(empty, OTHER),
        lambda: store.unlock(empty),
    ]
    for call in calls:
        with pytest.raises(PassphraseRefused, match="empty"):
            call()
    assert unlocked_at(path).read("book") is None


@pytest.mark.parametrize("odd", ["\ud800broken", "x" * 1025])
def test_a_passphrase_that_cannot_be_one_is_refused(path: Path, odd: str) -> None:
    with pytest.raises(PassphraseRefused):
        store_at(path).create(odd)
    assert not path.exists()


def test_a_passphrase_is_the_same_however_the_keyboard_composes_it(path: Path) -> None:
    store_at(path).create("caf\u00e9 na\u00efve \u00e5ngstr\u00f6m")
    store = store_at(path)
    store.unlock("cafe\u0301 nai\u0308ve\u00a0a\u030angstro\u0308m")
    assert not store.locked


def test_the_judge_decides_on_new_passphrases_and_not_on_the_one_in_use(path: Path) -> None:
    store_at(path).create("weak")

    def strict(passphrase: str) -> None:
        if len(passphrase) < 20:
            raise PassphraseRefused("too short")

    lock = Alone(path.with_name("vault.lock"))
    store = PassphraseStore(path, alone=lock, judge=strict, cost=lambda: QUICK)
    store.unlock("weak")
    with pytest.raises(BadInputError, match="too short"):
        store.change("weak", "weak too")
    store.change("weak", PASSPHRASE)
    with pytest.raises(BadInputError, match="too short"):
        PassphraseStore(path.with_name("new"), alone=lock, judge=strict).create("weak")
    assert not path.with_name("new").exists()


def test_nothing_removed_or_replaced_is_left_beside_it(path: Path, store: PassphraseStore) -> None:
    store.write("book", "one")
    held = path.read_bytes()
    store.remove("book")
    left = [file.read_bytes() for file in path.parent.iterdir()]
    assert held not in left


def test_a_pinned_record_lives_in_it(path: Path, store: PassphraseStore) -> None:
    def record(where: PassphraseStore) -> PinnedRecord:
        return PinnedRecord(SlottedRecord(where, "book"), Pin(path.with_name("pin")), where)

    assert record(store).load() is None
    assert record(store).save(b"the book")
    assert record(unlocked_at(path)).load() == b"the book"
    store.lock()
    with pytest.raises(PassphraseLocked):
        record(store).load()


def test_a_lock_during_unlocking_wins(
    path: Path, store: PassphraseStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def derive_while_locked(passphrase: str, salt: bytes, cost: kdf.Cost) -> bytes:
        store.lock()
        return kdf.derive(passphrase, salt, cost)

    store.lock()
    monkeypatch.setattr("guard.vault.passphrase.store.derive", derive_while_locked)
    with pytest.raises(PassphraseLocked):
        store.unlock(PASSPHRASE)
    assert store.locked


def test_another_guard_that_does_not_finish_is_told(path: Path, store: PassphraseStore) -> None:
    hurried = PassphraseStore(path, alone=Alone(path.with_name("vault.lock"), 0), judge=anything_goes)
    hurried.unlock(PASSPHRASE)
    with Alone(path.with_name("vault.lock")):
        with pytest.raises(PassphraseFileBusy):
            hurried.write("book", "x")
        assert hurried.read("book") is None
    hurried.write("book", "x")


def test_too_little_memory_is_told(
    path: Path, store: PassphraseStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Starved:
        def __init__(self, **_: object) -> None:
            raise MemoryError

    monkeypatch.setattr(kdf, "Argon2id", Starved)
    with pytest.raises(PassphraseKeyFailed):
        store.unlock(PASSPHRASE)
    assert kdf.suited_cost() == kdf.LIGHT


@pytest.mark.parametrize(("seconds", "cost"), [(0.1, kdf.STANDARD), (0.5, kdf.MIDDLE), (5.0, kdf.LIGHT)])
def test_the_cost_suits_the_computer(seconds: float, cost: kdf.Cost) -> None:
    times = iter((0.0, seconds))
    assert kdf.suited_cost(lambda: next(times)) == cost


def test_threads_take_turns_and_lose_nothing(path: Path, store: PassphraseStore) -> None:
    def work(number: int) -> None:
        for turn in range(5):
            store.write(f"item-{number}", str(turn))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [unlocked_at(path).read(f"item-{number}") for number in range(4)] == ["4"] * 4


def test_the_program_itself_loads_neither_cipher_nor_estimator() -> None:
    code = (
        "import sys, guard.app, guard.vault.passphrase, guard.vault.passphrase.errors;"
        "print([m for m in sys.modules if m.split('.')[0] in ('cryptography', 'zxcvbn')])"
    )
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "[]"
