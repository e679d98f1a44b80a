"""Programs that tests start, and that are gone afterwards whatever happens."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import IO

import psutil

GRACE_SECONDS = 5.0


@contextmanager
def running(
    argv: Sequence[str],
    *,
    env: Mapping[str, str] | None = None,
    stdin: int | IO[bytes] = subprocess.DEVNULL,
    stdout: int | IO[bytes] = subprocess.DEVNULL,
    stderr: int | IO[bytes] = subprocess.DEVNULL,
    pass_fds: Sequence[int] = (),
    grace: float = GRACE_SECONDS,
) -> Iterator[subprocess.Popen[bytes]]:
    """Run `argv` in a session of its own; on leaving, end it and everything it started."""
    with subprocess.Popen(
        [*_dying_with_the_tests(), *argv],
        env=env,
        stdin=stdin,
        stdout=stdout,
        stderr=stderr,
        pass_fds=pass_fds,
        start_new_session=True,
    ) as child:
        try:
            yield child
        finally:
            stop(child, grace)


def stop(child: subprocess.Popen[bytes], grace: float = GRACE_SECONDS) -> None:
    """End `child`, its process group and its descendants: asked first, forced after `grace` seconds."""
    family = _family(child.pid)
    _signal(child, family, signal.SIGTERM)
    _wait_for_end(family, grace)
    _signal(child, family, signal.SIGKILL)
    _wait_for_end(family, GRACE_SECONDS)
    child.wait()


def _family(pid: int) -> list[psutil.Process]:
    try:
        head = psutil.Process(pid)
        return [head, *head.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def _signal(child: subprocess.Popen[bytes], family: Sequence[psutil.Process], number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.killpg(child.pid, number)
    for process in family:
        with suppress(psutil.NoSuchProcess):
            process.send_signal(number)


def _wait_for_end(family: Sequence[psutil.Process], seconds: float) -> None:
    """Wait for the end of `family`; a zombie has ended, whoever collects it."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and any(is_alive(process) for process in family):
        time.sleep(0.01)


def is_alive(process: psutil.Process) -> bool:
    """Tell whether `process` still runs."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _dying_with_the_tests() -> tuple[str, ...]:
    """Return the words before a command that end it even when the test run itself is killed."""
    setpriv = shutil.which("setpriv")
    return (setpriv, "--pdeathsig", "KILL") if setpriv else ()
