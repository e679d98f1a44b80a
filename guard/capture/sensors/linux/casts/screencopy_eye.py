"""One look after another at what a compositor shares; remembers just enough to make most looks cheap."""

from guard.capture.processes import ProcessReader
from guard.capture.sensors.linux.casts.maps import Held, Maps, Memory
from guard.capture.sensors.linux.casts.screencopy_rules import (
    Shown,
    Verdict,
    candidates,
    judge,
    shows_a_pointer,
)
from guard.capture.sensors.linux.casts.screencopy_windows import Look, WindowsError

_LOOKS_AT_NEW = 4
"""How often memory that nobody copies into is looked at again, for a program may map it late."""
_LOOK_AGAIN = 2.0
"""Seconds between looks at what is known to copy the screen, while nothing new is shared."""
_GONE = "The desktop has ended; Guard looks for it every few seconds."


class EyeError(Exception):
    """Nothing can be seen, with the whole sentence why; `gone` when the compositor itself is."""

    def __init__(self, why: str, *, gone: bool = False) -> None:
        super().__init__(why)
        self.gone = gone


class Eye:
    """Looks at the compositor `pid`; `ask` tells who has windows, within `limit` seconds."""

    def __init__(
        self, pid: int, reader: ProcessReader, maps: Maps, ask: Look, *, limit: float, own_pid: int
    ) -> None:
        self._pid = pid
        self._reader = reader
        self._maps = maps
        self._ask = ask
        self._limit = limit
        self._own_pid = own_pid
        facts = reader.read(pid)
        self._started = facts.started if facts else 0.0
        self._looked: dict[Memory, int] = {}
        self._shown: frozenset[Memory] = frozenset()
        self._since: dict[int, tuple[Verdict, float, int]] = {}
        self._examined = 0.0
        self.wants_second_look = False

    def greet(self) -> None:
        """Make sure that the compositor tells who has windows. Raises `EyeError`."""
        self._windows()

    def look(self, now: float) -> dict[str, Verdict]:
        """What is certain at the monotonic time `now`, by key. Raises `EyeError`."""
        large = self._large()
        same = large.keys() == self._looked.keys()
        self._looked = {memory: self._looked.get(memory, 0) + 1 for memory in large}
        new = any(count <= _LOOKS_AT_NEW for count in self._looked.values())
        unripe = any(not _ripe(one, now) for one in self._since.values())
        late = self._since and now - self._examined >= _LOOK_AGAIN
        if new or unripe or late or not same:
            self._examined = now
            self._examine(now, large)
        self.wants_second_look = new or any(seen == 1 for _, _, seen in self._since.values())
        return {f"{pid}": one[0] for pid, one in self._since.items() if _ripe(one, now)}

    def _large(self) -> dict[Memory, Held]:
        shared = self._maps.shared(self._pid)
        facts = self._reader.read(self._pid)
        if shared is None or facts is None or facts.started != self._started:
            raise EyeError(_GONE, gone=True)
        return candidates(shared)

    def _examine(self, now: float, large: dict[Memory, Held]) -> None:
        holders = self._holders(frozenset(large) - self._shown)
        if not holders:
            self._since = {}
            return
        touched = self._maps.touched(self._pid) or {}
        shown = self._windows()
        seen = judge(
            {memory: touched[memory] for memory in large if memory in touched},
            holders,
            shown,
            self._points,
            self._reader.read,
        )
        # a window's picture stays one after the window is closed and the program lives on in the tray
        self._shown = frozenset(large).intersection(
            self._shown.union(*(holders.get(pid, frozenset()) for pid in shown.windows))
        )
        self._since = {pid: self._longer(verdict, now) for pid, verdict in seen.items()}

    def _longer(self, verdict: Verdict, now: float) -> tuple[Verdict, float, int]:
        before = self._since.get(verdict.pid)
        if before is None or before[0] != verdict:
            return verdict, now, 1
        return verdict, before[1], before[2] + 1

    def _holders(self, wanted: frozenset[Memory]) -> dict[int, frozenset[Memory]]:
        if not wanted:
            return {}
        found: dict[int, frozenset[Memory]] = {}
        for pid in self._reader.pids():
            if pid not in {self._pid, self._own_pid} and (held := self._maps.holds(pid, wanted)):
                found[pid] = held
        return found

    def _points(self, pid: int) -> bool:
        return shows_a_pointer((self._maps.shared(pid) or {}).values())

    def _windows(self) -> Shown:
        try:
            return self._ask(self._limit)
        except WindowsError as error:
            raise EyeError(
                f"The desktop does not tell who has windows ({error}); Guard tries again."
            ) from error


def _ripe(one: tuple[Verdict, float, int], now: float) -> bool:
    verdict, since, seen = one
    return seen > 1 and now - since >= verdict.ripe_after
