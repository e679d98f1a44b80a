import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from guard.capture.sensors.psutil_reader import PsutilReader


def test_reads_itself() -> None:
    reader = PsutilReader()
    facts = reader.read(os.getpid())
    assert facts is not None
    assert facts.pid == os.getpid()
    assert facts.parent == os.getppid()
    assert facts.exe is not None
    assert Path(facts.exe).samefile(sys.executable)
    assert facts.argv
    assert os.getpid() in reader.pids()
    if hasattr(os, "getuid"):
        assert facts.uid == os.getuid()


@pytest.mark.parametrize("pid", [-1, 0, 2**31 - 1, 2**32 - 1, 2**70])
def test_no_such_process_is_none(pid: int) -> None:
    assert PsutilReader().read(pid) is None


def test_a_zombie_is_no_error() -> None:
    with subprocess.Popen(["true"]) as child:
        os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
        facts = PsutilReader().read(child.pid)
        assert facts is None or (facts.exe, facts.argv) == (None, ())


def test_what_may_not_be_read_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: psutil.Process) -> str:
        raise psutil.AccessDenied

    for name in ("exe", "cmdline"):
        monkeypatch.setattr(psutil.Process, name, refuse)
    facts = PsutilReader().read(os.getpid())
    assert facts is not None
    assert (facts.exe, facts.argv) == (None, ())
