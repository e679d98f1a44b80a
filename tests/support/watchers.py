"""The two that are compared: `guard watch --json`, and the plain loop that anybody would write first."""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO, Any

from tests.support.children import running
from tests.support.programs import SOURCE
from tests.support.waiting import wait_until

_PLAIN_LOOP = """
import sys, time, psutil
wanted, seen = set(sys.argv[1:]), set()
print("ready", flush=True)
while True:
    for process in psutil.process_iter(["name", "exe", "cmdline"]):
        facts = process.info
        names = {facts["name"], (facts["exe"] or "").rpartition("/")[2]}
        if wanted & names and process.pid not in seen:
            seen.add(process.pid)
            print(process.pid, flush=True)
    time.sleep(1)
"""


@dataclass
class Watcher:
    """A program that watches, and each line it has said with the moment (monotonic ns) it was heard."""

    pid: int
    lines: list[tuple[int, str]] = field(default_factory=list)

    def events(self) -> list[tuple[int, dict[str, Any]]]:
        """Everything that `guard watch --json` has said so far."""
        return [(at, json.loads(line)) for at, line in list(self.lines)]

    def seen(self) -> dict[int, int]:
        """The pids it has named so far, with the moment of the first word on each."""
        named: dict[int, int] = {}
        for at, line in list(self.lines):
            told = json.loads(line) if line[0] in "{0123456789" else {}
            pid = told.get("pid") if isinstance(told, dict) else told
            if pid is not None:
                named.setdefault(pid, at)
        return named

    def findings(self) -> dict[str, dict[str, Any]]:
        """The last word on each finding so far, by its id."""
        return {told["id"]: told for _, told in self.events() if told["event"] in {"started", "changed"}}


@contextmanager
def guard_watching(env: Mapping[str, str]) -> Iterator[Watcher]:
    """Run the real `guard watch --json`; yields once its first look is done."""
    with _listening_to([sys.executable, "-m", "guard", "watch", "--json"], env) as watcher:
        yield watcher


@contextmanager
def plain_loop(env: Mapping[str, str], *names: str) -> Iterator[Watcher]:
    """Run a loop over all processes each second that prints the pids of programs called `names`."""
    with _listening_to([sys.executable, "-c", _PLAIN_LOOP, *names], env) as watcher:
        yield watcher


@contextmanager
def _listening_to(command: list[str], env: Mapping[str, str]) -> Iterator[Watcher]:
    with running(command, env={**env, "PYTHONPATH": str(SOURCE)}, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        watcher = Watcher(child.pid)
        ear = threading.Thread(target=_listen, args=(child.stdout, watcher), name="ear")
        ear.start()
        try:
            wait_until(lambda: watcher.lines, 60, what=f"{command[1:4]} to begin")
            yield watcher
        finally:
            child.terminate()
            ear.join()


def _listen(stream: IO[bytes], watcher: Watcher) -> None:
    for line in stream:
        watcher.lines.append((time.monotonic_ns(), line.decode()))
