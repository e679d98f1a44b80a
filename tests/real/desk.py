"""An ordinary user's desk: a display with a window manager, a session bus, sound, and `guard watch` on it."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory
from typing import Any

import psutil

from tests.support.children import running, stop
from tests.support.ordinary_user import NOBODY, as_ordinary_user
from tests.support.programs import SOURCE
from tests.support.waiting import wait_until

SCREEN = "1280x800x24"
_MICROPHONE = (
    "{ factory.name=support.null-audio-sink media.class=Audio/Source/Virtual object.linger=true "
    "node.name=desk-microphone node.description=Microphone audio.position=[FL FR] }"
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of `guard watch --json` and when it was read, on the monotonic clock.

    `family` holds the process it is about, its ancestors and its session; empty when it is gone.
    """

    at: float
    event: Mapping[str, Any]
    family: frozenset[int] = frozenset()


@dataclass(slots=True)
class Lines:
    """What a running watch has said; filled by a thread of its own so that times are true."""

    all: list[Line] = field(default_factory=list)

    def read(self, pipe: int) -> None:
        with os.fdopen(pipe, encoding="utf-8") as stream:
            for text in stream:
                at, event = time.monotonic(), json.loads(text)
                self.all.append(Line(at, event, _family(event.get("pid") or 0)))

    def since(self, moment: float) -> list[Line]:
        return [line for line in list(self.all) if line.at >= moment]


def _family(pid: int) -> frozenset[int]:
    try:
        process = psutil.Process(pid)
        return frozenset({pid, os.getsid(pid), *(parent.pid for parent in process.parents())})
    except (psutil.Error, OSError):
        return frozenset()


class Desk:
    """Where programs are started. `env` is what each of them gets."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.lines = Lines()
        self.env = {
            "PATH": f"{os.environ['PATH']}:/usr/games",
            "HOME": str(folder),
            "XDG_RUNTIME_DIR": str(folder / "run"),
            "XDG_CONFIG_HOME": str(folder / ".config"),
            "SHELL": "/bin/sh",
            "LC_ALL": "C.UTF-8",
            "NO_AT_BRIDGE": "1",
            "GTK_USE_PORTAL": "0",
            "QT_QPA_PLATFORM": "xcb",
            "LIBGL_ALWAYS_SOFTWARE": "1",
        }

    def own(self, path: Path, mode: int = 0o700) -> Path:
        """Make `path` the ordinary user's."""
        path.chmod(mode)
        if as_ordinary_user():
            os.chown(path, NOBODY, NOBODY)
        return path

    def make_folder(self, name: str) -> Path:
        """Make a folder of the ordinary user's."""
        path = self.folder / name
        path.mkdir(parents=True)
        return self.own(path)

    @contextmanager
    def service(self, argv: Sequence[str], **more: Any) -> Iterator["subprocess.Popen[bytes]"]:
        """Run part of the desk; it dies with the tests."""
        words = ["env", "-C", str(self.folder), *as_ordinary_user(), *argv]
        log = (self.folder / f"{Path(argv[0]).name}.log").open("ab")
        with log, running(words, env=self.env, stderr=log, **more) as child:
            yield child

    @contextmanager
    def run(self, argv: Sequence[str], env: Mapping[str, str] | None = None) -> Iterator["Run"]:
        """Start a program without any helper in between, and end it with all it has started."""
        user = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if as_ordinary_user() else {}
        with (self.folder / "programs.log").open("ab") as log:
            began = time.monotonic()
            child = subprocess.Popen(
                argv,
                env={**self.env, **(env or {})},
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **user,  # type: ignore[call-overload] # mypy cannot match keywords from a mapping
            )
            try:
                yield Run(child, began)
            finally:
                stop(child, 2)


@dataclass(frozen=True, slots=True)
class Run:
    """A started program, and when it was started."""

    child: "subprocess.Popen[bytes]"
    began: float


@contextmanager
def desk(*, sound: bool = True) -> Iterator[Desk]:
    """Set a desk up and watch it."""
    with TemporaryDirectory(prefix="guard-desk-", ignore_cleanup_errors=True) as name, ExitStack() as stack:
        place = Desk(Path(name))
        place.own(place.folder)
        place.make_folder("run")
        _start_display(place, stack)
        _start_bus(place, stack)
        if sound and all(map(which, ("pipewire", "wireplumber", "pipewire-pulse", "pw-cli"))):
            _start_sound(place, stack)
        _start_watch(place, stack)
        yield place


def _start_display(place: Desk, stack: ExitStack) -> None:
    reading, writing = os.pipe()
    server = ["Xvfb", "-displayfd", str(writing), "-screen", "0", SCREEN, "-nolisten", "tcp", "-noreset"]
    stack.enter_context(place.service(server, pass_fds=[writing]))
    os.close(writing)
    with os.fdopen(reading) as answer:
        number = answer.readline().strip()
    assert number, "Xvfb did not start"
    place.env["DISPLAY"] = f":{number}"
    ready = place.folder / "openbox-is-ready"
    stack.enter_context(place.service(["openbox", "--sm-disable", "--startup", f"touch {ready}"]))
    wait_until(ready.exists, what="openbox")


def _start_bus(place: Desk, stack: ExitStack) -> None:
    address = f"unix:path={place.folder}/run/bus"
    stack.enter_context(
        place.service(["dbus-daemon", "--session", "--nofork", "--nopidfile", f"--address={address}"])
    )
    wait_until((place.folder / "run" / "bus").is_socket, what="the session bus")
    place.env["DBUS_SESSION_BUS_ADDRESS"] = address


def _start_sound(place: Desk, stack: ExitStack) -> None:
    runtime = place.folder / "run"
    stack.enter_context(place.service(["pipewire"]))
    wait_until((runtime / "pipewire-0").is_socket, what="PipeWire")
    make = [*as_ordinary_user(), "pw-cli", "create-node", "adapter", _MICROPHONE]
    subprocess.run(make, env=place.env, check=True, capture_output=True)
    stack.enter_context(place.service(["wireplumber"]))
    stack.enter_context(place.service(["pipewire-pulse"]))
    wait_until((runtime / "pulse" / "native").is_socket, what="the PulseAudio server")


def _start_watch(place: Desk, stack: ExitStack) -> None:
    reading, writing = os.pipe()
    watch = [sys.executable, "-m", "guard", "watch", "--json"]
    env = {"PYTHONPATH": str(SOURCE)}
    place.env |= env
    reader = threading.Thread(target=place.lines.read, args=(reading,), name="desk-lines", daemon=True)
    reader.start()
    stack.callback(reader.join)
    stack.enter_context(place.service(watch, stdout=writing))
    os.close(writing)
    del place.env["PYTHONPATH"]
    wait_until(lambda: place.lines.all, what="the watch")
