"""Kills a program that writes to a journal, and holds what it said against what is there."""

import base64
import random
import subprocess
import sys
import time
from pathlib import Path

from guard.vault.journal import backups
from guard.vault.journal.journal import Journal
from tests.support.children import running
from tests.vault.journal.helpers import KEY

WRITER = Path(__file__).with_name("writer.py")


def writer(place: Path, seed: int, count: int, *prefix: str) -> list[str]:
    return [sys.executable, str(WRITER), str(place), KEY.hex(), str(seed), str(count), *prefix]


class Ledger:
    """What was acknowledged: the text of each entry; and the one change that may or may not have happened."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}
        self.open: tuple[str, str, str] | None = None
        self.saved = 0

    def hear(self, line: str) -> None:
        words = line.split()
        if words[0] == "begin":
            self.open = (words[1], words[2], words[3])
        elif words[0] == "saved" and self.open:
            apply(self.texts, self.open)
            self.open = None
            self.saved += 1

    def possible(self) -> list[dict[str, str]]:
        """Return what may be there now."""
        if self.open is None:
            return [self.texts]
        after = dict(self.texts)
        apply(after, self.open)
        return [self.texts, after]


def apply(texts: dict[str, str], change: tuple[str, str, str]) -> None:
    what, name, text = change
    if what in {"add", "change"}:
        texts[name] = text
    elif what == "delete":
        texts.pop(name, None)


def kill_and_compare(place: Path, rounds: int, *, seed: int = 1) -> int:
    """Write and kill `rounds` times; return how many changes were acknowledged. Fails when one was lost or any is unreadable."""
    chance = random.Random(seed)  # noqa: S311 - the same moments again for the same seed
    ledger = Ledger()
    for number in range(rounds):
        with running(writer(place, number, 10_000), stdout=subprocess.PIPE) as child:
            assert child.stdout is not None
            until = chance.randrange(1, 25)
            for raw in iter(child.stdout.readline, b""):
                ledger.hear(raw.decode())
                until -= 1
                if not until:
                    break
            time.sleep(chance.uniform(0, 0.01))  # no wait: the moment itself is what is drawn
            child.kill()
            for raw in child.stdout.readlines():
                if raw.endswith(b"\n"):
                    ledger.hear(raw.decode())
            child.wait()
        journal = Journal.open(place, KEY)
        try:
            journal.verify()
            there = {str(each["id"]): text_of(each) for each in journal.export()}
            assert there in ledger.possible(), f"round {number}"
            assert journal.notice == ""
            assert all(not backup.problem for backup in backups.listed(place, KEY))
            ledger.texts, ledger.open = there, None
        finally:
            journal.close()
    return ledger.saved


def text_of(told: dict[str, object]) -> str:
    """Return the text of an exported entry, whose body is no JSON."""
    return base64.b64decode(str(told["body_base64"])).decode()
