"""A private PipeWire with a session manager, a PulseAudio server, a microphone and a loudspeaker, all silent."""

import json
import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from guard.capture.finding import SensorMode, SensorState, Sighting
from tests.support.children import running
from tests.support.waiting import wait_until

MICROPHONE = "test-microphone"
_MAKE_MICROPHONE = (
    "{ factory.name=support.null-audio-sink media.class=Audio/Source/Virtual object.linger=true "
    f'node.name={MICROPHONE} node.description="Test microphone" audio.position=[FL FR] }}'
)


class PipeWire:
    """Runs in the homes and on the session bus that the environment names; `pid` is the server's."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._running: ExitStack | None = None
        self.pid = 0

    def start(self) -> None:
        """Start everything and wait until sound could flow."""
        env = dict(os.environ)
        with ExitStack() as stack:
            server = stack.enter_context(self._program("pipewire", env))
            runtime = Path(env["XDG_RUNTIME_DIR"])
            wait_until((runtime / "pipewire-0").is_socket, what="PipeWire's socket")
            subprocess.run(
                ["pw-cli", "create-node", "adapter", _MAKE_MICROPHONE], check=True, capture_output=True
            )
            stack.enter_context(self._program("wireplumber", env))
            stack.enter_context(self._program("pipewire-pulse", env))
            wait_until((runtime / "pulse" / "native").is_socket, what="the PulseAudio server's socket")
            # a program that comes before the session manager has chosen its devices may be turned away
            wait_until(lambda: default_devices() == {MICROPHONE, "auto_null"}, what="default devices")
            self.pid = server.pid
            self._running = stack.pop_all()

    def stop(self) -> None:
        """End everything, and wait for it."""
        if self._running:
            self._running.close()
            self._running = None

    @contextmanager
    def _program(self, name: str, env: Mapping[str, str]) -> Iterator["subprocess.Popen[bytes]"]:
        with (self._folder / f"{name}.log").open("ab") as log, running([name], env=env, stderr=log) as child:
            yield child


def dump() -> Sequence[Mapping[str, Any]]:
    """Everything in the graph now, as the standard tool tells it; empty when it cannot tell."""
    told = subprocess.run(["pw-dump"], capture_output=True, check=False, text=True)
    objects: list[Mapping[str, Any]] = json.loads(told.stdout) if told.stdout.strip() else []
    return objects


def running_streams() -> int:
    """How many players and recorders are at work now."""
    infos = [item["info"] for item in dump() if item["type"].endswith(":Node") and item.get("info")]
    return sum(
        info["state"] == "running" and info["props"].get("media.class", "").startswith("Stream/")
        for info in infos
    )


def default_devices() -> set[str]:
    """The names of the microphone and the loudspeaker that programs get."""
    entries = [entry for item in dump() for entry in item.get("metadata") or ()]
    return {entry["value"]["name"] for entry in entries if entry["key"].startswith("default.audio.")}


@contextmanager
def pipewire(folder: Path) -> Iterator[PipeWire]:
    """Run a private PipeWire with its logs in `folder`; a session bus must be in the environment."""
    server = PipeWire(folder)
    server.start()
    try:
        yield server
    finally:
        server.stop()


class Heard:
    """A `Report` that remembers; what holds now is in `now`."""

    def __init__(self) -> None:
        self.now: dict[str, Sighting] = {}
        self.all: list[Sighting] = []
        self.states: list[SensorState] = []
        self.gaps: list[tuple[float, float, str]] = []
        self.order: list[str] = []

    def process_started(self, pid: int, facts: object = None) -> None:
        raise AssertionError(pid, facts)

    def process_ended(self, pid: int) -> None:
        raise AssertionError(pid)

    def rescan(self, why: str) -> None:
        raise AssertionError(why)

    def saw(self, sighting: Sighting) -> None:
        self.order.append("saw")
        self.all.append(sighting)
        self.now[sighting.key] = sighting

    def withdraw(self, sensor: str, key: str) -> None:
        assert sensor == "pipewire"
        self.order.append("withdraw")
        del self.now[key]

    def state(self, state: SensorState) -> None:
        self.order.append(state.mode)
        self.states.append(state)

    def gap(self, since: float, until: float, why: str) -> None:
        self.order.append("gap")
        self.gaps.append((since, until, why))

    @property
    def mode(self) -> SensorMode | None:
        return self.states[-1].mode if self.states else None

    def by(self, pid: int) -> Sighting | None:
        return next((sighting for sighting in list(self.now.values()) if sighting.pid == pid), None)
