"""The remote-access sensor: to which of the programs that share this desktop somebody is connected.

That such a program runs, the process sensor says already; this one looks at connections,
once an interval and only while there is such a program. It opens no connection itself.
"""

import os
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from guard.capture.finding import SensorMode, SensorState, Sighting
from guard.capture.sensors.linux.devices.fdwalk import FdWalk
from guard.capture.sensors.linux.devices.patience import Patience
from guard.capture.sensors.linux.remote import logins as remote_logins
from guard.capture.sensors.linux.remote.rules import NAME, Host, judge
from guard.capture.sensors.linux.remote.tcp_table import TcpTable, read_table
from guard.capture.sensors.port import Report
from guard.capture.sensors.worker import Worker

Hosts = Callable[[], Mapping[int, str]]

_MOST_CHILDREN = 512
_LOOKS = "Guard looks at the connections of remote-access programs."
_NO_TABLE = "The list of network connections cannot be read here ({reason}); Guard tries again."
_HIDDEN = "{names} belongs to another user, so Guard sees only whether somebody connects to its usual port."
_LOGIN = (
    "Somebody is logged in to this account from another computer; what they do is not told from what you do."
)
_BLIND = (
    "Whether somebody looks through a program that works over its maker's meeting server, such as TeamViewer, AnyDesk or RustDesk.",
    "Connections to remote-access programs that do not use TCP, such as game streaming.",
    "Remote-access programs that Guard's list does not know, and those of a virtual machine or a container.",
)


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds between looks, with and without a remote-access program, and how long a connection lasts before it counts.

    The kernel's table takes milliseconds to read. So it is read while somebody is connected,
    for `settle` after a host's sockets have changed, and otherwise once in `reread`; in
    `reread_hidden` where there is a host whose sockets cannot be seen.
    """

    interval: float = 0.5
    idle: float = 1.0
    hold: float = 0.3
    settle: float = 3.0
    reread: float = 10.0
    reread_hidden: float = 2.0


class RemoteAccessSensor:
    """`Sensor` over TCP connections and logins.

    `hosts` gives the pid and the name of each remote-access program that runs now; it is
    asked from the sensor's thread. `display` tells whether there is a display to watch.
    """

    name = NAME

    def __init__(
        self,
        hosts: Hosts,
        *,
        display: bool,
        proc: Path = Path("/proc"),
        logins: Path = Path("/run/systemd/sessions"),
        timing: Timing | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._timing = timing or Timing()
        self._look = _Look(hosts, proc, logins if display else None, _Tables(proc, self._timing, clock))
        self._clock = clock
        self._worker = Worker(self.name)

    def start(self, report: Report) -> None:
        """Begin to look."""
        self._worker.start(self._run, report)

    def stop(self) -> None:
        """End, and wait for the thread."""
        self._worker.stop()

    def look_after(self, now: float) -> None:
        """Begin anew if the thread hangs."""
        self._worker.look_after(now)

    def _run(self, report: Report) -> None:
        patience = Patience(self._timing.hold)
        said: SensorState | None = None
        hold: float | None = 0.0
        while not self._worker.stopped.is_set():
            now = self._clock()
            seen, state = self._look.now()
            say, over = patience.update(((one, False) for one in seen), now, hold=hold)
            for sighting in say:
                report.saw(sighting)
            for key in over:
                report.withdraw(NAME, key)
            if state != said:
                report.state(state)
                said = state
            hold = None
            due, interval = patience.due(), self._timing.interval if self._look.hosted else self._timing.idle
            left = interval if due is None else max(0.0, due - self._clock())
            self._worker.stopped.wait(min(left, interval))


class _Tables:
    """The table of connections, read anew only when it may have changed."""

    def __init__(self, proc: Path, timing: Timing, clock: Callable[[], float]) -> None:
        self._proc = proc
        self._timing = timing
        self._clock = clock
        self._sockets: frozenset[int] | None = None
        self._table = TcpTable()
        self._settled = self._next = 0.0
        self.in_use = False

    def fit_for(self, hosts: Iterable[Host]) -> TcpTable:
        """Return a table that shows all connections of `hosts`. Raises `OSError`."""
        now = self._clock()
        seen = [host.sockets for host in hosts]
        sockets = frozenset().union(*(one for one in seen if one is not None))
        changed = sockets != self._sockets
        if changed:
            self._settled = now + self._timing.settle
        if changed or self.in_use or now < self._settled or now >= self._next:
            self._table = read_table(self._proc)
            self._sockets = sockets
            self._next = now + (self._timing.reread_hidden if None in seen else self._timing.reread)
        return self._table


class _Look:
    """Looks once at the connections of every host, and at logins from elsewhere."""

    def __init__(self, hosts: Hosts, proc: Path, logins: Path | None, tables: "_Tables") -> None:
        self._hosts = hosts
        self._tables = tables
        self._logins = remote_logins.Logins(logins) if logins else None
        self._walk = FdWalk(proc)
        self._uid = os.getuid()
        self.hosted = False

    def now(self) -> tuple[list[Sighting], SensorState]:
        """Return what is to be said now, and how well this works."""
        logins = self._concerning()
        found = [remote_logins.sighting(login, NAME) for login in logins]
        hosts = self._read_hosts()
        self.hosted = bool(hosts)
        if not hosts:
            return found, _state(logged_in=bool(logins))
        try:
            table = self._tables.fit_for(hosts.values())
        except OSError as error:
            reason = error.strerror or "no reason given"
            return found, SensorState(NAME, SensorMode.OFF, _NO_TABLE.format(reason=reason), _BLIND)
        hidden = sorted({host.name for host in hosts.values() if host.sockets is None})
        connected = list(judge(hosts, table))
        self._tables.in_use = bool(connected)
        return [*found, *connected], _state(hidden, logged_in=bool(logins))

    def _concerning(self) -> list[remote_logins.Login]:
        if self._logins is None:
            return []
        return [login for login in self._logins.now() if remote_logins.concerns(login, self._uid)]

    def _read_hosts(self) -> dict[int, Host]:
        """Every host; what one of them has started of the same tool is part of it."""
        named = self._hosts()
        families = {pid: self._family(pid) for pid in named}
        parts = {
            member
            for pid, family in families.items()
            for member in family[1:]
            if named.get(member) == named[pid]
        }
        return {pid: self._host(pid, named[pid], families[pid]) for pid in named if pid not in parts}

    def _host(self, pid: int, name: str, family: list[int]) -> Host:
        if not self._walk.can_look_into(pid):
            return Host(pid, name, None, self._walk.user(pid))
        sockets = frozenset().union(*(self._walk.sockets(member) for member in family))
        return Host(pid, name, sockets, self._walk.user(pid))

    def _family(self, pid: int) -> list[int]:
        """A process and its descendants."""
        family = [pid]
        for member in family:
            if len(family) < _MOST_CHILDREN:
                family += [child for child in self._walk.children(member) if child not in family]
        return family


def _state(hidden: list[str] | None = None, *, logged_in: bool = False) -> SensorState:
    limits = [_HIDDEN.format(names=", ".join(hidden))] if hidden else []
    if logged_in:
        limits.append(_LOGIN)
    mode = SensorMode.LIMITED if limits else SensorMode.ON
    return SensorState(NAME, mode, " ".join(limits) or _LOOKS, _BLIND)
