"""Real Wayland desktops: what copies or casts the screen is seen and its end too; what only draws is not."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from jeepney import DBusAddress, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

from guard.capture.finding import Kind, SensorMode, Sighting, Strength
from guard.capture.sensors.linux.casts.screen_cast import ScreenCastSensor
from guard.capture.sensors.linux.casts.screen_cast import Timing as BusTiming
from guard.capture.sensors.linux.casts.screencopy import ScreencopySensor, Timing, from_environment
from guard.capture.sensors.linux.procfs import ProcfsReader
from guard.capture.sensors.port import Sensor
from tests.capture.sensors.reports import Notebook
from tests.support.children import running
from tests.support.homes import make_home
from tests.support.ordinary_user import NOBODY, as_ordinary_user
from tests.support.waiting import wait_until

pytestmark = pytest.mark.real

OFTEN = Timing(interval=0.1, second_look=0.05, limit=10, retry=0.2)
PATIENT = BusTiming(first_limit=10, limit=10, first_retry=0.1, slowest_retry=0.5)
WATCHED_SECONDS = 4.0
CONFIG = "output HEADLESS-1 mode 1280x720\n"
MUTTER = "org.gnome.Mutter.ScreenCast"
CAPTURING = {
    "wf-recorder": ["wf-recorder", "-f", "FOLDER/film.mp4"],
    "wayvnc": ["wayvnc", "127.0.0.1", "5996"],
}
DRAWING = {
    "foot": ["foot", "cat"],
    "foot, full screen": ["foot", "--fullscreen", "cat"],
    "weston-terminal": ["weston-terminal"],
    "weston-terminal, full screen": ["weston-terminal", "--fullscreen"],
    "swaybg": ["swaybg", "-c", "#204060"],
    "waybar": ["waybar"],
    "fuzzel": ["fuzzel"],
    "imv": ["imv-wayland", "FOLDER/picture.png"],
}


@dataclass(frozen=True)
class Desktop:
    """A running sway: the environment that leads to it, and a folder of its user's."""

    env: Mapping[str, str]
    folder: Path

    def start(self, words: Sequence[str]) -> Any:
        if not shutil.which(words[0]):
            pytest.skip(f"{words[0]} is not installed here; CI's list of packages has it")
        words = [word.replace("FOLDER", str(self.folder)) for word in words]
        return running([*as_ordinary_user(), *words], env=self.env)


@pytest.fixture(scope="module")
def sway() -> Iterator[Desktop]:
    if not shutil.which("sway"):
        pytest.skip("sway is not installed here; CI's list of packages has it")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="guard-w-")))
        made = make_home(folder)
        (folder / "config").write_text(CONFIG)
        picture = [
            "ffmpeg",
            "-loglevel",
            "error",
            "-f",
            "lavfi",
            "-i",
            "testsrc=size=1280x720",
            "-frames:v",
            "1",
        ]
        subprocess.run([*picture, str(folder / "picture.png")], check=True)
        if os.getuid() == 0:
            for path in (folder, *folder.rglob("*")):
                os.chown(path, NOBODY, NOBODY)
        env = {
            **{
                name: value
                for name, value in os.environ.items()
                if name not in {"DISPLAY", "WAYLAND_DISPLAY"}
            },
            **made,
            "WLR_BACKENDS": "headless",
            "WLR_RENDERER": "pixman",
            "WLR_LIBINPUT_NO_DEVICES": "1",
        }
        command = [*as_ordinary_user(), "sway", "-c", str(folder / "config")]
        log = stack.enter_context((folder / "sway.log").open("wb"))
        stack.enter_context(running(command, env=env, stderr=log))
        runtime = Path(made["XDG_RUNTIME_DIR"])
        wait_until(lambda: list(runtime.glob("sway-ipc*")), what="sway")
        (display,) = wait_until(
            lambda: [p for p in runtime.glob("wayland-?") if p.is_socket()], what="its socket"
        )
        yield Desktop({**env, "WAYLAND_DISPLAY": display.name}, folder)


@contextmanager
def watching(sensor: Sensor) -> Iterator[Notebook]:
    notes = Notebook()
    sensor.start(notes)
    try:
        wait_until(lambda: notes.states, what="a first state")
        assert notes.states[-1].mode is SensorMode.ON, notes.states[-1].why
        yield notes
    finally:
        sensor.stop()


def copies(sway: Desktop, timing: Timing = OFTEN) -> ScreencopySensor:
    return ScreencopySensor(from_environment(sway.env), ProcfsReader(), timing=timing)


def seen(notes: Notebook) -> list[Sighting]:
    return [value for said, value in list(notes.said) if said == "saw" and isinstance(value, Sighting)]


def gone(notes: Notebook) -> list[object]:
    return [value for said, value in list(notes.said) if said == "withdraw"]


@pytest.mark.parametrize("words", CAPTURING.values(), ids=CAPTURING)
def test_a_program_that_copies_the_screen_is_seen_while_it_does(words: list[str], sway: Desktop) -> None:
    with watching(copies(sway)) as notes:
        with sway.start(words) as child:
            (sighting,) = wait_until(lambda: seen(notes), what="a sighting")
            assert (sighting.pid, sighting.kind) == (child.pid, Kind.SCREEN)
            assert sighting.strength is Strength.CAPTURING
        wait_until(lambda: gone(notes), what="the end of it")


def test_a_renamed_recorder_in_a_full_screen_terminal_is_seen(sway: Desktop) -> None:
    recorder = shutil.which("wf-recorder")
    if recorder is None:
        pytest.skip("wf-recorder is not installed here; CI's list of packages has it")
    name = shutil.copy(recorder, sway.folder / "notes")
    words = ["foot", "--fullscreen", str(name), "-f", f"{sway.folder}/renamed.mp4"]
    with watching(copies(sway)) as notes, sway.start(words) as child:
        (sighting,) = wait_until(lambda: seen(notes), what="a sighting")
        assert sighting.strength is Strength.CAPTURING
        assert sighting.pid != child.pid


def test_a_recorder_of_a_part_of_the_screen_is_seen(sway: Desktop) -> None:
    words = ["wf-recorder", "-g", "100,100 800x600", "-f", "FOLDER/part.mp4"]
    with watching(copies(sway)) as notes, sway.start(words) as child:
        (sighting,) = wait_until(lambda: seen(notes), what="a sighting")
        assert (sighting.pid, sighting.strength) == (child.pid, Strength.ABLE)


@pytest.mark.parametrize("words", DRAWING.values(), ids=DRAWING)
def test_a_program_that_only_draws_is_not_mentioned(words: list[str], sway: Desktop) -> None:
    with watching(copies(sway)) as notes:
        with sway.start(words) as child, pytest.raises(subprocess.TimeoutExpired):
            child.wait(WATCHED_SECONDS)
        assert seen(notes) == []


@pytest.fixture
def mutter(bus: str, home: Path) -> Iterator[DBusConnection]:
    """Run a headless Mutter with PipeWire; gives a connection to its bus."""
    for program in ("mutter", "pipewire", "wireplumber"):
        if not shutil.which(program):
            pytest.skip(f"{program} is not installed here; CI's list of packages has it")
    with ExitStack() as stack:
        stack.enter_context(running(["pipewire"]))
        stack.enter_context(running(["wireplumber"]))
        stack.enter_context(running(["mutter", "--headless", "--virtual-monitor", "1280x720", "--no-x11"]))
        link = stack.enter_context(open_dbus_connection(bus))
        wait_until(lambda: _is_there(link, MUTTER), what="Mutter")
        yield link


def _is_there(link: DBusConnection, name: str) -> bool:
    where = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
    asked = new_method_call(where, "NameHasOwner", "s", (name,))
    return bool(link.send_and_get_reply(asked, timeout=10).body[0])


def _call(link: DBusConnection, path: str, interface: str, member: str, *args: Any) -> Any:
    asked = new_method_call(DBusAddress(path, MUTTER, interface), member, *args)
    answer = link.send_and_get_reply(asked, timeout=30)
    return answer.body


def start_cast(link: DBusConnection) -> str:
    (session,) = _call(link, "/org/gnome/Mutter/ScreenCast", MUTTER, "CreateSession", "a{sv}", ({},))
    _call(link, session, f"{MUTTER}.Session", "RecordMonitor", "sa{sv}", ("", {}))
    _call(link, session, f"{MUTTER}.Session", "Start")
    return str(session)


def test_a_cast_of_mutters_is_seen_until_it_is_stopped(bus: str, mutter: DBusConnection) -> None:
    with watching(ScreenCastSensor(bus, ProcfsReader().read, timing=PATIENT)) as notes:
        session = start_cast(mutter)
        (sighting,) = wait_until(lambda: seen(notes), what="the cast")
        assert (sighting.kind, sighting.pid) == (Kind.SCREEN, os.getpid())
        _call(mutter, session, f"{MUTTER}.Session", "Stop")
        wait_until(lambda: gone(notes), what="its end")


def test_a_cast_that_runs_already_is_seen_at_the_first_look(bus: str, mutter: DBusConnection) -> None:
    start_cast(mutter)
    with watching(ScreenCastSensor(bus, ProcfsReader().read, timing=PATIENT)) as notes:
        assert notes.said[0][0] == "saw"
        mutter.close()
        wait_until(lambda: gone(notes), what="its end")


def test_a_session_that_only_exists_is_not_mentioned(bus: str, mutter: DBusConnection) -> None:
    with watching(ScreenCastSensor(bus, ProcfsReader().read, timing=PATIENT)) as notes:
        _call(mutter, "/org/gnome/Mutter/ScreenCast", MUTTER, "CreateSession", "a{sv}", ({},))
        start_cast(mutter)  # once this one is seen, the other was heard
        wait_until(lambda: seen(notes), what="the second cast")
        assert len(seen(notes)) == 1
