"""A helper process around one of the fake keyrings: `python -m tests.vault.odd_helper RING [IDLE_SECONDS]`."""

import sys

from guard.vault.desk import serve
from tests.vault.fakes import RINGS

if __name__ == "__main__":
    if sys.argv[1] == "garbage":
        sys.stdout.write("Hello, I am a keyring\n")
        sys.stdout.flush()
        sys.stdin.read()
    elif sys.argv[1] == "mute":
        sys.stdin.read()
    else:
        idle = float(sys.argv[2]) if len(sys.argv) > 2 else 30.0
        serve((RINGS[sys.argv[1]](),), sys.stdin.buffer, sys.stdout.buffer, idle)
