import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from guard.errors import GuardError
from guard.instance import Instance, NoPlaceError, NotAnsweringError, tell
from tests.support.children import running
from tests.support.waiting import wait_until

posix = pytest.mark.skipif(sys.platform == "win32", reason="it looks at a Unix socket")

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


@pytest.fixture
def folder() -> Iterator[Path]:
    with TemporaryDirectory(prefix="guard-") as place:  # a socket's path must be short
        yield Path(place) / "run"


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


def threads() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name == "guard-instance"]


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
    assert threads() == ["guard-instance"]
    instance.close()
    instance.close()
    assert threads() == []
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
def test_a_stuck_guard_is_told_of_within_the_limit_however_often(folder: Path) -> None:
    with another_program(folder) as child:
        os.kill(child.pid, signal.SIGSTOP)
        try:
            for _ in range(12):  # more than its queue holds
                began = time.monotonic()
                with pytest.raises(NotAnsweringError, match="does not answer"):
                    tell(folder, "raise", seconds=0.05)
                assert time.monotonic() - began < 5
        finally:
            os.kill(child.pid, signal.SIGCONT)
        wait_until(lambda: _told_or_busy(folder) == "raiseed")


def _told_or_busy(folder: Path) -> str | None:
    try:
        return tell(folder, "raise")
    except NotAnsweringError:
        return None


@posix
def test_half_an_answer_is_no_answer(folder: Path) -> None:
    folder.mkdir()
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(folder / "socket"))
        server.listen()

        def half() -> None:
            channel, _ = server.accept()
            with channel:
                channel.sendall(b"\0\0")
                over.wait(20)

        over = threading.Event()
        liar = threading.Thread(target=half)
        liar.start()
        try:
            with pytest.raises(NotAnsweringError):
                tell(folder, "raise", seconds=0.1)
        finally:
            over.set()
            liar.join()


GARBAGE = [
    b"",
    b"\0",
    b"\xff" * 4,
    b"\xff" * 12,
    b"\0\0\0\1\xff",
    b"\x7f\xff\xff\xff" + b"x" * 100,
    b"GET / HTTP/1.1",
]


@posix
@pytest.mark.parametrize("garbage", GARBAGE)
def test_garbage_does_no_harm(folder: Path, garbage: bytes) -> None:
    with holding(folder):
        with socket.socket(socket.AF_UNIX) as caller:
            caller.connect(str(folder / "socket"))
            caller.sendall(garbage)
        assert tell(folder, "raise") == "raise done"


@posix
@pytest.mark.parametrize("part", [b"", b"\0\0", b"\0\0\0\5ra"])
def test_a_caller_that_stops_in_mid_sentence_holds_nobody_up(folder: Path, part: bytes) -> None:
    with holding(folder), socket.socket(socket.AF_UNIX) as caller:
        caller.connect(str(folder / "socket"))
        caller.sendall(part)
        assert tell(folder, "raise", seconds=20) == "raise done"


@posix
def test_close_does_not_wait_for_a_busy_answer(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("guard.instance._REPLY_WITHIN", 0.1)
    over, asked = threading.Event(), threading.Event()

    def answer(_: str) -> str:
        asked.set()
        over.wait(20)
        return "late"

    instance = Instance(folder)
    instance.acquire()
    instance.serve(answer)
    with pytest.raises(NotAnsweringError):
        tell(folder, "raise", seconds=0.1)
    assert asked.wait(20)
    instance.close()
    over.set()
    wait_until(lambda: not threads())


@posix
def test_close_when_the_socket_is_gone(folder: Path) -> None:
    instance = Instance(folder)
    instance.acquire()
    instance.serve(str.upper)
    os.rename(folder / "socket", folder / "elsewhere")  # noqa: PTH104 - a socket
    instance.close()
    next_one = Instance(folder)
    assert next_one.acquire()
    next_one.close()
    with socket.socket(socket.AF_UNIX) as caller:  # the thread would end with the program; end it here
        caller.connect(str(folder / "elsewhere"))
    wait_until(lambda: not threads())


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
