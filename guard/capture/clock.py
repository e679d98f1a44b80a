"""The clocks of the watch, in one place so that tests can bring their own."""

import time
from typing import Protocol


class Clock(Protocol):
    """Three views of time, all in seconds."""

    def wall(self) -> float:
        """Seconds since the epoch; may jump."""

    def awake(self) -> float:
        """A clock that never jumps and stands still while the computer sleeps."""

    def elapsed(self) -> float:
        """A clock that never jumps and goes on while the computer sleeps."""


class SystemClock:
    """The real clocks; where the system has no clock that counts sleep, `elapsed` is `awake`."""

    def wall(self) -> float:
        """Seconds since the epoch."""
        return time.time()

    def awake(self) -> float:
        """The monotonic clock."""
        return time.monotonic()

    def elapsed(self) -> float:
        """CLOCK_BOOTTIME where it exists (Linux)."""
        boottime = getattr(time, "CLOCK_BOOTTIME", None)
        return time.monotonic() if boottime is None else time.clock_gettime(boottime)
