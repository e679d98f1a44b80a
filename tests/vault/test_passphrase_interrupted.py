"""A change to the passphrase file that is interrupted at any step: killed, failing, or on a full disk."""

import errno
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from guard.vault.outcome import PassphraseFileDamaged, PassphraseFileMissing, VaultError
from guard.vault.passphrase.sealed_file import FROM_SPARE
from guard.vault.passphrase.store import PassphraseStore
from tests.support.passphrases import PASSPHRASE, store_at, unlocked_at

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="it is about Unix rights and links")


Call = Callable[[], object]


@pytest.fixture
def path() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="guard-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder) / "vault"


@pytest.fixture
def store(path: Path) -> PassphraseStore:
    fresh = store_at(path)
    fresh.create(PASSPHRASE)
    fresh.write("book", "kept")
    return fresh


class Killed(BaseException):
    """What a kill looks like from within: no handler of `Exception` runs."""


STEPS = ("open", "fsync", "link", "replace", "unlink")


class Fault:
    """Fails the `at`-th of the calls that change a disk, before or after it was done, once."""

    def __init__(self, at: int, error: BaseException, *, after: bool) -> None:
        self.left = at
        self.error = error
        self.after = after
        self.fired = False

    def around(self, real: Callable[..., object]) -> Callable[..., object]:
        def call(*args: object, **named: object) -> object:
            self.left -= 1
            hit = self.left == -1
            self.fired = self.fired or hit
            if hit and not self.after:
                raise self.error
            answer = real(*args, **named)
            if hit:
                if isinstance(answer, int):
                    os.close(answer)
                raise self.error
            return answer

        return call


def make_change(store: PassphraseStore, how: str) -> None:
    if how == "write":
        store.write("book", "new")
    elif how == "remove":
        store.remove("book")
    else:
        store.change(PASSPHRASE, PASSPHRASE, fresh_key=True)


def faults() -> list[tuple[BaseException, bool]]:
    return [
        (error, after)
        for error in (Killed(), OSError(errno.EIO, "broken"), OSError(errno.ENOSPC, "full"))
        for after in (False, True)
    ]


@pytest.mark.parametrize(("error", "after"), faults())
@pytest.mark.parametrize("how", ["write", "remove", "change"])
def test_interrupted_at_any_step_it_holds_the_old_or_the_new_and_can_go_on(
    path: Path, monkeypatch: pytest.MonkeyPatch, how: str, error: BaseException, *, after: bool
) -> None:
    for at in range(200):
        victim = path.with_name(f"vault-{at}")
        store = store_at(victim)
        store.create(PASSPHRASE)
        store.write("book", "old")
        wanted = {"write": "new", "remove": None, "change": "old"}[how]
        fault = Fault(at, error, after=after)
        finished = False
        with monkeypatch.context() as patched:
            for step in STEPS:
                patched.setattr(os, step, fault.around(getattr(os, step)))
            try:
                make_change(store, how)
                finished = True
            except (VaultError, Killed):
                pass
        survivor = unlocked_at(victim)
        found = survivor.read("book")
        assert found in ((wanted,) if finished else ("old", wanted)), f"interrupted at step {at}"
        assert not survivor._file.leftovers()
        survivor.write("book", "and-it-goes-on")
        assert unlocked_at(victim).read("book") == "and-it-goes-on"
        if not fault.fired:
            assert at > 8
            return
    pytest.fail("the change never finished")


@pytest.mark.parametrize(("error", "after"), faults())
def test_an_interrupted_creation_leaves_nothing_or_an_empty_vault_and_never_a_broken_one(
    path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, *, after: bool
) -> None:
    for at in range(100):
        victim = path.with_name(f"vault-{at}")
        fault = Fault(at, error, after=after)
        with monkeypatch.context() as patched:
            for step in STEPS:
                patched.setattr(os, step, fault.around(getattr(os, step)))
            with suppress(VaultError, Killed):
                store_at(victim).create(PASSPHRASE)
        if not store_at(victim).exists():
            store_at(victim).create(PASSPHRASE)
        unlocked_at(victim).write("book", "kept")
        if not fault.fired:
            return
    pytest.fail("the creation never finished")


def test_a_broken_file_gives_way_to_the_version_before_and_that_is_told(
    path: Path, store: PassphraseStore
) -> None:
    spare = path.with_name("vault.old")
    path.rename(spare)
    path.write_bytes(b"\0" * 100)
    survivor = unlocked_at(path)
    assert survivor.read("book") == "kept"
    assert survivor.notice == FROM_SPARE
    survivor.write("more", "x")
    assert not spare.exists()
    path.unlink()
    assert not store_at(path).exists()


def test_with_both_versions_broken_it_is_damaged_and_both_are_left(
    path: Path, store: PassphraseStore
) -> None:
    spare = path.with_name("vault.old")
    spare.write_bytes(b"junk")
    path.write_bytes(b"junk too")
    calls: list[Call] = [lambda: store_at(path).unlock(PASSPHRASE), lambda: store.write("x", "y")]
    for call in calls:
        with pytest.raises(PassphraseFileDamaged):
            call()
    assert (spare.read_bytes(), path.read_bytes()) == (b"junk", b"junk too")
    path.unlink()
    with pytest.raises(PassphraseFileMissing):
        store_at(path).unlock(PASSPHRASE)
    aside = store.set_aside()
    assert aside.with_name(aside.name + ".old").read_bytes() == b"junk"
    store.create(PASSPHRASE)
