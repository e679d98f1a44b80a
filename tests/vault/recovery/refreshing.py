"""Renews a mirror over and over, saying which book is in place, until it is killed. Reads what it needs from stdin."""

import sys
from itertools import count
from pathlib import Path

from guard.vault.recovery.mirror import Mirror


def main() -> None:
    path, recipient, key, start = sys.stdin.read().split()
    mirror = Mirror(Path(path), recipient)
    for number in count(int(start)):
        mirror.refresh(b"book %d" % number, key)
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
