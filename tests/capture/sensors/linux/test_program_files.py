"""Copies of real programs, really started."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.capture.processes import ProcessFacts
from guard.capture.program_files import NOTHING, Revealed
from guard.capture.sensors.linux.build_id import code_mark, fingerprint
from guard.capture.sensors.linux.installed_programs import (
    USUAL_FOLDERS,
    InstalledPrograms,
    code_mark_of,
    fingerprint_of,
)
from guard.capture.sensors.linux.procfs import ProcfsReader
from guard.capture.sensors.linux.program_files import LinuxProgramFiles
from tests.capture.test_java_classes import ROBOT, java_class
from tests.support.children import running
from tests.support.waiting import wait_until

SLEEP = os.path.realpath(shutil.which("sleep") or "/usr/bin/sleep")


@pytest.fixture
def files() -> LinuxProgramFiles:
    known = {"sleep", "dash", "bash", "ldd"}
    return LinuxProgramFiles(InstalledPrograms(USUAL_FOLDERS, known.__contains__))


@contextmanager
def facts_of(*argv: str | Path, cwd: Path | None = None) -> Iterator[ProcessFacts]:
    words = [*(("env", "-C", str(cwd)) if cwd else ()), *map(str, argv)]
    with running(words, stdin=subprocess.PIPE) as child:
        reader = ProcfsReader()

        def arrived() -> ProcessFacts | None:
            facts = reader.read(child.pid)
            return facts if facts and facts.argv == tuple(map(str, argv)) else None

        yield wait_until(arrived)


def copy(tmp_path: Path, program: str = SLEEP) -> Path:
    return Path(shutil.copy(program, tmp_path / "notes"))


def test_a_copy_is_known_by_what_it_is(files: LinuxProgramFiles, tmp_path: Path) -> None:
    with facts_of(copy(tmp_path), "60") as facts:
        assert files.reveal(facts) == Revealed(original="sleep")
        (tmp_path / "notes").unlink()
        deleted = ProcfsReader().read(facts.pid)
        assert deleted is not None
        assert deleted.exe_deleted
        assert files.reveal(deleted) == Revealed(original="sleep")


def test_a_copy_started_through_the_loader(files: LinuxProgramFiles, tmp_path: Path) -> None:
    loaders = [path for folder in (Path("/lib64"), Path("/lib")) for path in folder.glob("ld-linux*.so.*")]
    if not loaders:
        pytest.skip("no dynamic loader in the usual place")
    copy(tmp_path)
    with facts_of(loaders[0], "./notes", "60", cwd=tmp_path) as facts:
        assert files.reveal(facts).original == "sleep"


def test_an_installed_program_goes_by_its_name(files: LinuxProgramFiles) -> None:
    with facts_of(SLEEP, "60") as facts:
        assert files.reveal(facts) is NOTHING


def test_a_program_of_ones_own_is_nothing_known(files: LinuxProgramFiles, tmp_path: Path) -> None:
    own = copy(tmp_path, os.path.realpath(shutil.which("tail") or "/usr/bin/tail"))
    with facts_of(own, "-f", "/dev/null") as facts:
        assert files.reveal(facts) is NOTHING


def test_a_copied_script_in_a_copied_shell(files: LinuxProgramFiles, tmp_path: Path) -> None:
    script = Path(shutil.copy(shutil.which("ldd") or "/usr/bin/ldd", tmp_path / "letter"))
    facts = ProcessFacts(os.getpid(), 1, 0.0, 0, "x", "/usr/bin/bash", ("bash", str(script)))
    assert files.reveal(facts) == Revealed(script="ldd")


def test_a_python_script_is_read_where_the_process_finds_it(files: LinuxProgramFiles, tmp_path: Path) -> None:
    (tmp_path / "notes.py").write_text("import time, mss\ntime.sleep(60)\n")
    (tmp_path / "mss.py").write_text("")
    with facts_of(sys.executable, "notes.py", cwd=tmp_path) as facts:
        assert files.reveal(facts).words == {"time", "mss", ".sleep", ".sleep(60)"}
    with facts_of(sys.executable, "-m", "notes", cwd=tmp_path) as facts:
        assert "mss" in files.reveal(facts).words
    with facts_of(sys.executable, "-c", "import mss, time; time.sleep(60)", cwd=tmp_path) as facts:
        assert "mss" in files.reveal(facts).words


def test_a_script_given_as_input_is_read(files: LinuxProgramFiles, tmp_path: Path) -> None:
    (tmp_path / "notes").write_text("import mss\n")
    (tmp_path / "1" / "fd").mkdir(parents=True)
    (tmp_path / "1" / "fd" / "0").symlink_to(tmp_path / "notes")
    looking = LinuxProgramFiles(InstalledPrograms((), bool), proc=str(tmp_path))
    for line in ("python3", "python3 -i", "bash"):
        facts = ProcessFacts(1, 0, 0.0, 0, "x", f"/usr/bin/{line.split()[0]}", tuple(line.split()))
        assert looking.reveal(facts).words == (set() if line == "bash" else {"mss"})


def test_scripts_and_classes_of_other_languages_are_read(files: LinuxProgramFiles, tmp_path: Path) -> None:
    (tmp_path / "notes.rb").write_text("Magick::Image.capture\n")
    (tmp_path / "Notes.class").write_bytes(java_class(ROBOT, calls="createScreenCapture"))
    for exe, line, word in (
        ("ruby3.1", f"ruby {tmp_path}/notes.rb", "ruby:Magick::Image.capture"),
        ("ruby3.1", "ruby -e Magick::Image.capture", "ruby:Magick::Image.capture"),
        ("java", f"java -cp /usr/share/java/x.jar:{tmp_path} Notes", "java:.createScreenCapture"),
    ):
        argv = tuple(line.split())
        facts = ProcessFacts(os.getpid(), 1, 0.0, 0, "x", f"/usr/bin/{exe}", argv)
        assert word in files.reveal(facts).words
        assert word in files.reveal(facts).words  # as remembered
    os.mkfifo(tmp_path / "Pipe.class")
    argv = ("java", "-cp", str(tmp_path), "Pipe")
    assert files.reveal(ProcessFacts(os.getpid(), 1, 0.0, 0, "x", "/usr/bin/java", argv)) == NOTHING


def test_a_script_that_is_a_pipe_is_left_alone(files: LinuxProgramFiles, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for script in (str(tmp_path / "pipe"), "/dev/fd/0"):
        facts = ProcessFacts(os.getpid(), 1, 0.0, 0, "x", "/usr/bin/python3", ("python3", script))
        assert files.reveal(facts) == NOTHING


@pytest.mark.parametrize("line", ["python3", "python3 -", "python3 gone.py", "python3 -m gone", "bash -c x"])
def test_what_cannot_be_read_reveals_nothing(files: LinuxProgramFiles, line: str) -> None:
    argv = tuple(line.split())
    facts = ProcessFacts(1, 0, 0.0, 0, argv[0], f"/usr/bin/{argv[0]}", argv)
    assert files.reveal(facts) == NOTHING


def test_a_file_on_a_mount_that_may_hang_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "self").mkdir()
    (tmp_path / "self" / "mountinfo").write_text("36 35 0:33 / /far\\040away rw - fuse.sshfs x rw\n")
    (tmp_path / "7").mkdir()
    (tmp_path / "7" / "exe").symlink_to(SLEEP)
    files = LinuxProgramFiles(
        InstalledPrograms(("/usr/bin",), lambda name: name == "sleep"), proc=str(tmp_path)
    )

    def at(path: str) -> ProcessFacts:
        return ProcessFacts(7, 1, 0.0, 0, "notes", path, ("notes",))

    assert files.reveal(at("/near/notes")).original == "sleep"
    assert files.reveal(at("/far away/notes")) is NOTHING


def test_a_program_installed_meanwhile_is_known(tmp_path: Path) -> None:
    folder = tmp_path / "bin"
    folder.mkdir()
    now = [0.0]
    installed = InstalledPrograms((str(folder),), lambda name: name == "sleep", clock=lambda: now[0])
    mark = fingerprint_of(SLEEP)
    assert installed.called(mark) == ""
    shutil.copy(SLEEP, folder / "sleep")
    os.utime(folder, ns=(1, 1))
    now[0] += 2
    assert installed.called(mark) == "sleep"
    assert installed.called("") == ""


def without_build_id(program: str, to: Path) -> Path:
    """A copy whose build id reads otherwise, as if it had been taken out."""
    copied = Path(shutil.copy(program, to))
    raw = copied.read_bytes()
    mark = fingerprint_of(program).removeprefix("build-id:")
    assert bytes.fromhex(mark) in raw
    copied.write_bytes(raw.replace(bytes.fromhex(mark), bytes(len(mark) // 2)))
    return copied


def test_a_copy_without_its_build_id_is_known_by_its_code(files: LinuxProgramFiles, tmp_path: Path) -> None:
    copied = without_build_id(SLEEP, tmp_path / "notes")
    assert fingerprint_of(str(copied)) != fingerprint_of(SLEEP)
    with facts_of(copied, "60") as facts:
        assert files.reveal(facts) == Revealed(original="sleep")


def test_another_program_without_a_build_id_is_not(files: LinuxProgramFiles, tmp_path: Path) -> None:
    other = without_build_id(os.path.realpath(shutil.which("tail") or "/usr/bin/tail"), tmp_path / "notes")
    with facts_of(other, "-f", "/dev/null") as facts:
        assert files.reveal(facts) is NOTHING


def test_the_code_of_a_copy_is_the_same_and_that_of_another_is_not(tmp_path: Path) -> None:
    assert code_mark_of(str(copy(tmp_path))) == code_mark_of(SLEEP) != ""
    assert code_mark_of(os.path.realpath("/bin/sh")) != code_mark_of(SLEEP)
    assert code_mark_of(__file__) == ""
    assert code_mark_of(str(tmp_path)) == ""


@given(st.one_of(st.binary(), st.binary(min_size=60).map(lambda raw: b"\x7fELF" + raw)))
def test_any_file_has_a_fingerprint_or_none(raw: bytes) -> None:
    descriptor = os.memfd_create("test")
    try:
        os.write(descriptor, raw)
        assert bool(fingerprint(descriptor)) == bool(raw)
        assert not code_mark(descriptor) or raw.startswith(b"\x7fELF")
    finally:
        os.close(descriptor)
