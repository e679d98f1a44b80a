"""Opens the window at once and furnishes it after its first paint.

The command line imports this module only when a window is wanted. The rest is imported
piece by piece between two turns of the window's loop, so that it appears quickly and never
freezes; `tests/bench` measures what that is worth.
"""

import gc
import importlib
from collections.abc import Callable
from contextlib import ExitStack

from guard import instance, places
from guard.autostart import autostart
from guard.instance import Instance
from guard.ui.shell import Shell, application

_PIECES = (
    "guard.session.keeper",
    "guard.capture.watch",
    "guard.capture.sensors.host",
    "guard.app",
    "guard.ui.wizard.opening",
    "guard.ui.application",
    "guard.safekeeping",
    "guard.furnishing",
)


def open_window() -> int:
    """Open the window unless another Guard was the first after all; returns the exit code.

    Raises `GuardError` when the window could not be furnished; its sentence stood in it.
    """
    where = places.usual()
    this = Instance(where.runtime)
    if not this.acquire():
        instance.tell(where.runtime, "raise")
        return 0
    with ExitStack() as held:
        held.callback(this.close)
        shell = Shell(application())
        return shell.run(
            [_watch_memory, *(_load(piece) for piece in _PIECES), lambda: _furnish(shell, this, held)]
        )


def _watch_memory() -> None:
    """Collect garbage again, which `cli` put off until the window could be seen; leave out what stays for good."""
    gc.freeze()
    gc.enable()


def _load(piece: str) -> Callable[[], None]:
    def load() -> None:
        importlib.import_module(piece)

    return load


def _furnish(shell: Shell, this: Instance, held: ExitStack) -> None:
    app = importlib.import_module("guard.app")
    furnishing = importlib.import_module("guard.furnishing")
    safe = importlib.import_module("guard.safekeeping").Safekeeping(app.open_book(), autostart())
    held.callback(safe.close)
    shell.furniture = furnishing.furnish(shell, this, safe)
