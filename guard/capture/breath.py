"""Notices that the watch itself has not run for a while: suspended, stopped, or the computer asleep."""

from guard.capture.clock import Clock

HEARTBEAT = 1.0
"""Seconds between two signs of life of the watch itself."""
GAP_AFTER = 3.0
"""Seconds without a sign of life, beyond a heartbeat, that count as a gap."""


class Breath:
    """The watch's signs of life."""

    def __init__(self, clock: Clock) -> None:
        """The first breath is taken now."""
        self._clock = clock
        self._elapsed = self._began = clock.elapsed()
        self._awake = clock.awake()

    @property
    def age(self) -> float:
        """Seconds between the first breath and the last one."""
        return self._elapsed - self._began

    @property
    def awake(self) -> float:
        """The monotonic time of the last breath."""
        return self._awake

    def take(self) -> tuple[float, str] | None:
        """Breathe; return how many seconds were missed since the last time, and why, if that is a gap."""
        elapsed, awake = self._clock.elapsed(), self._clock.awake()
        missed, asleep = elapsed - self._elapsed, (elapsed - self._elapsed) - (awake - self._awake)
        self._elapsed, self._awake = elapsed, awake
        if missed <= HEARTBEAT + GAP_AFTER:
            return None
        return missed, "suspended" if asleep > GAP_AFTER else "stopped"
