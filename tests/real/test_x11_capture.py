"""Real programs on a real X server: what copies the screen is seen and its end too; what only draws is not."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from guard.capture.finding import Kind, SensorMode, Strength
from guard.capture.sensors.linux.procfs import ProcfsReader
from guard.capture.sensors.linux.x11.display import Display
from guard.capture.sensors.linux.x11.eye import Eye, open_wire
from guard.capture.sensors.linux.x11.resources import XResources
from guard.capture.sensors.linux.x11.sensor import Timing, X11Sensor
from guard.capture.sensors.linux.x11.shm import SharedMemory
from tests.capture.sensors.linux.x11.test_sensor import Notes
from tests.support.children import running
from tests.support.displays import x_display
from tests.support.waiting import wait_until

OFTEN = Timing(interval=0.1, first_limit=10, limit=10)
LOOK_SECONDS = 5.0
AS_USERS_DO = Timing(first_limit=10, limit=10)
WATCHED_SECONDS = 2.5
VIDEO = "testsrc=size=320x240:rate=10"
GRAB = ["ffmpeg", "-loglevel", "error", "-f", "x11grab", "-i", "DISPLAY", "-f", "null", "-"]
CAPTURING = {
    "ffmpeg": GRAB,
    "ffmpeg, a corner": [*GRAB[:5], "-video_size", "320x200", "-i", "DISPLAY", "-f", "null", "-"],
    "gstreamer": ["gst-launch-1.0", "ximagesrc", "!", "fakesink"],
    "recordmydesktop": ["recordmydesktop", "--no-sound", "-o", "FOLDER/film.ogv"],
    "x11vnc": ["x11vnc", "-localhost", "-rfbport", "5997", "-nopw", "-quiet"],
    "byzanz": ["byzanz-record", "--duration=60", "FOLDER/film.gif"],
}
DRAWING = {
    "xterm": ["xterm"],
    "ffplay": ["ffplay", "-loglevel", "error", "-f", "lavfi", VIDEO],
    "ffplay, full screen": ["ffplay", "-loglevel", "error", "-fs", "-f", "lavfi", VIDEO],
    "mpv": ["mpv", "--no-config", "--vo=x11", f"av://lavfi:{VIDEO}"],
    "mpv, full screen": ["mpv", "--no-config", "--vo=x11", "--fs", f"av://lavfi:{VIDEO}"],
    "gstreamer": ["gst-launch-1.0", "videotestsrc", "!", "ximagesink"],
    "gears": ["glxgears"],
}
LARGE = {
    "chromium": ["chromium", "--no-first-run", "--no-sandbox", "--password-store=basic", "about:blank"],
    "chromium, full screen": [
        "chromium",
        "--no-first-run",
        "--no-sandbox",
        "--password-store=basic",
        "--start-fullscreen",
        "about:blank",
    ],
    "firefox": ["firefox-esr", "--no-remote", "about:blank"],
    "parole": ["dbus-run-session", "--", "parole", "FOLDER/film.avi"],
    "keepassxc": ["keepassxc"],
    "obs, idle": ["obs"],
}


def command(words: Sequence[str], display: str, folder: Path) -> list[str]:
    program = words[2] if words[0] == "dbus-run-session" else words[0]
    if not shutil.which(program):
        pytest.skip(f"{program} is not installed here; CI's list of packages has it")
    return [word.replace("DISPLAY", display).replace("FOLDER", str(folder)) for word in words]


@contextmanager
def started(words: Sequence[str], display: str, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    env = {**os.environ, "DISPLAY": display, "NO_AT_BRIDGE": "1", "QT_QPA_PLATFORM": "xcb"}
    with running(command(words, display, folder), env=env) as child:
        yield child


@contextmanager
def watching(display: str, folder: Path, timing: Timing = OFTEN) -> Iterator[Notes]:
    notes = Notes()
    sensor = X11Sensor(Display(display, folder / "no authority"), ProcfsReader().read, timing=timing)
    sensor.start(notes)
    try:
        wait_until(lambda: notes.states, what="a first state")
        yield notes
    finally:
        sensor.stop()


@contextmanager
def eye(display: str, folder: Path) -> Iterator[Eye]:
    shown = Display(display, folder / "no authority")
    wire = open_wire(shown, LOOK_SECONDS)
    try:
        yield Eye(wire, shown, SharedMemory(), ProcfsReader().read, os.getpid())
    finally:
        wire.close()


def free_display() -> str:
    """Return the name of a display that nobody serves (any more)."""
    with tempfile.TemporaryDirectory(prefix="guard-x-") as folder, x_display(Path(folder)) as name:
        return name


def serving(display: str) -> psutil.Process:
    """Find the server of a display: it says itself who it is, as the owner of resource 0."""
    wire = open_wire(Display(display, Path("/nonexistent")), LOOK_SECONDS)
    try:
        tables = XResources(wire, wire.greet(None)).look([])
    finally:
        wire.close()
    return psutil.Process(next(client.pid for client in tables.clients if client.base == 0))


def shows_a_window(display: str) -> bool:
    env = {**os.environ, "DISPLAY": display}
    listed = subprocess.run(
        ["xprop", "-root", "_NET_CLIENT_LIST"], env=env, capture_output=True, check=False, text=True
    )
    return "0x" in listed.stdout


def family(pid: int) -> set[int]:
    return {pid, *(child.pid for child in psutil.Process(pid).children(recursive=True))}


@pytest.mark.parametrize("words", CAPTURING.values(), ids=CAPTURING)
def test_a_program_that_copies_the_screen_is_seen_while_it_does(
    words: list[str], display: str, tmp_path: Path
) -> None:
    with watching(display, tmp_path) as notes:
        with started(words, display, tmp_path) as child:
            (sighting,) = wait_until(lambda: notes.has(Kind.SCREEN), what="a sighting")
            assert sighting.strength is Strength.CAPTURING
            assert sighting.pid in family(child.pid)
        wait_until(lambda: not notes.seen, what="the end of it")


def test_a_renamed_recorder_is_seen_all_the_same(display: str, tmp_path: Path) -> None:
    grab = command(GRAB, display, tmp_path)
    name = shutil.copy(str(shutil.which(grab[0])), tmp_path / "notes")
    with watching(display, tmp_path) as notes, started([str(name), *grab[1:]], display, tmp_path) as child:
        (sighting,) = wait_until(lambda: notes.has(Kind.SCREEN), what="a sighting")
        assert sighting.pid == child.pid


def test_a_full_screen_terminal_does_not_hide_its_recorder(display: str, tmp_path: Path) -> None:
    words = ["xterm", "-fullscreen", "-e", *command(GRAB, display, tmp_path)]
    with watching(display, tmp_path) as notes, started(words, display, tmp_path):
        wait_until(lambda: notes.has(Kind.SCREEN), what="a sighting")


def assert_nobody_is_mentioned(notes: Notes) -> None:
    with pytest.raises(AssertionError):
        wait_until(lambda: notes.seen, WATCHED_SECONDS)


def assert_never_mentioned(words: list[str], display: str, folder: Path) -> None:
    """Watch at the pace that users get: two looks a second apart never take a half-opened window for a grab."""
    with watching(display, folder, AS_USERS_DO) as notes:
        with started(words, display, folder):
            wait_until(lambda: shows_a_window(display), 60, what="its window")
            assert_nobody_is_mentioned(notes)
        wait_until(lambda: not shows_a_window(display), what="the end of its window")


@pytest.mark.parametrize("words", DRAWING.values(), ids=DRAWING)
def test_a_program_that_only_draws_is_not_mentioned(words: list[str], display: str, tmp_path: Path) -> None:
    assert_never_mentioned(words, display, tmp_path)


@pytest.mark.real
@pytest.mark.parametrize("words", LARGE.values(), ids=LARGE)
def test_a_large_program_that_only_draws_is_not_mentioned(
    words: list[str], display: str, tmp_path: Path
) -> None:
    if any("film.avi" in word for word in words):
        film = ["ffmpeg", "-loglevel", "error", "-f", "lavfi", "-i", VIDEO, "-t", "60", "FOLDER/film.avi"]
        subprocess.run(command(film, display, tmp_path), check=True)
    assert_never_mentioned(words, display, tmp_path)


def test_a_compositor_is_not_mentioned(display: str, tmp_path: Path) -> None:
    picom = ["picom", "--config", "/dev/null", "--backend", "xrender"]
    with (
        started(["xterm"], display, tmp_path),
        started(picom, display, tmp_path),
        eye(display, tmp_path) as seen,
    ):
        wait_until(lambda: not seen.look(LOOK_SECONDS) and seen.compositors, what="the compositor")
        with watching(display, tmp_path, AS_USERS_DO) as notes:
            assert_nobody_is_mentioned(notes)


def test_a_display_that_dies_and_comes_back_is_watched_again(tmp_path: Path) -> None:
    name = free_display()
    server = ["Xvfb", name, "-screen", "0", "640x480x24", "-nolisten", "tcp", "-noreset"]
    grab = command([*GRAB[:5], "-i", "DISPLAY", "-f", "null", "-"], name, tmp_path)
    with watching(name, tmp_path) as notes:
        assert notes.states[-1].mode is SensorMode.OFF
        with running(server):
            wait_until(lambda: notes.states[-1].mode is SensorMode.ON, what="the first server")
            with started(grab, name, tmp_path):
                wait_until(lambda: notes.has(Kind.SCREEN), what="a sighting")
        wait_until(lambda: notes.states[-1].mode is SensorMode.OFF, what="the server's end")
        wait_until(lambda: not notes.seen, what="the sighting's end")
        with running(server):
            wait_until(lambda: notes.states[-1].mode is SensorMode.ON, what="the second server")
            assert len(notes.gaps) == 1
            with started(grab, name, tmp_path):
                wait_until(lambda: notes.has(Kind.SCREEN), what="a sighting on the second server")


def test_a_stuck_server_is_reported_and_nothing_is_taken_back(tmp_path: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="guard-x-") as folder, x_display(Path(folder)) as name:
        server = serving(name)
        quick = Timing(interval=0.1, first_limit=10, limit=1)
        with started(GRAB, name, tmp_path), watching(name, tmp_path, quick) as notes:
            wait_until(lambda: notes.has(Kind.SCREEN), what="a sighting")
            server.suspend()
            try:
                wait_until(lambda: notes.states[-1].mode is SensorMode.OFF, what="the report")
                assert "does not answer in time" in notes.states[-1].why
                assert notes.has(Kind.SCREEN)
            finally:
                server.resume()
            wait_until(lambda: notes.states[-1].mode is SensorMode.ON, what="its return")
            assert notes.gaps
