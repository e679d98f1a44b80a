import os
import shutil
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.checkup.check import Answer
from guard.checkup.detect import Processes
from guard.checkup.linux.looks_processes import ListedOnce, judged, processes
from guard.checkup.linux.looks_programs import looks_for_one_pass
from tests.support.children import running
from tests.support.waiting import wait_until

SLEEP = shutil.which("sleep") or "/bin/sleep"


def finds(*names: str) -> bool:
    return processes(Processes(names=names)).answer is Answer.UNSAFE


@pytest.mark.parametrize("name", ["screen-recorder", "a-recorder-with-a-long-name", "Recorder"])
def test_a_program_that_runs_is_told_with_its_path(tmp_path: Path, name: str) -> None:
    program = tmp_path / name
    shutil.copy(SLEEP, program)
    assert not finds(name)
    with running([str(program), "60"]):
        wait_until(lambda: finds(name), what="the program")
        reading = processes(Processes(names=(name, "something-else")))
        assert not finds("something-else", name[:5])
    assert reading.why == f"Running now: {name}."
    assert reading.evidence == (f"{name} ({program}) is running.",)


def test_a_script_is_known_by_its_own_name(tmp_path: Path) -> None:
    script = tmp_path / "kazam-like.py"
    script.write_text("import time; time.sleep(60)")
    with running([sys.executable, "-u", str(script)]):
        wait_until(lambda: finds("kazam-like"), what="the script")
    assert not finds("kazam-like")


def test_a_word_of_another_programs_line_is_no_program(tmp_path: Path) -> None:
    with running([SLEEP, "60"]):
        wait_until(lambda: finds("sleep"), what="the program")
        assert not finds("60")


def test_another_program_whose_name_begins_alike_is_not_taken_for_it(tmp_path: Path) -> None:
    program = tmp_path / "a-screensaver-command"
    shutil.copy(SLEEP, program)
    with running([str(program), "60"]):
        wait_until(lambda: finds("a-screensaver-command"), what="the program")
        assert not finds("a-screensaver-x")


def test_programs_of_another_user_are_left_out(tmp_path: Path) -> None:
    program = tmp_path / "others-recorder"
    shutil.copy(SLEEP, program)
    with running([str(program), "60"]):
        wait_until(lambda: finds("others-recorder"), what="the program")
        stranger = os.getuid() + 12345
        assert processes(Processes(names=("others-recorder",)), uid=stranger).answer is Answer.UNKNOWN


@pytest.mark.parametrize("there", [True, False])
def test_no_list_cannot_be_told(tmp_path: Path, there: bool) -> None:  # noqa: FBT001 - a parameter of the test
    folder = tmp_path / "proc"
    if there:
        folder.mkdir()
    assert processes(Processes(names=("obs",)), folder).answer is Answer.UNKNOWN


@given(st.binary(max_size=200), st.binary(max_size=40))
def test_no_odd_process_upsets_the_list(cmdline: bytes, comm: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        one = Path(folder) / "42"
        one.mkdir()
        (one / "cmdline").write_bytes(cmdline)
        (one / "comm").write_bytes(comm)
        reading = processes(Processes(names=("obs",)), Path(folder))
        assert reading.answer in {Answer.SAFE, Answer.UNSAFE}
        assert (reading.answer is Answer.SAFE) or b"obs" in (cmdline + comm).lower()


def test_one_pass_reads_the_list_once_and_the_next_pass_reads_anew(tmp_path: Path) -> None:
    one, later = tmp_path / "1", tmp_path / "2"
    one.mkdir()
    (one / "cmdline").write_bytes(b"/usr/bin/obs\0")
    (one / "comm").write_bytes(b"obs\n")
    once = ListedOnce(tmp_path)
    assert judged(Processes(names=("obs",)), once()).answer is Answer.UNSAFE
    later.mkdir()
    (later / "cmdline").write_bytes(b"/usr/bin/kazam\0")
    (later / "comm").write_bytes(b"kazam\n")
    assert judged(Processes(names=("kazam",)), once()).answer is Answer.SAFE
    assert judged(Processes(names=("kazam",)), ListedOnce(tmp_path)()).answer is Answer.UNSAFE


def test_a_list_that_cannot_be_read_stays_unknown_for_the_pass(tmp_path: Path) -> None:
    once = ListedOnce(tmp_path / "missing")
    assert judged(Processes(names=("obs",)), once()).answer is Answer.UNKNOWN
    assert judged(Processes(names=("obs",)), once()).answer is Answer.UNKNOWN


def test_what_is_kept_for_one_pass_is_never_shared_by_two(tmp_path: Path) -> None:
    first, second = (looks_for_one_pass({}, tmp_path)[Processes] for _ in range(2))
    assert first is not second
