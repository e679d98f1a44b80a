import os
import signal
import sys
import threading
from pathlib import Path

import pytest

from guard.errors import GuardError
from guard.instance import Instance, NoPlaceError, tell
from tests.support.instances import another_program, holding, instance_threads

posix = pytest.mark.skipif(sys.platform == "win32", reason="it looks at a Unix socket")


@pytest.fixture
def folder(home: Path) -> Path:
    return home.parent / "guard"  # short, for it holds a socket


def test_only_one_can_be_the_first(folder: Path) -> None:
    with holding(folder):
        second = Instance(folder)
        assert not second.acquire()
        second.close()
        assert not Instance(folder).acquire()
    third = Instance(folder)
    assert third.acquire()
    third.close()


def test_acquiring_twice_keeps_the_lock(folder: Path) -> None:
    first = Instance(folder)
    assert first.acquire()
    assert first.acquire()
    assert not Instance(folder).acquire()
    first.close()


@pytest.mark.parametrize("command", ["raise", "stop", "end", "", "ü"])
def test_a_command_goes_there_and_a_word_comes_back(folder: Path, command: str) -> None:
    with holding(folder) as heard:
        assert tell(folder, command) == f"{command} done"
        assert tell(folder, "again") == "again done"
        assert heard == [command, "again"]


def test_many_at_once_are_all_answered(folder: Path) -> None:
    answers: list[str | None] = []
    with holding(folder):
        callers = [threading.Thread(target=lambda: answers.append(tell(folder, "raise"))) for _ in range(6)]
        for caller in callers:
            caller.start()
        for caller in callers:
            caller.join()
    assert answers == ["raise done"] * 6


def test_nobody_there_is_none(folder: Path) -> None:
    assert tell(folder, "raise") is None
    with holding(folder):
        pass
    assert tell(folder, "raise") is None


def test_close_is_clean_from_any_state(folder: Path) -> None:
    Instance(folder).close()
    instance = Instance(folder)
    assert instance.acquire()
    instance.close()
    assert instance.acquire()
    instance.serve(str.upper)
    assert instance_threads() == ["guard-instance"]
    instance.close()
    instance.close()
    assert instance_threads() == []
    assert instance.acquire()
    instance.serve(str.upper)
    assert tell(folder, "raise") == "RAISE"
    instance.close()


@posix
def test_what_a_killed_guard_left_is_in_nobodys_way(folder: Path) -> None:
    with another_program(folder) as child:
        assert tell(folder, "raise") == "raiseed"
        assert not Instance(folder).acquire()
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
        assert (folder / "socket").exists()
        assert tell(folder, "raise") is None
        with holding(folder):
            assert tell(folder, "raise") == "raise done"


@posix
def test_an_unusable_folder_is_a_sentence(tmp_path: Path) -> None:
    taken = tmp_path / "file"
    taken.write_text("")
    for place in (taken, taken / "inside", Path("/proc/guard")):
        with pytest.raises(NoPlaceError, match="Nothing was changed") as caught:
            Instance(place).acquire()
        assert isinstance(caught.value, GuardError)
        assert str(place) in caught.value.sentence
        assert tell(place, "raise") is None


@posix
def test_a_path_too_long_for_a_socket_is_a_sentence(tmp_path: Path) -> None:
    far = tmp_path / ("x" * 120)
    instance = Instance(far)
    assert instance.acquire()
    with pytest.raises(NoPlaceError, match="cannot use the folder"):
        instance.serve(str.upper)
    instance.close()
    assert tell(far, "raise") is None


@posix
def test_the_folder_is_for_this_user_alone(folder: Path) -> None:
    with holding(folder):
        assert folder.stat().st_mode & 0o077 == 0
