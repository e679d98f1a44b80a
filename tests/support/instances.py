"""A Guard that is already running: in this process, or as a program of its own."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from guard.instance import Instance
from tests.support.children import running

HOLDER = """
import sys, threading
from pathlib import Path
from guard.instance import Instance
one = Instance(Path(sys.argv[1]))
assert one.acquire()
one.serve(lambda command: command + "ed")
print("ready", flush=True)
threading.Event().wait()
"""


@contextmanager
def holding(folder: Path) -> Iterator[list[str]]:
    """Be the running Guard; yields what it was told."""
    heard: list[str] = []

    def answer(command: str) -> str:
        heard.append(command)
        return f"{command} done"

    instance = Instance(folder)
    assert instance.acquire()
    instance.serve(answer)
    try:
        yield heard
    finally:
        instance.close()


@contextmanager
def another_program(folder: Path) -> Iterator["subprocess.Popen[bytes]"]:
    with running([sys.executable, "-c", HOLDER, str(folder)], stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"ready\n"
        yield child
        child.stdout.close()


def instance_threads() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name == "guard-instance"]
