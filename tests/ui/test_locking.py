"""The lock of the window: only a right answer opens it, and wrong ones make the next one wait."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from guard.ui.locking import Locking, Way
from guard.vault.outcome import (
    HelperStopped,
    KeyringCancelled,
    KeyringLocked,
    KeyringUnavailable,
    PassphraseFileDamaged,
    PassphraseFileMissing,
    VaultError,
)
from guard.vault.tries import FREE_TRIES, wait_after
from tests.ui.pages.secret_stand_ins import GOOD, MemorySecrets, Seconds
from tests.ui.pages.stand_ins import Immediately, Patient


@pytest.fixture
def secrets(qapp: QApplication) -> MemorySecrets:
    return MemorySecrets()


def made(secrets: MemorySecrets, clock: Seconds | None = None, *, worth: bool = True) -> Locking:
    return Locking(secrets, Immediately(), worth_locking=lambda: worth, clock=clock or Seconds())


def is_shut(lock: Locking) -> bool:
    """Ask anew each time; a type checker takes a property's first answer for its only one."""
    return lock.locked


def test_it_begins_open_where_no_passphrase_is_needed(secrets: MemorySecrets) -> None:
    assert not made(secrets).locked
    assert secrets.calls == []


def test_it_begins_shut_with_a_file_or_a_passphrase_of_its_own(secrets: MemorySecrets) -> None:
    secrets.passphrase, secrets.open = GOOD, False
    lock = made(secrets)
    assert (lock.locked, lock.way) == (True, Way.FILE)
    secrets.passphrase, secrets.lock_words = "", GOOD
    lock = made(secrets)
    assert (lock.locked, lock.way) == (True, Way.PASSPHRASE)
    assert secrets.calls == []  # nothing asks the store before


def test_the_file_is_sealed_and_opened_by_its_passphrase(secrets: MemorySecrets) -> None:
    secrets.passphrase = GOOD
    lock = made(secrets)
    lock.lock()
    assert secrets.sealed is True
    assert "close journal" in secrets.calls
    lock.try_passphrase("another")
    assert is_shut(lock)
    assert "not the passphrase" in lock.said
    lock.try_passphrase(GOOD)
    assert not is_shut(lock)
    assert secrets.open
    assert lock.said == ""


def test_a_passphrase_of_its_own(secrets: MemorySecrets) -> None:
    secrets.lock_words = GOOD
    lock = made(secrets)
    lock.try_passphrase("another")
    assert is_shut(lock)
    lock.try_keyring()  # no way around it
    assert is_shut(lock)
    lock.try_passphrase(GOOD)
    assert not is_shut(lock)


def test_a_passphrase_that_is_gone_from_the_keyring_opens_and_is_told(secrets: MemorySecrets) -> None:
    secrets.lock_words = GOOD
    lock = made(secrets)
    said: list[str] = []
    lock.remark.connect(said.append)
    secrets.gone = True
    lock.try_passphrase("anything")
    assert not is_shut(lock)
    assert said


@pytest.mark.parametrize("error", [KeyringLocked, KeyringCancelled, HelperStopped, KeyringUnavailable])
def test_a_keyring_that_refuses_keeps_it_shut(secrets: MemorySecrets, error: type[VaultError]) -> None:
    lock = made(secrets)
    lock.lock()
    secrets.fail = None
    secrets.calls.clear()
    secrets.fail = error()
    lock.try_keyring()
    assert is_shut(lock)
    assert lock.said == error.SAYS
    lock.try_keyring()
    assert not is_shut(lock)


def test_without_any_keyring_nothing_is_behind_it(secrets: MemorySecrets) -> None:
    lock = made(secrets, worth=False)
    lock.lock()
    secrets.fail = KeyringUnavailable()
    lock.try_keyring()
    assert not is_shut(lock)


@pytest.mark.parametrize("error", [PassphraseFileMissing, PassphraseFileDamaged])
def test_a_lost_file_is_told_and_can_be_begun_anew(secrets: MemorySecrets, error: type[VaultError]) -> None:
    secrets.passphrase, secrets.open = GOOD, False
    lock = made(secrets)
    lock.begin_anew("not lost, so nothing happens")
    assert secrets.calls == []
    secrets.fail = error()
    lock.try_passphrase(GOOD)
    assert (lock.lost, lock.said) == (True, error.SAYS)
    assert lock.wait == 0
    lock.begin_anew("a new one altogether")
    assert secrets.calls[-1] == "create instead"
    assert not is_shut(lock)


def test_wrong_tries_make_the_next_one_wait(secrets: MemorySecrets) -> None:
    clock = Seconds()
    secrets.lock_words = GOOD
    lock = made(secrets, clock)
    for _ in range(FREE_TRIES - 1):
        lock.try_passphrase("wrong")
        assert lock.wait == 0
    lock.try_passphrase("wrong")
    assert lock.wait == 2
    secrets.calls.clear()
    lock.try_passphrase(GOOD)  # too early, even when it is right
    assert is_shut(lock)
    assert secrets.calls == []
    clock.now += 2
    lock.try_passphrase("wrong")
    assert lock.wait == 4
    clock.now += 4
    lock.try_passphrase(GOOD)
    assert not is_shut(lock)
    lock.lock()
    lock.try_passphrase("wrong")
    assert lock.wait == 0  # counted anew after the right one


def test_a_wait_from_before_the_start_goes_on_and_is_told(secrets: MemorySecrets) -> None:
    clock = Seconds()
    secrets.lock_words, secrets.wrong = GOOD, FREE_TRIES + 1
    lock = made(secrets, clock)
    assert lock.wait == 4
    assert "before" in lock.said
    lock.try_passphrase(GOOD)
    assert is_shut(lock)
    clock.now += 4
    lock.try_passphrase(GOOD)
    assert not is_shut(lock)


def test_a_window_that_begins_open_waits_for_nobody(secrets: MemorySecrets) -> None:
    secrets.wrong = FREE_TRIES + 1
    lock = made(secrets)
    assert (lock.locked, lock.wait, lock.said) == (False, 0, "")


def test_what_unlocking_has_found_is_told_after_it(secrets: MemorySecrets) -> None:
    secrets.passphrase, secrets.open = GOOD, False
    secrets.notice = "This is an older file."
    lock = made(secrets)
    said: list[str] = []
    lock.remark.connect(said.append)
    lock.try_passphrase(GOOD)
    assert not is_shut(lock)
    assert said == [secrets.notice]


@given(st.integers(0, 10_000))
def test_waiting_grows_and_has_an_end(wrong: int) -> None:
    assert 0 <= wait_after(wrong) <= wait_after(wrong + 1) <= 60


def test_an_answer_that_comes_after_locking_again_opens_nothing(qapp: QApplication) -> None:
    secrets, worker = MemorySecrets(), Patient()
    secrets.lock_words = GOOD
    lock = Locking(secrets, worker)
    lock.try_passphrase(GOOD)
    lock.lock()
    worker.finish()
    assert is_shut(lock)
