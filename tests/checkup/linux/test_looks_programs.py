"""A program that a setting is about: running, only installed, or not here; and what that makes of the setting."""

import shutil
from pathlib import Path

import pytest

from guard.checkup.check import Answer, Check, Reading
from guard.checkup.detect import GSettings, Program
from guard.checkup.linux.looks_processes import Seen
from guard.checkup.linux.looks_programs import ProgramLook
from guard.checkup.looking import look
from guard.checkup.probe import Probes
from tests.checkup.checks import KEY, Memory, a_check
from tests.support.children import running
from tests.support.waiting import wait_until

SLEEP = shutil.which("sleep") or "/bin/sleep"
ITSELF = Seen(1, frozenset({"guard"}), "")
LOCKER = Program(names=("some-locker-of-xfce",), needed=True, instead=("light-locker",))
CLIPBOARD = Program(names=("gpaste-daemon",))


def copied(folder: Path, name: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copy(SLEEP, folder / name))


def test_a_real_program_is_absent_installed_and_running(tmp_path: Path) -> None:
    probe = ProgramLook({"PATH": str(tmp_path / "bin")}, tmp_path)
    what = Program(names=("some-clipboard-thing",))
    assert probe(what).value == "absent"
    program = copied(tmp_path / "bin", "some-clipboard-thing")
    assert probe(what).value == "installed"
    with running([str(program), "60"]):
        wait_until(lambda: probe(what).value == "running", what="the program")
        assert probe(what).evidence == (f"some-clipboard-thing ({program}) is running.",)
    assert probe(what).value == "installed"


def test_a_program_outside_the_search_path_is_found_by_its_file(tmp_path: Path) -> None:
    hidden = copied(tmp_path / "libexec", "hidden-daemon")
    probe = ProgramLook({"PATH": ""}, tmp_path)
    assert probe(Program(names=("hidden-daemon",))).value == "absent"
    assert probe(Program(names=("hidden-daemon",), files=(str(hidden),))).value == "installed"


def test_another_program_that_does_its_work_is_named(tmp_path: Path) -> None:
    seen = (ITSELF, Seen(2, frozenset({"light-locker"}), "/usr/bin/light-locker"))
    reading = ProgramLook({}, tmp_path, lambda: seen)(LOCKER)
    assert reading.value == "another"
    assert "light-locker" in reading.why
    assert "light-locker (/usr/bin/light-locker) is running." in reading.evidence


def answer(program: Program, state: Reading, value: str) -> tuple[Answer, bool]:
    check: Check = a_check(program=program)
    probes = Probes({GSettings: Memory(value)}, {Program: lambda _: state})
    result = look(check, probes, ())
    assert result.says
    return result.answer, result.fixable


RUNS, THERE, GONE, OTHER = (
    Reading(value=value, why="So.") for value in ("running", "installed", "absent", "another")
)
UNREAD = Reading(Answer.UNKNOWN, why="The list could not be read.")
S, D, U, N = Answer.SAFE, Answer.UNSAFE, Answer.UNKNOWN, Answer.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("program", "state", "when_true", "when_false"),
    [
        (LOCKER, RUNS, S, D),
        (LOCKER, THERE, U, D),
        (LOCKER, GONE, U, U),
        (LOCKER, OTHER, U, U),
        (LOCKER, UNREAD, U, D),
        (CLIPBOARD, RUNS, S, D),
        (CLIPBOARD, THERE, S, D),
        (CLIPBOARD, GONE, N, N),
        (CLIPBOARD, UNREAD, S, D),
    ],
)
def test_what_runs_decides_what_a_setting_means(
    program: Program, state: Reading, when_true: Answer, when_false: Answer
) -> None:
    assert answer(program, state, "true") == (when_true, False)
    assert answer(program, state, "false") == (when_false, when_false is D)
    assert answer(program, state, "odd")[0] is (N if when_true is N else U)


def test_an_absent_program_leaves_its_setting_unread() -> None:
    memory = Memory()

    def disturb(step: str) -> None:
        raise AssertionError(step)

    memory.disturb = disturb
    probes = Probes({GSettings: memory}, {Program: lambda _: GONE})
    result = look(a_check(program=CLIPBOARD), probes, ())
    assert result.answer is N
    assert KEY not in memory.held
