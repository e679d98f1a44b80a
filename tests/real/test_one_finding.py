"""One finding for each real capture, named for what the user started, and gone soon after its end."""

import os
import shutil
import signal
import socket
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from tests.capture.sensors.linux.pipewire.test_cast import screen_cast
from tests.support.children import running
from tests.support.ordinary_user import NOBODY, as_ordinary_user
from tests.support.pipewire import pipewire
from tests.support.waiting import wait_until
from tests.support.watchers import Watcher, guard_watching

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(sys.platform != "linux", reason="these are the sensors of Linux"),
    pytest.mark.skipif(not shutil.which("Xvfb"), reason="needs Xvfb"),
]

ENDED_WITHIN = 3.0
MARGIN = 3.0
"""Seconds that a busy test machine may take on top."""
SETTLED = 2.5
"""Seconds in which every sensor has looked at least twice."""


def need(*programs: str) -> None:
    for program in programs:
        if not shutil.which(program):
            pytest.skip(f"{program} is not installed here; CI's list of packages has it")


def events(watch: Watcher) -> list[dict[str, Any]]:
    return [told for _, told in watch.events()]


def findings(watch: Watcher, before: int) -> dict[str, dict[str, Any]]:
    """The last word on everything that has begun since, by id."""
    told = events(watch)[before:]
    begun = {one["id"] for one in told if one["event"] == "started"}
    return {one["id"]: one for one in told if one["event"] in {"started", "changed"} and one["id"] in begun}


def sensors(finding: Mapping[str, Any]) -> set[str]:
    return {one["sensor"] for one in finding["evidence"]}


def family(pid: int) -> set[int]:
    """A process and what it has started; a test's own, so that other programs of the machine do not matter."""
    found = [pid]
    for one in found:
        try:
            found += map(int, Path(f"/proc/{one}/task/{one}/children").read_text().split())
        except OSError:
            continue
    return set(found)


def about(watch: Watcher, before: int, pids: set[int]) -> list[dict[str, Any]]:
    return [one for one in findings(watch, before).values() if one["pid"] in pids]


def settle(watch: Watcher, before: int, pid: int, *wanted: str) -> list[dict[str, Any]]:
    """Wait until every one of the sensors `wanted` has said its part, and a little for any that says too much."""

    def told() -> bool:
        seen = {name for one in about(watch, before, family(pid)) for name in sensors(one)}
        return seen >= set(wanted)

    wait_until(told, 30, what=f"{wanted} to see {pid}")
    over = time.monotonic() + SETTLED
    wait_until(lambda: time.monotonic() > over, what="every sensor's next look")
    return about(watch, before, family(pid))


def ends(watch: Watcher, ids: Sequence[str], since: float) -> None:
    def over() -> bool:
        return set(ids) <= {one["id"] for one in events(watch) if one["event"] == "ended"}

    wait_until(over, 30, what="the end")
    last = max(at for at, one in watch.events() if one["event"] == "ended" and one["id"] in ids)
    assert last / 1e9 - since < ENDED_WITHIN + MARGIN


@pytest.fixture
def watch(display: str, bus: str) -> Iterator[Watcher]:
    with guard_watching({**os.environ, "DISPLAY": display}) as watcher:
        yield watcher


def grab(display: str) -> list[str]:
    return ["ffmpeg", "-loglevel", "quiet", "-f", "x11grab", "-i", display, "-f", "null", "-"]


WRAPPERS = {
    "nothing": [],
    "timeout": ["timeout", "60"],
    "sh": ["sh", "-c", '"$@"; true', "sh"],
    "a bus": ["dbus-run-session", "--"],
    "python": ["python3", "-c", "import subprocess, sys; subprocess.run(sys.argv[1:])"],
    "nice": ["env", "A=b", "nice", "-n", "1"],
}


@pytest.mark.parametrize("wrapper", WRAPPERS)
def test_a_recorder_behind_a_wrapper_is_one_finding_and_ends_when_it_is_killed(
    wrapper: str, watch: Watcher, display: str
) -> None:
    need("ffmpeg", "dbus-run-session")
    before = len(watch.lines)
    with running([*WRAPPERS[wrapper], *grab(display)], env={**os.environ, "DISPLAY": display}) as child:
        (finding,) = settle(watch, before, child.pid, "process-events", "x11")
        assert (finding["kind"], finding["tool"]) == ("screen", "ffmpeg")
        assert finding["exe"].endswith("/ffmpeg")
        killed = time.monotonic()
        os.kill(finding["pid"], signal.SIGKILL)
        ends(watch, [finding["id"]], killed)


def test_a_script_is_named_and_its_interpreter_is_the_exe(watch: Watcher, display: str, home: Path) -> None:
    script = home / "evening-notes.py"
    script.write_text("import importlib, time\neye = importlib.import_module('m' + 'ss').mss()\n")
    with script.open("a") as file:
        file.write("while True:\n    eye.grab(eye.monitors[0])\n    time.sleep(0.05)\n")
    before = len(watch.lines)
    with running([sys.executable, str(script)], env={**os.environ, "DISPLAY": display}) as child:
        (finding,) = settle(watch, before, child.pid, "x11")
        assert (finding["name"], finding["kind"]) == ("evening-notes.py", "screen")
        assert finding["pid"] == child.pid
        assert "python" in finding["exe"]


def free_desktop_port() -> int:
    """A free one of the ports at which a visitor from this computer counts."""
    for port in range(5950, 5999):
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError("no port is free")


@contextmanager
def guest(port: int) -> Iterator[None]:
    with socket.create_connection(("127.0.0.1", port), timeout=10):
        yield


def test_a_vnc_server_raises_one_alarm_before_and_during_a_visit(watch: Watcher, display: str) -> None:
    need("x11vnc")
    before = len(watch.lines)
    port = free_desktop_port()
    server = [
        "x11vnc",
        "-quiet",
        "-display",
        display,
        "-localhost",
        "-nopw",
        "-forever",
        "-rfbport",
        f"{port}",
    ]
    with running(server, env={**os.environ, "DISPLAY": display}) as child:

        def now() -> dict[str, tuple[str, str]]:
            told = about(watch, before, {child.pid})
            return {one["kind"]: (one["strength"], one["level"]) for one in told}

        idle = {"remote-control": ("able", "notice"), "screen": ("capturing", "alarm")}
        visited = {"remote-control": ("capturing", "alarm"), "screen": ("capturing", "notice")}
        wait_until(lambda: now() == idle, 30, what="an idle server")
        with guest(port):
            wait_until(lambda: now() == visited, 30, what="a visit")
        wait_until(lambda: now() == idle, 30, what="the end of the visit")
        assert len(about(watch, before, {child.pid})) == 2


def test_a_desktop_cast_from_before_is_one_finding_with_a_name(bus: str, home: Path) -> None:
    need("mutter", "gst-launch-1.0", "pipewire", "wireplumber", "pipewire-pulse")
    with ExitStack() as stack:
        stack.enter_context(pipewire(home))
        node = stack.enter_context(screen_cast(home))
        receive = ["gst-launch-1.0", "-q", "pipewiresrc", f"path={node}", "!", "video/x-raw", "!", "fakesink"]
        child = stack.enter_context(running(receive))
        watch = stack.enter_context(guard_watching(os.environ))
        (finding,) = settle(watch, 0, child.pid, "pipewire", "screen-cast")
        capturing = [one for one in findings(watch, 0).values() if one["strength"] == "capturing"]
        assert [one for one in capturing if one["pid"] is None and one["kind"] in {"screen", "window"}] == []
        killed = time.monotonic()
        child.kill()
        ends(watch, [finding["id"]], killed)


def test_a_display_that_comes_back_is_watched_again_and_the_gap_is_told(home: Path) -> None:
    number = next(number for number in range(50, 55) if not Path(f"/tmp/.X11-unix/X{number}").exists())  # noqa: S108 - the X protocol's own place
    server = ["Xvfb", f":{number}", "-screen", "0", "640x480x24", "-nolisten", "tcp", "-noreset"]
    there = Path(f"/tmp/.X11-unix/X{number}")  # noqa: S108 - as above
    env = {**os.environ, "DISPLAY": f":{number}"}
    with ExitStack() as stack:
        with running(server):
            wait_until(there.exists, what="a display")
            watch = stack.enter_context(guard_watching(env))
            wait_until(lambda: x11_states(watch)[-1:] == ["on"], what="the first display")
        wait_until(lambda: x11_states(watch)[-1:] == ["off"], what="word of its end")
        stack.enter_context(running(server))
        wait_until(lambda: x11_states(watch)[-1:] == ["on"], 30, what="the second display")
        (gap,) = [one for one in events(watch) if one["event"] == "gap"]
        assert gap["from"] < gap["to"] <= gap["at"]


def test_a_program_that_copies_a_wayland_screen_is_one_finding(home: Path) -> None:
    need("sway", "wf-recorder")
    runtime = Path(os.environ["XDG_RUNTIME_DIR"])
    (home / "config").write_text("output HEADLESS-1 mode 1280x720\n")
    headless = {"WLR_BACKENDS": "headless", "WLR_RENDERER": "pixman", "WLR_LIBINPUT_NO_DEVICES": "1"}
    with ExitStack() as stack:
        # sway refuses to be started by an administrator
        env = {**os.environ, **headless}
        words = [*as_ordinary_user(), "sway", "-c", str(home / "config")]
        give_to_ordinary_user(home.parent)
        stack.enter_context(running(words, env=env))
        (place,) = wait_until(lambda: [p for p in runtime.glob("wayland-?") if p.is_socket()], what="sway")
        (control,) = wait_until(lambda: list(runtime.glob("sway-ipc*")), what="its control socket")
        env = {**env, "WAYLAND_DISPLAY": place.name, "SWAYSOCK": str(control)}
        watch = stack.enter_context(guard_watching(env))
        before = len(watch.lines)
        record = [*as_ordinary_user(), "wf-recorder", "-f", str(home / "film.mkv")]
        child = stack.enter_context(running(record, env=env))
        (finding,) = settle(watch, before, child.pid, "process-events", "screencopy")
        assert (finding["kind"], finding["strength"], finding["tool"]) == (
            "screen",
            "capturing",
            "wf-recorder",
        )
        killed = time.monotonic()
        child.kill()
        ends(watch, [finding["id"]], killed)


def give_to_ordinary_user(folder: Path) -> None:
    if as_ordinary_user():
        for path in (folder, *folder.rglob("*")):
            os.chown(path, NOBODY, NOBODY)


def x11_states(watch: Watcher) -> list[str]:
    told = [one["sensors"] for one in events(watch) if one["event"] == "watching"]
    return [sensor["state"] for sensors in told for sensor in sensors if sensor["name"] == "x11"]
