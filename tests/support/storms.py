"""Load for measurements: crowds that sleep, storms of short programs, and what a process has cost so far."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from tests.support.children import running

_CPU_CLOCK_OF_PROCESS = 2

# a fork shares the interpreter's memory, so thousands of them cost next to nothing
_CROWD = """
import os, signal, sys
for _ in range(int(sys.argv[1])):
    if os.fork() == 0:
        signal.pause()
print("ready", flush=True)
signal.pause()
"""

# posix_spawn is the quickest way to start a program; stdin holds it until it is told to begin
_STORM = """
import json, os, sys, time
short, many, shot, every = sys.argv[1], int(sys.argv[2]), sys.argv[3], int(sys.argv[4])
null = [(os.POSIX_SPAWN_OPEN, fd, "/dev/null", os.O_RDWR, 0) for fd in (0, 1, 2)]
sys.stdin.readline()
began, shots = time.monotonic(), []
for number in range(many):
    pid = os.posix_spawn(short, [short], {}, file_actions=null)
    if number % every == 0:
        shots.append(os.posix_spawn(shot, [shot, "0.02"], {}, file_actions=null))
    os.waitpid(pid, 0)
for pid in shots:
    os.waitpid(pid, 0)
print(json.dumps([len(shots), time.monotonic() - began]), flush=True)
sys.stdin.readline()
"""


def cpu_seconds(pid: int) -> float:
    """Processor seconds of a live process with all its threads, to the nanosecond (Linux)."""
    return time.clock_gettime((~pid << 3) | _CPU_CLOCK_OF_PROCESS)


def resident_bytes(pid: int) -> int:
    """Memory that a live process holds (Linux)."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    raise AssertionError(f"{pid} is no more")


@contextmanager
def crowd(count: int) -> Iterator[None]:
    """Keep `count` processes asleep."""
    command = [sys.executable, "-ISc", _CROWD, str(count)]
    with running(command, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"ready\n"
        yield


class Storm:
    """A storm that has not begun. `blow` runs it to its end."""

    def __init__(self, orders: IO[bytes], answers: IO[bytes]) -> None:
        self._orders = orders
        self._answers = answers

    def blow(self) -> tuple[int, float]:
        """Return how many programs of 20 ms were among the short ones, and the seconds it took."""
        self._orders.write(b"\n")
        self._orders.flush()
        shots, seconds = json.loads(self._answers.readline())
        return shots, seconds


@contextmanager
def storm(short: Path, many: int, shot: Path, every: int) -> Iterator[Storm]:
    """Prepare to run `short` so `many` times as fast as it goes, and `shot` beside each `every`th for 20 ms."""
    command = [sys.executable, "-ISc", _STORM, str(short), str(many), str(shot), str(every)]
    with running(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        yield Storm(child.stdin, child.stdout)
