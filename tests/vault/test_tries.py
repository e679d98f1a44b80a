"""Wrong tries make the next one wait, also after a restart, a kill or a clock that jumps; nobody waits for ever."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.errors import GuardError
from guard.vault.tries import FREE_TRIES, LONGEST_WAIT, Tries, wait_after

NOW = 1_800_000_000.0


class Times:
    """A calendar's clock that may jump, and one that never does."""

    def __init__(self) -> None:
        self.calendar, self.steady = NOW, 50.0

    def pass_by(self, seconds: float) -> None:
        self.calendar += seconds
        self.steady += seconds

    def tries(self, file: Path) -> Tries:
        return Tries(file, clock=lambda: self.calendar, steady=lambda: self.steady)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "state" / "wrong-tries"


def fail(tries: Tries, times: int = 1) -> None:
    for _ in range(times):
        assert tries.attempt(lambda: False, bool) is False


def test_the_first_tries_are_free_and_leave_a_number_and_a_time(file: Path) -> None:
    tries = Times().tries(file)
    fail(tries, FREE_TRIES - 1)
    assert tries.wait == 0
    assert file.read_bytes() == b'{"wrong":2,"at":1800000000.0}'


def test_a_restart_goes_on_waiting(file: Path) -> None:
    times = Times()
    fail(times.tries(file), 6)
    assert times.tries(file).wait == wait_after(6) == 16
    times.pass_by(10)
    assert times.tries(file).wait == 6
    times.pass_by(10)
    again = times.tries(file)
    assert again.wait == 0
    fail(again)
    assert again.wait == wait_after(7) == 32


def test_the_right_one_forgets_them_all(file: Path) -> None:
    tries = Times().tries(file)
    fail(tries, 8)
    assert tries.attempt(lambda: True, bool)
    assert tries.wait == 0
    assert not file.exists()
    fail(tries)
    assert tries.wait == 0


def test_what_was_no_try_of_a_passphrase_counts_for_nothing(file: Path) -> None:
    tries = Times().tries(file)
    fail(tries, 2)
    before = file.read_bytes()

    def broken() -> bool:
        raise GuardError("The disk is full.")

    with pytest.raises(GuardError):
        tries.attempt(broken, bool)
    assert file.read_bytes() == before


@pytest.mark.parametrize("jump", [-86_400.0, -1.0])
def test_a_clock_that_was_put_back_begins_the_wait_once_more_and_only_once(file: Path, jump: float) -> None:
    times = Times()
    fail(times.tries(file), 6)
    times.calendar += jump
    assert times.tries(file).wait == 16
    times.pass_by(15)
    assert times.tries(file).wait == 1
    times.pass_by(1)
    assert times.tries(file).wait == 0


def test_a_clock_that_jumps_while_waiting_changes_nothing(file: Path) -> None:
    times = Times()
    tries = times.tries(file)
    fail(tries, 6)
    for jump in (-10_000, 10_000):
        times.calendar += jump
        assert tries.wait == 16
    times.pass_by(16)
    assert tries.wait == 0


def test_without_a_disk_they_are_counted_in_memory(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file where the folder should be")
    tries = Times().tries(tmp_path / "state" / "wrong-tries")
    fail(tries, FREE_TRIES)
    assert tries.wait == 2


@pytest.mark.parametrize(
    "content", [b"", b"nonsense", b'{"wrong":-3,"at":0.0}', b'{"wrong":1e400,"at":0}', b"[" * 5000]
)
def test_nonsense_is_no_wrong_try_and_no_error(file: Path, content: bytes) -> None:
    file.parent.mkdir()
    file.write_bytes(content)
    tries = Times().tries(file)
    assert tries.wait == 0
    fail(tries, FREE_TRIES)
    assert tries.wait == 2


@given(st.integers(0, 10**9), st.floats(-1e12, 1e12), st.floats(0, 1e6))
def test_nobody_ever_waits_longer_than_a_minute(wrong: int, at: float, later: float) -> None:
    assert 0 <= wait_after(wrong) <= wait_after(wrong + 1) <= LONGEST_WAIT
    times = Times()
    tries = times.tries(Path("/nonexistent/guard"))
    kept = type(tries._memory)(wrong, at)
    tries._memory = kept
    first = tries.wait
    times.pass_by(later)
    assert 0 <= tries.wait <= first <= LONGEST_WAIT
    times.pass_by(LONGEST_WAIT)
    assert tries.wait == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signal that kills")
def test_killed_in_the_middle_of_a_try_it_counts(file: Path) -> None:
    code = (
        "import os, signal, sys; from pathlib import Path; from guard.vault.tries import Tries; "
        "Tries(Path(sys.argv[1])).attempt(lambda: os.kill(os.getpid(), signal.SIGKILL), bool)"
    )
    for _ in range(FREE_TRIES + 2):
        ended = subprocess.run([sys.executable, "-c", code, str(file)], check=False)
        assert ended.returncode == -signal.SIGKILL
    assert 0 < Tries(file).wait <= wait_after(FREE_TRIES + 2)
