"""A process that changes profiles without end and says what is kept, to be killed at any moment.

`python -m tests.support.profile_savers PIN WORD` adds "WORD 1", "WORD 2"... and removes each other
one again. It prints "?+ NAME" or "?- NAME" before a change and "+ NAME" or "- NAME" once that is kept.
"""

import subprocess
import sys
import threading
from pathlib import Path
from random import Random

from guard.profiles.keeper import ProfileKeeper
from guard.vault.client import KeyringStore, Limits
from guard.vault.pin import Pin, PinnedRecord
from guard.vault.slots import SlottedRecord

LIMITS = Limits(start=60, call=60, asking=60)


def keeper(store: KeyringStore, pin: Path) -> ProfileKeeper:
    """Return the profiles in `store`, as the program puts them together."""
    return ProfileKeeper(PinnedRecord(SlottedRecord(store, "book"), Pin(pin), store), ("juniper", "plum"))


def killed_while_saving(pin: Path, rounds: int, chance: Random) -> int:
    """Kill a saver -9 at a random moment, `rounds` times; return how many acknowledged changes were all kept.

    Raises `AssertionError` when one was lost, or when there is something that nobody asked for.
    """
    store = KeyringStore(limits=LIMITS)
    reader = keeper(store, pin)
    kept: set[str] = set()
    acknowledged = 0
    try:
        for number in range(rounds):
            begun, done = _one_round(pin, f"r{number}", chance)
            acknowledged += len(done)
            for change in done:
                _apply(kept, change)
            possible = [kept, _apply(set(kept), begun[-1].lstrip("?"))] if len(begun) > len(done) else [kept]
            found = {profile.name for profile in reader.load()}
            assert found in possible, f"round {number}: {found} instead of one of {possible}"
            kept = found
            for profile in reader.profiles if number % 10 == 9 else ():
                reader.remove(profile.id)
                kept.discard(profile.name)
    finally:
        store.close()
    return acknowledged


def _one_round(pin: Path, word: str, chance: Random) -> tuple[list[str], list[str]]:
    words = [sys.executable, "-m", "tests.support.profile_savers", str(pin), word]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as saver:
        assert saver.stdout is not None
        heard = [saver.stdout.readline() for _ in range(chance.randint(1, 4))]
        threading.Event().wait(chance.random() * 0.3)  # a moment somewhere within a change
        saver.kill()
        heard += saver.stdout.readlines()
    lines = [line.rstrip("\n") for line in heard if line.endswith("\n")]
    return [line for line in lines if line.startswith("?")], [
        line for line in lines if not line.startswith("?")
    ]


def _apply(names: set[str], change: str) -> set[str]:
    sign, _, name = change.partition(" ")
    if sign == "+":
        names.add(name)
    else:
        names.discard(name)
    return names


def _save_without_end(pin: Path, word: str) -> None:
    changing = keeper(KeyringStore(limits=LIMITS), pin)
    number = 0
    while True:
        number += 1
        name = f"{word} {number}"
        print(f"?+ {name}", flush=True)  # noqa: T201 - what its parent reads
        profile = changing.add(name, about="Evenings, and only by text.")
        print(f"+ {name}", flush=True)  # noqa: T201 - as above
        if number % 2:
            print(f"?- {name}", flush=True)  # noqa: T201 - as above
            changing.remove(profile.id)
            print(f"- {name}", flush=True)  # noqa: T201 - as above


if __name__ == "__main__":
    _save_without_end(Path(sys.argv[1]), sys.argv[2])
