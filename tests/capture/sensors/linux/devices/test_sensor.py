import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil
import pytest

from guard.capture.finding import Kind, SensorMode, Sighting, Strength
from guard.capture.processes import ProcessFacts
from guard.capture.sensors.linux.devices.inotify import Inotify
from guard.capture.sensors.linux.devices.node_watch import Folder
from guard.capture.sensors.linux.devices.sensor import DevicesSensor, Places, Timing
from guard.capture.sensors.linux.procfs import ProcfsReader
from tests.capture.sensors.linux.devices.holding import GAMEPAD_KEYS, KEYBOARD_KEYS, Desk, holding
from tests.capture.sensors.reports import Notebook
from tests.support.ordinary_user import as_ordinary_user, why_no_ordinary_user
from tests.support.waiting import wait_until

QUICK = Timing(hold=0.3, second_look=0.05, recheck=0.5, polling=0.1)
LONG = Timing(hold=600, second_look=0.05, recheck=0.1)
_READ = ProcfsReader().read


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


class Notes(Notebook):
    @property
    def now(self) -> dict[str, Sighting]:
        """The sightings that hold."""
        held: dict[str, Sighting] = {}
        for what, value in list(self.said):
            if isinstance(value, Sighting):
                held[value.key] = value
            elif what == "withdraw" and isinstance(value, tuple):
                held.pop(value[1], None)
        return held


def places(desk: Desk) -> Places:
    folders = (Folder(str(desk.dev), r"video\d+"), Folder(str(desk.dev / "input"), r"event\d+"))
    return Places(folders=folders, sys=desk.sys, udev=desk.udev)


@contextmanager
def watching(desk: Desk, timing: Timing = QUICK, **more: Any) -> Iterator[Notes]:
    descriptors = psutil.Process().num_fds()
    notes = Notes()
    sensor = DevicesSensor(more.pop("read", _READ), places=places(desk), timing=timing, **more)
    sensor.start(notes)
    try:
        wait_until(lambda: notes.states)
        yield notes
    finally:
        sensor.stop()
    assert psutil.Process().num_fds() == descriptors


def test_a_held_camera_is_told_and_its_end_too(desk: Desk) -> None:
    camera = desk.camera()
    with watching(desk) as notes, holding(camera) as program:
        wait_until(lambda: notes.now)
        (sighting,) = notes.now.values()
        assert (sighting.sensor, sighting.kind, sighting.pid) == ("devices", Kind.CAMERA, program.pid)
        assert sighting.strength is Strength.CAPTURING
        assert sighting.says == "It keeps the camera “Desk Camera” open."
        program.close()
        wait_until(lambda: not notes.now)
    assert notes.states[-1].mode is SensorMode.ON


def test_a_camera_that_gives_pictures_needs_no_patience(desk: Desk) -> None:
    camera = desk.camera()
    with watching(desk, LONG) as notes, holding(camera, how="map"):
        wait_until(lambda: notes.now)
        (sighting,) = notes.now.values()
        assert sighting.says == "It takes pictures from the camera “Desk Camera”."


def test_a_keyboard_that_is_read_directly(desk: Desk) -> None:
    keyboard = desk.input(3, KEYBOARD_KEYS)
    with watching(desk) as notes, holding(keyboard, mode="O_RDONLY") as program:
        wait_until(lambda: notes.now)
        (sighting,) = notes.now.values()
        assert (sighting.kind, sighting.strength, sighting.pid) == (
            Kind.INPUT,
            Strength.CAPTURING,
            program.pid,
        )


def test_programs_that_were_there_before_are_told_before_the_state(desk: Desk) -> None:
    camera = desk.camera()
    with holding(camera) as program, watching(desk, LONG) as notes:
        assert [what for what, _ in notes.said] == ["saw", "state"]
        assert notes.now[f"camera:{program.pid}"].pid == program.pid


def test_probing_a_camera_is_quiet(desk: Desk) -> None:
    camera = desk.camera()
    with watching(desk) as notes, holding(camera, how="probe"), holding(desk.camera(1)):
        wait_until(lambda: notes.now)  # the second one shows that time enough has passed
        assert [one.says for one in notes.now.values()] == ["It keeps the camera “Desk Camera” open."]
        assert "video0" not in str(notes.said)


@pytest.mark.parametrize("what", ["game controller", "codec", "light of a keyboard", "portal", "compositor"])
def test_who_takes_nothing_is_quiet(desk: Desk, what: str) -> None:
    """A camera held at the same time shows that the sensor was awake."""
    keyboard, camera = desk.input(3, KEYBOARD_KEYS), desk.camera(0)
    node, how = {
        "game controller": (desk.input(4, GAMEPAD_KEYS), {}),
        "codec": (desk.camera(10, caps=":"), {"how": "map"}),
        "light of a keyboard": (keyboard, {"mode": "O_WRONLY"}),
        "portal": (desk.camera(5), {"how": "map"}),
        "compositor": (keyboard, {"display": str(desk.dev / "wayland-0")}),
    }[what]
    exe = {"portal": "/usr/bin/pipewire", "compositor": "/usr/bin/sway"}.get(what)
    quiet: list[int] = []

    def read(pid: int) -> ProcessFacts | None:
        facts = _READ(pid)
        return replace(facts, exe=exe) if facts and exe and pid in quiet else facts

    with holding(node, **how) as program:
        quiet.append(program.pid)
        with watching(desk, read=read) as notes, holding(camera) as other:
            wait_until(lambda: notes.now)
            assert {one.pid for one in notes.now.values()} == {other.pid}
            assert f":{program.pid}" not in str(notes.said)


def test_a_script_that_poses_as_a_desktop_is_a_notice(desk: Desk) -> None:
    keyboard = desk.input(3, KEYBOARD_KEYS)
    with watching(desk) as notes, holding(keyboard, display=str(desk.dev / "wayland-0")):
        wait_until(lambda: notes.now)
        assert [one.strength for one in notes.now.values()] == [Strength.ABLE]


def test_a_camera_that_is_plugged_in_later(desk: Desk) -> None:
    with watching(desk) as notes:
        assert notes.states[-1].mode is SensorMode.OFF
        assert "appears" in notes.states[-1].why
        camera = desk.camera()
        wait_until(lambda: notes.states[-1].mode is SensorMode.ON)
        with holding(camera):
            wait_until(lambda: notes.now)
            camera.unlink()
            wait_until(lambda: not notes.now and notes.states[-1].mode is SensorMode.OFF)


def test_a_device_handed_over_to_another_process_is_found_again(desk: Desk) -> None:
    camera = desk.camera()
    hand_over = (
        "import os, subprocess, sys; os.set_inheritable(f := os.open(sys.argv[1], os.O_RDWR), True);"
        "p = subprocess.Popen(['sleep', '600'], close_fds=False); os.close(f); print(p.pid, flush=True); p.wait()"
    )
    with (
        watching(desk) as notes,
        subprocess.Popen([sys.executable, "-c", hand_over, str(camera)], stdout=subprocess.PIPE) as parent,
    ):
        assert parent.stdout
        heir = int(parent.stdout.readline())
        wait_until(lambda: f"camera:{heir}" in notes.now)
        psutil.Process(heir).kill()
        wait_until(lambda: not notes.now)


def test_without_kernel_events_it_looks_now_and_then(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise OSError(24, "Too many open files")

    camera = desk.camera()
    monkeypatch.setattr(Inotify, "watch", refuse)
    with watching(desk) as notes:
        assert notes.states[-1].mode is SensorMode.LIMITED
        assert "Too many open files" in notes.states[-1].why
        with holding(camera):
            wait_until(lambda: notes.now)
        wait_until(lambda: not notes.now)


def test_events_that_fail_later_are_followed_by_looking(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    camera = desk.camera()
    with watching(desk) as notes:
        monkeypatch.setattr(Inotify, "wait", fail)
        with holding(camera):
            wait_until(lambda: notes.now and notes.states[-1].mode is SensorMode.LIMITED)


def fail(*_: object) -> bytes:
    raise OSError(5, "Input/output error")


def test_stop_at_any_time_and_twice(desk: Desk) -> None:
    desk.camera()
    sensor = DevicesSensor(_READ, places=places(desk), timing=QUICK)
    sensor.stop()
    for _ in range(5):
        sensor.start(Notes())
        sensor.stop()
        sensor.stop()
    assert not [one for one in threading.enumerate() if one.name == "guard-devices"]


def test_it_sleeps_while_no_device_is_used(desk: Desk) -> None:
    desk.camera()
    null = desk.node("null")
    with watching(desk):
        before = time.process_time()
        spent = _use_for(null, 0.5)
        assert time.process_time() - before - spent < 0.15


def _use_for(path: Path, seconds: float) -> float:
    """Open and close `path` again and again, softly; returns the processor's time for that alone."""
    before, end = time.thread_time(), time.monotonic() + seconds
    while time.monotonic() < end:
        for _ in range(20):
            os.close(os.open(path, os.O_RDONLY))
        time.sleep(0.01)
    return time.thread_time() - before


WATCHER = """
import sys, time
from pathlib import Path
from guard.capture.sensors.linux.devices.sensor import DevicesSensor, Places, Timing
from guard.capture.sensors.linux.devices.node_watch import Folder
from guard.capture.sensors.linux.procfs import ProcfsReader
from tests.capture.sensors.reports import Notebook
class Ear(Notebook):
    def state(self, state):
        print(state.mode.value, flush=True)
    def saw(self, one):
        print(one.key, one.pid, one.who, flush=True)
    def withdraw(self, sensor, key):
        print("over", key, flush=True)
sensor = DevicesSensor(ProcfsReader().read, timing=Timing(hold=0.3), places=Places(
    folders=[Folder(sys.argv[1], "video[0-9]+")], sys=Path("/none"), udev=Path("/none")))
sensor.start(Ear())
sys.stdin.readline()
sensor.stop()
"""


@pytest.mark.real
@pytest.mark.skipif(os.getuid() != 0, reason="needs a program of another user")
@pytest.mark.skipif(bool(why_no_ordinary_user()), reason=why_no_ordinary_user())
def test_a_camera_in_the_hands_of_another_user(home: Path) -> None:
    folder = home.parent / "dev"
    folder.mkdir()
    for place in (home.parent, folder):
        place.chmod(0o755)
    camera = folder / "video0"
    camera.write_bytes(bytes(4096))
    camera.chmod(0o666)
    root = Path(__file__).parents[5]
    words = [*as_ordinary_user(), sys.executable, "-c", WATCHER, str(folder)]
    with subprocess.Popen(
        words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root
    ) as watcher:
        assert watcher.stdout
        assert watcher.stdout.readline() == "on\n"
        with holding(camera) as program:
            assert watcher.stdout.readline() == f"unseen:{camera} None A program of another user\n"
            program.close()
            assert watcher.stdout.readline() == f"over unseen:{camera}\n"
        with holding(camera, prefix=as_ordinary_user()) as program:
            assert watcher.stdout.readline().startswith(f"camera:{program.pid} {program.pid} ")
        watcher.communicate("\n")
