"""The sensor on a stand-in compositor: its sockets are real, its memory lies in files like those of /proc."""

import json
import os
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from guard.capture.finding import Kind, SensorMode, Strength
from guard.capture.processes import ProcessFacts
from guard.capture.sensors.linux.casts.maps import Maps
from guard.capture.sensors.linux.casts.screencopy import (
    ScreencopySensor,
    Timing,
    compositor,
    from_environment,
)
from guard.capture.sensors.linux.casts.screencopy_windows import (
    Sockets,
)
from tests.capture.sensors.reports import Notebook
from tests.support.waiting import wait_until

QUICK = Timing(interval=0.03, second_look=0.01, limit=5, retry=0.03)
FRAME = 1280 * 720 * 4
HEADER = struct.Struct("=6sII")
TREE, OUTPUTS = 4, 3
MODE = {"width": 1280, "height": 720}
RECORDER, TERMINAL = 700, 701


def lines(*memories: tuple[int, int]) -> str:
    """Maps of (inode, resident KiB), each as large as the screen; as smaps, which holds both."""
    return "".join(
        f"7f{inode:06x}000000-7f{inode:06x}384000 rw-s 00000000 00:01 {inode} /memfd:x (deleted)\n"
        f"Size: 3600 kB\nKernelPageSize: 4 kB\nMMUPageSize: 4 kB\nRss: {resident} kB\n"
        for inode, resident in memories
    )


@dataclass
class Desktop:
    """A folder that stands for /proc and the session's runtime folder, and what the compositor answers."""

    folder: Path
    exe: str = "/usr/bin/sway"
    windows: set[int] = field(default_factory=set)
    facts: dict[int, ProcessFacts] = field(default_factory=dict)
    own: int = field(default_factory=os.getpid)

    def maps(self, pid: int, text: str) -> None:
        folder = self.folder / "proc" / str(pid)
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("maps", "smaps"):
            (folder / f".{name}").write_text(text or "\n")
            (folder / f".{name}").rename(folder / name)

    def lives(self, pid: int, exe: str) -> None:
        self.facts[pid] = ProcessFacts(pid, 1, 5.0, os.getuid(), exe.rpartition("/")[2], exe, (exe,))

    def pids(self) -> list[int]:
        return list(self.facts)

    def read(self, pid: int) -> ProcessFacts | None:
        return self.facts.get(pid)

    def answer(self, question: bytes) -> bytes:
        kind = HEADER.unpack_from(question)[2]
        tree = {"pid": None, "nodes": [{"pid": pid, "nodes": []} for pid in self.windows]}
        said = json.dumps(tree if kind == TREE else [{"current_mode": MODE}, {}]).encode()
        return HEADER.pack(b"i3-ipc", len(said), kind) + said

    def sensor(self) -> ScreencopySensor:
        environ = {"WAYLAND_DISPLAY": "wayland-1", "XDG_RUNTIME_DIR": str(self.folder)}
        maps = Maps(str(self.folder / "proc"))
        return ScreencopySensor(from_environment(environ), self, maps=maps, timing=QUICK, own_pid=1)


@contextmanager
def served(path: Path, answer: Callable[[bytes], bytes]) -> Iterator[None]:
    """Answer every question on a socket and hang up."""
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        listener.listen()
        listener.settimeout(0.05)
        over = threading.Event()

        def serve() -> None:
            while not over.is_set():
                try:
                    guest, _ = listener.accept()
                except TimeoutError:
                    continue
                with guest:
                    guest.settimeout(5)
                    if question := guest.recv(4096):
                        guest.sendall(answer(question))

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()


@pytest.fixture
def desktop(home: Path) -> Iterator[Desktop]:
    made = Desktop(home.parent / "w")
    (made.folder / "proc").mkdir(parents=True)
    made.lives(made.own, made.exe)
    made.maps(made.own, lines((12, 3600)))
    control = made.folder / f"sway-ipc.{os.getuid()}.{made.own}.sock"
    with served(made.folder / "wayland-1", lambda _: b""), served(control, made.answer):
        yield made


@contextmanager
def watching(desktop: Desktop) -> Iterator[Notebook]:
    notes = Notebook()
    sensor = desktop.sensor()
    sensor.start(notes)
    try:
        wait_until(lambda: notes.states, what="a first state")
        yield notes
    finally:
        sensor.stop()


def seen(notes: Notebook) -> list[Any]:
    return [value for said, value in list(notes.said) if said == "saw"]


def gone(notes: Notebook) -> list[Any]:
    return [value for said, value in list(notes.said) if said == "withdraw"]


def test_a_recorder_is_told_and_its_end_too(desktop: Desktop) -> None:
    with watching(desktop) as notes:
        assert notes.states[-1].mode is SensorMode.ON
        desktop.lives(RECORDER, "/usr/bin/notes")
        desktop.maps(RECORDER, lines((50, 3600)))
        desktop.maps(desktop.own, lines((12, 3600), (50, 3600)))
        (sighting,) = wait_until(lambda: seen(notes), what="the recorder")
        assert (sighting.pid, sighting.kind, sighting.strength) == (RECORDER, Kind.SCREEN, Strength.CAPTURING)
        desktop.maps(desktop.own, lines((12, 3600)))
        wait_until(lambda: gone(notes) == [("screencopy", str(RECORDER))], what="its end")


def test_a_recorder_that_was_there_before_belongs_to_the_first_look(desktop: Desktop) -> None:
    desktop.lives(RECORDER, "/usr/bin/notes")
    desktop.maps(RECORDER, lines((50, 3600)))
    desktop.maps(desktop.own, lines((50, 3600)))
    with watching(desktop) as notes:
        assert notes.said[0][0] == "saw"


def test_a_window_is_not_told_not_even_after_it_is_closed(desktop: Desktop) -> None:
    with watching(desktop) as notes:
        desktop.lives(TERMINAL, "/usr/bin/foot")
        desktop.windows = {TERMINAL}
        desktop.maps(TERMINAL, lines((51, 3600)))
        desktop.maps(desktop.own, lines((51, 3600)))
        _wait_for_looks(desktop)
        desktop.windows = set()
        _wait_for_looks(desktop)
        assert seen(notes) == []


def test_a_picture_that_is_not_shown_yet_is_not_told(desktop: Desktop) -> None:
    with watching(desktop) as notes:
        desktop.lives(TERMINAL, "/usr/bin/foot")
        desktop.maps(TERMINAL, lines((51, 3600)))
        desktop.maps(desktop.own, lines((51, 0)))
        _wait_for_looks(desktop)
        assert seen(notes) == []


def _wait_for_looks(desktop: Desktop) -> None:
    """Wait until the sensor has surely looked a few times."""
    counted = _Counted(desktop)
    wait_until(lambda: counted.reads > 12, what="some looks")
    counted.end()


class _Counted:
    def __init__(self, desktop: Desktop) -> None:
        self.reads = 0
        self._desktop = desktop
        self._read = desktop.read

        def read(pid: int) -> ProcessFacts | None:
            self.reads += pid == desktop.own
            return self._read(pid)

        desktop.read = read  # type: ignore[method-assign]  # counts what the sensor reads

    def end(self) -> None:
        self._desktop.read = self._read  # type: ignore[method-assign]  # as it was


def test_a_compositor_that_ends_takes_everything_along_and_is_found_again(desktop: Desktop) -> None:
    desktop.lives(RECORDER, "/usr/bin/notes")
    desktop.maps(RECORDER, lines((50, 3600)))
    desktop.maps(desktop.own, lines((50, 3600)))
    with watching(desktop) as notes:
        assert seen(notes)
        facts = desktop.facts.pop(desktop.own)
        wait_until(lambda: notes.states[-1].mode is SensorMode.OFF, what="the end")
        assert gone(notes)
        desktop.facts[desktop.own] = facts
        wait_until(lambda: notes.states[-1].mode is SensorMode.ON, what="its return")
        wait_until(lambda: any(said == "gap" for said, _ in notes.said), what="the gap")


def test_a_desktop_whose_memory_is_hidden_is_off_and_says_why(desktop: Desktop) -> None:
    for name in ("maps", "smaps"):
        (desktop.folder / "proc" / str(desktop.own) / name).unlink()
    with watching(desktop) as notes:
        assert notes.states[-1].mode is SensorMode.OFF
        assert "does not let Guard see" in notes.states[-1].why


def test_a_desktop_without_a_control_socket_is_off_and_says_why(desktop: Desktop) -> None:
    next(desktop.folder.glob("sway-ipc*")).unlink()
    with watching(desktop) as notes:
        assert "does not tell who has windows" in notes.states[-1].why
        assert notes.states[-1].blind_spots


def test_gnome_and_kde_are_left_to_the_other_sensors(desktop: Desktop) -> None:
    desktop.lives(desktop.own, "/usr/bin/gnome-shell")
    with watching(desktop) as notes:
        assert notes.states[-1].mode is SensorMode.OFF
        assert notes.states[-1].blind_spots == ()


def test_without_wayland_it_is_off_and_has_no_thread() -> None:
    notes = Notebook()
    sensor = ScreencopySensor(from_environment({"DISPLAY": ":0"}), Desktop(Path("/nonexistent")))
    sensor.start(notes)
    assert notes.states[-1].mode is SensorMode.OFF
    sensor.stop()


def test_nobody_behind_the_socket_is_waited_for(home: Path) -> None:
    assert compositor(str(home / "none"), 1) is None
    with watching(Desktop(home)) as notes:
        assert notes.states[-1].mode is SensorMode.OFF
        assert "tries again" in notes.states[-1].why


def test_where_control_sockets_are_comes_from_the_environment() -> None:
    session = from_environment(
        {
            "WAYLAND_DISPLAY": "/run/w",
            "SWAYSOCK": "/s",
            "NIRI_SOCKET": "/n",
            "HYPRLAND_INSTANCE_SIGNATURE": "h",
        }
    )
    assert session.wayland == "/run/w"
    assert session.control == Sockets(Path("/nonexistent"), "/s", "h", "/n")
    assert from_environment({"WAYLAND_DISPLAY": "wayland-0"}).wayland == ""
