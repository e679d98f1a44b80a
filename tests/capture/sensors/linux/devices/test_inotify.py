import errno
import os
import struct
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.capture.sensors.linux.devices import inotify
from guard.capture.sensors.linux.devices.inotify import Event, Inotify, parse, tells_of_loss
from tests.support.ordinary_user import as_ordinary_user, why_no_ordinary_user

NAMES = st.text(st.characters(exclude_characters="\0", codec="utf-8"), max_size=40)
WORDS = st.integers(0, 2**32 - 1)
EVENTS = st.lists(st.builds(Event, st.integers(-1, 2**31 - 1), WORDS, NAMES), max_size=10)


def packed(event: Event) -> bytes:
    name = os.fsencode(event.name)
    if name:
        name += bytes(16 - len(name) % 16)  # the kernel pads, always with one nought at least
    return struct.pack("=iIII", event.watch, event.mask, 0, len(name)) + name


@given(EVENTS)
def test_what_the_kernel_writes_is_read(events: list[Event]) -> None:
    assert list(parse(b"".join(map(packed, events)))) == events


@given(EVENTS, st.integers(0, 1000))
def test_a_part_that_was_cut_off_is_left_out(events: list[Event], end: int) -> None:
    got = list(parse(b"".join(map(packed, events))[:end]))
    assert got == events[: len(got)]


@given(st.binary(max_size=200))
def test_any_bytes_can_be_read(raw: bytes) -> None:
    list(parse(raw))


def test_an_opening_is_told_with_its_name(tmp_path: Path) -> None:
    (tmp_path / "video0").touch()
    queue = Inotify()
    try:
        watch = queue.watch(str(tmp_path), inotify.IN_OPEN | inotify.IN_CLOSE)
        (tmp_path / "video0").read_bytes()
        events = list(parse(queue.wait(5)))
        assert [event.name for event in events] == ["video0", "video0"]
        assert {event.watch for event in events} == {watch}
        assert events[0].mask & inotify.IN_OPEN
        assert events[1].mask & inotify.IN_CLOSE
        assert queue.wait(0) == b""
    finally:
        queue.close()


def test_what_is_not_there_or_no_folder_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    queue = Inotify()
    try:
        for path, number in ((tmp_path / "none", errno.ENOENT), (tmp_path / "file", errno.ENOTDIR)):
            with pytest.raises(OSError, match=os.strerror(number)) as caught:
                queue.watch(str(path), inotify.IN_OPEN)
            assert caught.value.errno == number
    finally:
        queue.close()


def test_too_many_events_are_told_as_a_loss(tmp_path: Path) -> None:
    most = int(Path("/proc/sys/fs/inotify/max_queued_events").read_text())
    if most > 50_000:
        pytest.skip("this kernel's queue is too long to fill it here")
    (tmp_path / "video0").touch()
    queue = Inotify()
    try:
        queue.watch(str(tmp_path), inotify.IN_OPEN | inotify.IN_CLOSE)
        for _ in range(most // 2 + 2):
            os.close(os.open(tmp_path / "video0", os.O_RDONLY))
        lost = False
        while raw := queue.wait(0):
            lost |= tells_of_loss(raw)
            assert tells_of_loss(raw) == any(event.mask & inotify.IN_Q_OVERFLOW for event in parse(raw))
        assert lost
    finally:
        queue.close()


def test_a_wait_is_ended_from_another_thread(tmp_path: Path) -> None:
    queue = Inotify()
    answers: list[object] = []
    waiter = threading.Thread(target=lambda: answers.extend([queue.wait(None), queue.rest(60)]))
    waiter.start()
    queue.interrupt()
    queue.interrupt()
    waiter.join(10)
    assert not waiter.is_alive()
    assert answers == [b"", False]
    queue.close()


def test_it_gives_every_descriptor_back() -> None:
    before = psutil.Process().num_fds()
    for _ in range(5):
        Inotify().close()
    assert psutil.Process().num_fds() == before


def test_waiting_costs_no_time_of_the_processor(tmp_path: Path) -> None:
    queue = Inotify()
    queue.watch(str(tmp_path), inotify.IN_OPEN)
    before = time.thread_time()
    queue.wait(0.3)
    assert time.thread_time() - before < 0.05
    queue.close()


WATCHER = """
import sys
from guard.capture.sensors.linux.devices import inotify
queue = inotify.Inotify()
queue.watch(sys.argv[1], inotify.IN_OPEN)
print("ready", flush=True)
print(*[event.name for event in inotify.parse(queue.wait(20))], flush=True)
queue.close()
"""


@pytest.mark.real
@pytest.mark.skipif(os.getuid() != 0, reason="makes a device that an ordinary user may not open")
@pytest.mark.skipif(bool(why_no_ordinary_user()), reason=why_no_ordinary_user())
def test_an_ordinary_user_learns_of_a_device_that_only_root_may_open(home: Path) -> None:
    folder = home.parent / "dev"
    folder.mkdir()
    for place in (home.parent, folder):
        place.chmod(0o755)
    node = folder / "video0"
    try:
        os.mknod(node, 0o600 | 0o020000, os.makedev(1, 3))
        node.read_bytes()
    except OSError as refused:
        pytest.skip(f"no device nodes can be made here: {refused}")
    words = [*as_ordinary_user(), sys.executable, "-c", WATCHER, str(folder)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as watcher:
        assert watcher.stdout
        assert watcher.stdout.readline() == "ready\n"
        node.read_bytes()
        assert watcher.stdout.readline() == "video0\n"
