"""Whatever is on the other side: stuck, half-dead, talking nonsense. Guard is not held up by it."""

import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import pytest

from guard.instance import Instance, NotAnsweringError, tell
from tests.support.instances import another_program, holding, instance_threads
from tests.support.waiting import wait_until

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="it looks at a Unix socket")
as_root = pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0,
    reason="only root can try as another user, and Linux tells who called",
)
NOBODY = 65534


@pytest.fixture
def folder(home: Path) -> Path:
    return home.parent / "guard"  # short, for it holds a socket


def test_a_stuck_guard_is_told_of_within_the_limit_however_often(folder: Path) -> None:
    with another_program(folder) as child:
        os.kill(child.pid, signal.SIGSTOP)
        wait_until(lambda: all_threads_stopped(child.pid))
        try:
            for _ in range(12):  # more than its queue holds
                began = time.monotonic()
                with pytest.raises(NotAnsweringError, match="does not answer"):
                    tell(folder, "raise", seconds=0.05)
                assert time.monotonic() - began < 5
        finally:
            os.kill(child.pid, signal.SIGCONT)
        wait_until(lambda: _told_or_busy(folder) == "raiseed")


def all_threads_stopped(pid: int) -> bool:
    threads = psutil.Process(pid).threads()
    return all(psutil.Process(thread.id).status() == psutil.STATUS_STOPPED for thread in threads)


def _told_or_busy(folder: Path) -> str | None:
    try:
        return tell(folder, "raise")
    except NotAnsweringError:
        return None


def test_half_an_answer_is_no_answer(folder: Path) -> None:
    folder.mkdir()
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(folder / "socket"))
        server.listen()

        def half() -> None:
            channel, _ = server.accept()
            with channel:
                channel.sendall(b"rais")
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


GARBAGE = [b"", b"\0", b"\xff" * 4, b"\xff\n", b"\n\n\n", b"x" * 64, b"x" * 5000, b"GET / HTTP/1.1\r\n\r\n"]


@pytest.mark.parametrize("garbage", GARBAGE)
def test_garbage_does_no_harm(folder: Path, garbage: bytes) -> None:
    with holding(folder):
        with socket.socket(socket.AF_UNIX) as caller:
            caller.connect(str(folder / "socket"))
            caller.sendall(garbage)
        assert tell(folder, "raise") == "raise done"


@pytest.mark.parametrize("part", [b"", b"ra"])
def test_a_caller_that_stops_in_mid_sentence_holds_nobody_up(folder: Path, part: bytes) -> None:
    with holding(folder), socket.socket(socket.AF_UNIX) as caller:
        caller.connect(str(folder / "socket"))
        caller.sendall(part)
        assert tell(folder, "raise", seconds=20) == "raise done"


def test_a_caller_that_speaks_too_slowly_holds_nobody_up(folder: Path) -> None:
    over = threading.Event()

    def drip(caller: socket.socket) -> None:
        with suppress(OSError):
            while not over.wait(0.3):
                caller.sendall(b"x")

    with holding(folder) as heard, socket.socket(socket.AF_UNIX) as caller:
        caller.connect(str(folder / "socket"))
        slow = threading.Thread(target=drip, args=(caller,))
        slow.start()
        try:
            assert tell(folder, "raise", seconds=20) == "raise done"
        finally:
            over.set()
            slow.join()
        assert heard == ["raise"]


def test_a_guard_that_dies_before_it_answers_is_none(folder: Path) -> None:
    folder.mkdir()
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(folder / "socket"))
        server.listen()

        def die() -> None:
            channel, _ = server.accept()
            with channel:
                channel.recv(64)

        dying = threading.Thread(target=die)
        dying.start()
        assert tell(folder, "raise", seconds=20) is None
        dying.join()


@contextmanager
def another_user(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Be somebody else, who for once can enter `folder`."""
    folder.chmod(0o777)
    monkeypatch.chdir(folder)  # the folders above stay shut to others
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@as_root
def test_another_user_is_not_heard(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with holding(folder) as heard, socket.socket(socket.AF_UNIX) as caller:
        (folder / "socket").chmod(0o777)
        with another_user(folder, monkeypatch):
            caller.connect("socket")
        with suppress(OSError):
            caller.sendall(b"stop\n")
            assert caller.recv(64) == b""
        assert heard == []
        assert tell(folder, "raise") == "raise done"


@as_root
def test_another_user_is_not_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.mkdir()
    with socket.socket(socket.AF_UNIX) as server:
        with another_user(folder, monkeypatch):
            server.bind("socket")
            server.listen()
        assert tell(folder, "raise") is None


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
    wait_until(lambda: not instance_threads())


def test_close_when_the_socket_is_gone(folder: Path) -> None:
    instance = Instance(folder)
    instance.acquire()
    instance.serve(str.upper)
    os.rename(folder / "socket", folder / "elsewhere")  # noqa: PTH104 - a socket
    instance.close()
    next_one = Instance(folder)
    assert next_one.acquire()
    next_one.close()
    assert instance_threads() == []
