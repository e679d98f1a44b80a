"""The one thread of a sensor: begun, ended and begun again in one place."""

import threading
from collections.abc import Callable
from typing import TypeVarTuple

Args = TypeVarTuple("Args")


class Worker:
    """A thread named `guard-<name>` that ends when `stopped` is set; its work waits on that event, never sleeps."""

    def __init__(self, name: str) -> None:
        self.stopped = threading.Event()
        self._name = f"guard-{name}"
        self._thread: threading.Thread | None = None

    def start(self, run: Callable[[*Args], object], *args: *Args) -> None:
        """Call `run` with `args` in a thread of its own; what ran before is stopped first."""
        self.stop()
        self.stopped.clear()
        self._thread = threading.Thread(target=run, args=args, name=self._name, daemon=True)
        self._thread.start()

    def stop(self, interrupt: Callable[[], None] | None = None) -> None:
        """Set `stopped`, cut a wait short with `interrupt`, and wait for the thread; at any time, and twice.

        Raises `RuntimeError` in the thread itself, which cannot wait for its own end.
        """
        self.stopped.set()
        if interrupt is not None:
            interrupt()
        if self._thread is not None:
            self._thread.join()
            self._thread = None
