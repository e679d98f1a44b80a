"""The program's side, against helpers that misbehave in every way they can."""

import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator

import psutil
import pytest

from guard.vault.client import KeyringStore, Limits
from guard.vault.outcome import (
    HelperStopped,
    KeyringCancelled,
    KeyringDamaged,
    KeyringLocked,
    KeyringNotKept,
    KeyringRefused,
    KeyringSlow,
    KeyringUnavailable,
    VaultError,
)

SHORT = Limits(start=60, call=0.5, asking=30)
PATIENT = Limits(start=60, call=60, asking=60)
Opener = Callable[..., KeyringStore]


@pytest.fixture
def opened() -> Iterator[Opener]:
    """Open stores on a fake keyring by name, and close them afterwards."""
    stores: list[KeyringStore] = []

    def open_store(
        ring: str, *, idle: float = 30, limits: Limits = PATIENT, may_ask: bool = True
    ) -> KeyringStore:
        command = (sys.executable, "-m", "tests.vault.odd_helper", ring, str(idle))
        stores.append(KeyringStore(command=command, limits=limits, may_ask=may_ask))
        return stores[-1]

    yield open_store
    for store in stores:
        store.close()


def pid_of(store: KeyringStore) -> int:
    assert store._helper is not None
    return store._helper.pid


def test_the_program_itself_never_loads_the_keyring_library() -> None:
    code = (
        "import sys, guard.vault.client, guard.vault.slots, guard.vault.pin, guard.profiles.keeper, "
        "guard.profiles.suggest, guard.profiles.palette;"
        "print([m for m in sys.modules if m.split('.')[0] in ('keyring', 'secretstorage', 'jeepney', 'cryptography')])"
    )
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "[]"


@pytest.mark.parametrize(
    ("ring", "error"),
    [
        ("NoRing", KeyringUnavailable),
        ("CancelledRing", KeyringCancelled),
        ("ForeignRing", KeyringDamaged),
        ("CrashRing", HelperStopped),
        ("garbage", HelperStopped),
        ("no such ring", HelperStopped),
    ],
)
def test_a_read_that_fails_says_why(opened: Opener, ring: str, error: type[VaultError]) -> None:
    with pytest.raises(VaultError) as caught:
        opened(ring).read("item")
    assert type(caught.value) is error
    assert caught.value.sentence == error.SAYS


@pytest.mark.parametrize(
    ("ring", "error"),
    [("SilentRing", KeyringNotKept), ("CutRing", KeyringNotKept), ("FullRing", KeyringRefused)],
)
def test_a_write_that_was_not_kept_is_no_success(opened: Opener, ring: str, error: type[VaultError]) -> None:
    with pytest.raises(error) as caught:
        opened(ring).write("item", "secret")
    assert type(caught.value) is error
    assert "secret" not in caught.value.cause


def test_a_missing_helper_is_told() -> None:
    with pytest.raises(HelperStopped):
        KeyringStore(command=("/nonexistent/helper",)).read("item")


def test_a_keyring_that_hangs_ends_the_helper_and_the_next_call_has_a_fresh_one(opened: Opener) -> None:
    store = opened("HangRing", limits=SHORT)
    store.describe()
    helper = psutil.Process(pid_of(store))
    with pytest.raises(KeyringSlow):
        store.read("item")
    assert not helper.is_running()
    assert store.describe().id == "memory"
    assert pid_of(store) != helper.pid


def test_a_stopped_helper_is_ended_too(opened: Opener) -> None:
    store = opened("MemoryRing", limits=SHORT)
    store.describe()
    helper = psutil.Process(pid_of(store))
    helper.send_signal(signal.SIGSTOP)
    with pytest.raises(KeyringSlow):
        store.read("item")
    assert not helper.is_running()


def test_a_helper_that_never_gets_ready_is_given_up(opened: Opener) -> None:
    with pytest.raises(KeyringSlow):
        opened("mute", limits=Limits(start=0.3)).read("item")


def test_a_user_who_is_asked_has_more_time_than_a_call() -> None:
    asked: list[str] = []
    command = (sys.executable, "-m", "tests.vault.odd_helper", "PatientRing")
    store = KeyringStore(command=command, limits=SHORT, on_asking=lambda: asked.append("asked"))
    assert store.read("item") is None
    assert asked == ["asked"]
    store.close()


def test_a_question_that_is_never_answered_ends_too(opened: Opener) -> None:
    store = opened("ForeverAskingRing", limits=Limits(start=60, call=60, asking=0.3))
    with pytest.raises(KeyringSlow):
        store.read("item")


def test_a_caller_that_may_not_ask_finds_it_locked(opened: Opener) -> None:
    with pytest.raises(KeyringLocked):
        opened("LockedRing", may_ask=False).read("item")
    assert opened("LockedRing").read("item") is None


def test_after_leaving_for_want_of_work_the_helper_comes_back_unnoticed(opened: Opener) -> None:
    store = opened("MemoryRing", idle=0.2)
    for _ in range(3):
        store.describe()
        psutil.Process(pid_of(store)).wait(30)


def test_the_first_keyring_that_answered_is_the_one_for_good(opened: Opener) -> None:
    store = opened("MemoryRing")
    assert store.backend == ""
    store.read("item")
    assert store.backend == "memory"


def test_no_secret_is_in_the_helpers_command_line_or_environment(opened: Opener) -> None:
    store = opened("MemoryRing")
    store.write("item", "topsecret")
    helper = psutil.Process(pid_of(store))
    assert store.read("item") == "topsecret"
    assert not [word for word in (*helper.cmdline(), *helper.environ().values()) if "topsecret" in word]


def test_calls_from_many_threads_take_turns(opened: Opener) -> None:
    store = opened("MemoryRing")
    wrong: list[str | None] = []

    def work(number: int) -> None:
        for turn in range(10):
            store.write(f"item-{number}", f"value-{number}-{turn}")
            found = store.read(f"item-{number}")
            if found != f"value-{number}-{turn}":
                wrong.append(found)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_closing_ends_a_call_under_way(opened: Opener) -> None:
    asking = threading.Event()
    caught: list[type[Exception]] = []
    command = (sys.executable, "-m", "tests.vault.odd_helper", "ForeverAskingRing")
    store = KeyringStore(command=command, limits=PATIENT, on_asking=asking.set)

    def call() -> None:
        try:
            store.read("item")
        except VaultError as error:
            caught.append(type(error))

    caller = threading.Thread(target=call)
    caller.start()
    assert asking.wait(60)
    store.close()
    caller.join(60)
    assert caught == [HelperStopped]


def test_the_helper_goes_when_its_parent_is_killed_though_its_keyring_hangs() -> None:
    code = (
        "import sys, threading; from guard.vault.client import KeyringStore;"
        "store = KeyringStore(command=(sys.executable, '-m', 'tests.vault.odd_helper', 'HangRing'));"
        "store.describe();"
        "threading.Thread(target=store.read, args=('item',), daemon=True).start();"
        "print(store._helper.pid, flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        helper = psutil.Process(int(parent.stdout.readline()))
        parent.kill()
    assert psutil.wait_procs([helper], timeout=30)[1] == []
