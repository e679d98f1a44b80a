import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.capture.sensors.linux.procfs import ProcfsReader
from guard.capture.sensors.psutil_reader import PsutilReader
from tests.support.children import running
from tests.support.waiting import wait_until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux")
SLEEP = shutil.which("sleep") or "/usr/bin/sleep"


class FakeProc:
    """A folder that looks like /proc."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "stat").write_text("cpu 1 2 3\nbtime 1000\nprocesses 9\n")

    def add(
        self, pid: int, comm: bytes = b"scrot", *, argv: bytes = b"scrot\0", exe: str | None = None
    ) -> Path:
        folder = self.root / str(pid)
        folder.mkdir()
        tail = b" S 7 " + b"0 " * 17 + b"250 " + b"0 " * 30
        (folder / "stat").write_bytes(b"%d (%s)%s" % (pid, comm, tail))
        (folder / "cmdline").write_bytes(argv)
        if exe is not None:
            (folder / "exe").symlink_to(exe)
        return folder

    @property
    def reader(self) -> ProcfsReader:
        return ProcfsReader(str(self.root))


@pytest.fixture
def proc(tmp_path: Path) -> FakeProc:
    return FakeProc(tmp_path)


def test_reads_the_fields(proc: FakeProc) -> None:
    proc.add(42, argv=b"scrot\0a b\0\0", exe="/usr/bin/scrot")
    facts = proc.reader.read(42)
    assert facts is not None
    assert (facts.pid, facts.parent, facts.comm) == (42, 7, "scrot")
    assert facts.started == 1000 + 250 / os.sysconf("SC_CLK_TCK")
    assert (facts.exe, facts.exe_deleted, facts.app_id) == ("/usr/bin/scrot", False, None)
    assert facts.argv == ("scrot", "a b", "")
    assert facts.uid == os.getuid()
    assert proc.reader.pids() == [42]


@pytest.mark.parametrize(
    "comm", [b"a) R 1 (b", b"(((", b")))", b"two words", b"a\nb", b") ", b"", b"\xff\xfe"]
)
def test_a_name_cannot_move_the_other_fields(proc: FakeProc, comm: bytes) -> None:
    proc.add(42, comm)
    facts = proc.reader.read(42)
    assert facts is not None
    assert (facts.comm, facts.parent) == (comm.decode("utf-8", "replace"), 7)


@pytest.mark.parametrize(
    ("link", "exe", "deleted"),
    [
        ("/tmp/scrot (deleted)", "/tmp/scrot", True),  # noqa: S108 - never opened
        ("/memfd:scrot (deleted)", "/memfd:scrot", True),
        ("/opt/A (deleted) B", "/opt/A (deleted) B", False),
    ],
)
def test_a_deleted_executable(proc: FakeProc, link: str, exe: str, deleted: bool) -> None:  # noqa: FBT001 - a column of the table
    proc.add(42, exe=link)
    facts = proc.reader.read(42)
    assert facts is not None
    assert (facts.exe, facts.exe_deleted) == (exe, deleted)


def test_a_kernel_thread_and_a_hidden_executable(proc: FakeProc) -> None:
    proc.add(42, b"kworker/0:1", argv=b"")
    facts = proc.reader.read(42)
    assert facts is not None
    assert (facts.exe, facts.argv) == (None, ())


def test_sandboxes_are_named_by_what_only_they_can_set(proc: FakeProc) -> None:
    proc.add(1, exe="/snap/obs-studio/1300/usr/bin/obs")
    for pid, exe in ((2, "/app/bin/kooha"), (3, "/usr/bin/python3.11")):
        root = proc.add(pid, exe=exe) / "root"
        root.mkdir()
        (root / ".flatpak-info").write_text("[Application]\nname=io.github.seadve.Kooha\nruntime=x\n")
    proc.add(4, exe="/app/bin/no-flatpak")
    proc.add(5, argv=b"/snap/obs-studio/1300/usr/bin/obs\0", exe="/usr/bin/sleep")
    ids = {pid: facts.app_id for pid in proc.reader.pids() if (facts := proc.reader.read(pid))}
    kooha = "io.github.seadve.Kooha"
    assert ids == {1: "obs-studio", 2: kooha, 3: kooha, 4: None, 5: None}


@pytest.mark.parametrize("stat", [b"", b"42", b"42 (scrot", b"42 (scrot) S 1", b"42 (x) S a " + b"b " * 30])
def test_garbage_is_none(proc: FakeProc, stat: bytes) -> None:
    (proc.add(42) / "stat").write_bytes(stat)
    assert proc.reader.read(42) is None


@given(st.binary(max_size=200), st.binary(max_size=50))
def test_never_raises(stat: bytes, cmdline: bytes) -> None:
    with fake_proc() as proc:
        folder = proc.add(42, argv=cmdline)
        (folder / "stat").write_bytes(stat)
        proc.reader.read(42)


@contextmanager
def fake_proc() -> Iterator[FakeProc]:
    with TemporaryDirectory() as folder:
        yield FakeProc(Path(folder))


def test_without_proc_there_is_nothing_and_no_error(tmp_path: Path) -> None:
    reader = ProcfsReader(str(tmp_path / "none"))
    assert reader.pids() == []
    assert reader.read(1) is None


def test_a_vanished_process_is_none() -> None:
    reader = ProcfsReader()
    with subprocess.Popen(["true"]) as child:
        os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
        zombie = reader.read(child.pid)
        assert zombie is not None
        assert (zombie.exe, zombie.argv) == (None, ())
    assert reader.read(child.pid) is None
    assert reader.read(-1) is None


@pytest.mark.parametrize("name", ["a) R 1 (b", "two words", "line\nbreak", "ünï", "(sd-pam)"])
def test_agrees_with_psutil_on_strangely_named_programs(tmp_path: Path, name: str) -> None:
    program = tmp_path / name
    shutil.copy(SLEEP, program)
    reader = ProcfsReader()
    with running([str(program), "60"]) as child:
        wait_until(lambda: (facts := reader.read(child.pid)) and facts.exe == str(program) and facts.argv)
        mine, other = reader.read(child.pid), PsutilReader().read(child.pid)
        assert mine is not None
        assert other is not None
        assert (mine.pid, mine.parent, mine.uid) == (other.pid, other.parent, other.uid)
        assert (mine.exe, mine.argv) == (other.exe, other.argv) == (str(program), (str(program), "60"))
        assert abs(mine.started - other.started) < 1.5


def test_agrees_with_psutil_on_whatever_is_alive() -> None:
    mine, other = ProcfsReader(), PsutilReader()
    compared = 0
    for pid in mine.pids():
        a, b, again = mine.read(pid), other.read(pid), mine.read(pid)
        if a is not None and b is not None and a == again:
            assert (a.parent, a.exe) == (b.parent, b.exe and b.exe.removesuffix(" (deleted)"))
            assert a.uid in {b.uid, 0}  # what runs with special rights belongs to root in /proc
            compared += 1
    assert compared >= 2
