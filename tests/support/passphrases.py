"""Passphrase files for tests: cheap to unlock, and written by processes that may be killed at any moment.

Run as a module it is such a process: `python -m tests.support.passphrases FILE ITEM COUNT`
counts up in ITEM, COUNT times, and prints each number once its write has returned.
"""

import random
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from guard.lock import Alone
from guard.vault.passphrase.kdf import Cost
from guard.vault.passphrase.seen import SeenState
from guard.vault.passphrase.store import PassphraseStore

PASSPHRASE = "tobami welaru dinoha suyeta"  # noqa: S105 - it protects nothing but tests
QUICK = Cost(memory_kib=32, passes=1, lanes=1)


def anything_goes(passphrase: str) -> None:
    """Judge no passphrase."""


def store_at(path: Path, *, seen: Path | None = None) -> PassphraseStore:
    """Return a locked store whose files are cheap to unlock; with `seen`, it remembers there what it saw last."""
    alone = Alone(path.with_name(path.name + ".lock"), 60)
    memory = SeenState(seen) if seen else None
    return PassphraseStore(path, alone=alone, judge=anything_goes, cost=lambda: QUICK, seen=memory)


def unlocked_at(path: Path, *, seen: Path | None = None) -> PassphraseStore:
    """Return a store that is unlocked."""
    store = store_at(path, seen=seen)
    store.unlock(PASSPHRASE)
    return store


def killed_while_writing(path: Path, rounds: int, chance: random.Random) -> int:
    """Kill a writer -9 at a random moment, `rounds` times; return how many acknowledged writes all survived.

    Raises `AssertionError` when a file was unreadable or an acknowledged write was lost.
    """
    seen = _beside(path)
    store_at(path, seen=seen).create(PASSPHRASE)
    acknowledged = 0
    for number in range(rounds):
        with counting(path, "count", 1_000_000) as child:
            assert child.stdout is not None
            for _ in range(chance.randint(1, 4)):
                acknowledged = int(child.stdout.readline())
            threading.Event().wait(chance.random() * 0.02)  # somewhere within the writes that follow
            child.kill()
            for line in child.stdout:
                if line.endswith("\n"):
                    acknowledged = int(line)
        survivor = unlocked_at(path, seen=seen)
        found = int(survivor.read("count") or 0)
        assert found >= acknowledged, f"round {number}: {acknowledged} was acknowledged, {found} is there"
        assert found <= acknowledged + 1, f"round {number}: {found} was never reached"
        assert survivor.notice == "", f"round {number}: {survivor.notice}"
        assert not path.with_name(path.name + ".old").exists()
        acknowledged = found
    return acknowledged


@contextmanager
def counting(path: Path, item: str, times: int) -> Iterator[subprocess.Popen[str]]:
    """Run a process that counts up in `item`; it is gone on leaving."""
    command = [sys.executable, "-m", "tests.support.passphrases", str(path), item, str(times)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        try:
            yield child
        finally:
            child.kill()


def _beside(path: Path) -> Path:
    return path.with_name(path.name + ".seen")


def _count(path: Path, item: str, times: int) -> None:
    store = unlocked_at(path, seen=_beside(path))
    for _ in range(times):
        following = int(store.read(item) or 0) + 1
        store.write(item, str(following))
        print(following, flush=True)  # noqa: T201 - what the test listens to


if __name__ == "__main__":
    _count(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
