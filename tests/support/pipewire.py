"""A private PipeWire with a session manager, a PulseAudio server, a microphone and a loudspeaker, all silent."""

import json
import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

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
            wait_until(
                lambda: {MICROPHONE, "auto_null"} <= node_names(), what="a microphone and a loudspeaker"
            )
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


def dump() -> Sequence[Mapping[str, object]]:
    """Everything in the graph now, as the standard tool tells it; empty when it cannot tell."""
    told = subprocess.run(["pw-dump"], capture_output=True, check=False, text=True)
    objects: list[Mapping[str, object]] = json.loads(told.stdout) if told.stdout.strip() else []
    return objects


def node_names() -> set[str]:
    """The names of all nodes that exist now."""
    infos = (item.get("info") for item in dump() if str(item["type"]).endswith(":Node"))
    props = (info.get("props", {}) for info in infos if isinstance(info, dict))
    return {str(one.get("node.name")) for one in props}


@contextmanager
def pipewire(folder: Path) -> Iterator[PipeWire]:
    """Run a private PipeWire with its logs in `folder`; a session bus must be in the environment."""
    server = PipeWire(folder)
    server.start()
    try:
        yield server
    finally:
        server.stop()
