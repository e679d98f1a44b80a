import os
import shutil
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from guard.capture.sensors.linux.devices import node_watch
from guard.capture.sensors.linux.devices.inotify import Inotify
from guard.capture.sensors.linux.devices.node_watch import Change, Folder, NodeWatch, What
from tests.support.waiting import wait_until


@contextmanager
def watching(*folders: Folder) -> Iterator[NodeWatch]:
    watch = NodeWatch(folders)
    try:
        yield watch
    finally:
        watch.close()


def use(path: Path) -> None:
    os.close(os.open(path, os.O_RDWR))


def test_uses_of_a_node_are_told_and_of_its_neighbours_not(tmp_path: Path) -> None:
    video, null = tmp_path / "video0", tmp_path / "null"
    video.touch()
    null.touch()
    with watching(Folder(str(tmp_path), r"video\d+")) as watch:
        assert watch.nodes == {str(video)}
        use(null)
        use(video)
        assert watch.wait(5) == [Change(What.OPENED, str(video)), Change(What.CLOSED, str(video))]
        use(null)
        assert watch.wait(0.1) == []


def test_a_node_that_comes_and_goes(tmp_path: Path) -> None:
    video = tmp_path / "video1"
    with watching(Folder(str(tmp_path), r"video\d+")) as watch:
        assert watch.nodes == frozenset()
        (tmp_path / "other").touch()
        video.touch()
        assert Change(What.CAME, str(video)) in watch.wait(5)
        assert watch.nodes == {str(video)}
        watch.wait(0)
        use(video)
        assert Change(What.OPENED, str(video)) in watch.wait(5)
        video.unlink()
        assert watch.wait(5)[-1] == Change(What.WENT, str(video))
        assert watch.nodes == frozenset()


def test_a_folder_that_is_made_later_and_again(tmp_path: Path) -> None:
    folder = tmp_path / "snd"
    node = folder / "pcmC0D0c"
    with watching(Folder(str(folder), r"pcmC\d+D\d+c")) as watch:
        for _ in range(2):
            folder.mkdir()
            node.touch()
            wait_until(lambda: watch.wait(0.1) is not None and watch.nodes == {str(node)})
            wait_until(lambda: watch.wait(0) == [])
            use(node)
            assert Change(What.OPENED, str(node)) in watch.wait(5)
            shutil.rmtree(folder)
            wait_until(lambda: watch.wait(0.1) is not None and watch.nodes == frozenset())


def test_a_folder_inside_another_that_is_watched_too(tmp_path: Path) -> None:
    (tmp_path / "input").mkdir()
    video, event = tmp_path / "video0", tmp_path / "input/event3"
    video.touch()
    event.touch()
    with watching(Folder(str(tmp_path), r"video\d+"), Folder(str(tmp_path / "input"), r"event\d+")) as watch:
        use(event)
        assert watch.wait(5)[0] == Change(What.OPENED, str(event))
        use(video)
        assert watch.wait(5)[0] == Change(What.OPENED, str(video))


def test_lost_events_make_it_look_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with watching(Folder(str(tmp_path), r"video\d+")) as watch:
        overflow = struct.pack("=iIII", -1, 0x4000, 0, 0)
        monkeypatch.setattr(Inotify, "wait", lambda *_: overflow)
        (tmp_path / "video0").touch()
        assert watch.wait(5) == [Change(What.CAME, str(tmp_path / "video0")), Change(What.LOST)]


def test_noise_is_let_gather_and_an_interrupt_ends_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "video0").touch()
    (tmp_path / "null").touch()
    monkeypatch.setattr(node_watch, "_NOISE_REST", 60)
    with watching(Folder(str(tmp_path), r"video\d+")) as watch:
        use(tmp_path / "null")
        answers: list[list[Change]] = []
        waiter = threading.Thread(target=lambda: answers.append(watch.wait(None)))
        waiter.start()
        watch.interrupt()
        waiter.join(10)
        assert answers == [[]]


def test_a_kernel_that_grants_no_watch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = psutil.Process().num_fds()

    def refuse(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Inotify, "watch", refuse)
    with pytest.raises(OSError, match="No space"):
        NodeWatch([Folder(str(tmp_path), r"video\d+")])
    assert psutil.Process().num_fds() == before
