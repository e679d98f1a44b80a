"""Kills a Guard while it renews the mirror: there is always a readable one, old or new."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

from guard.vault.recovery.backup import open_backup
from guard.vault.recovery.kit import new_kit
from guard.vault.recovery.mirror import Mirror
from tests.support.children import running
from tests.vault.recovery.support import KEY

ROUNDS = 50
LONGEST_WAIT = 0.01  # seconds; a renewal takes about 0.004


def test_fifty_kills_leave_a_readable_mirror_every_time(tmp_path: Path) -> None:
    kit = new_kit()
    mirror = Mirror(tmp_path / "state" / "recovery.age", kit.recipient)
    chance = random.Random(7)  # noqa: S311 - where to kill, not a secret
    unfinished = 0
    last = 0
    for _ in range(ROUNDS):
        told = killed_at(f"{mirror.path} {kit.recipient} {KEY} {last + 1}", chance.uniform(0, LONGEST_WAIT))
        opened = open_backup(mirror.path, kit)
        last = int(opened.book.split()[1])
        assert told <= last <= told + 1
        assert opened.journal_key == KEY
        unfinished += not mirror.is_current(opened.book, KEY)
    assert len(mirror.copies()) <= 2  # one is set aside if the very first note was never written
    print(f"{ROUNDS} kills, {unfinished} between mirror and note, last book {last}")  # noqa: T201 - shown by pytest -s
    mirror.refresh(b"after all", KEY)
    assert mirror.is_current(b"after all", KEY)


def killed_at(orders: str, seconds: float) -> int:
    """Let a child renew at least once and then for `seconds`, kill it, and return the last book it told of."""
    with running(
        [sys.executable, "-m", "tests.vault.recovery.refreshing"],
        env=dict(os.environ),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as child:
        assert child.stdin
        assert child.stdout
        child.stdin.write(orders.encode())
        child.stdin.close()
        first = child.stdout.readline()
        time.sleep(seconds)
        child.kill()
        lines = [first, *child.stdout]
        return max(int(line) for line in lines if line.endswith(b"\n"))
