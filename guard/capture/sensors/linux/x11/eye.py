"""One look at an X display: opens the connection, gathers only what the rules ask for, judges."""

import socket
from collections.abc import Callable
from dataclasses import replace

from guard.capture.processes import ProcessFacts
from guard.capture.sensors.linux.x11 import rules
from guard.capture.sensors.linux.x11.display import Display, addresses, cookie
from guard.capture.sensors.linux.x11.heirs import Heirs
from guard.capture.sensors.linux.x11.resources import Tables, XResources
from guard.capture.sensors.linux.x11.rules import Snapshot, Verdict
from guard.capture.sensors.linux.x11.shm import Segment, SharedMemory, held_with
from guard.capture.sensors.linux.x11.wire import Wire, connect

_MAX_GENERATIONS = 8
_SERVER_BASE = 0

ReadProcess = Callable[[int], ProcessFacts | None]


class Eye:
    """An open connection to one display. Every look takes `seconds` at most, or raises X11Error.

    `me` is the pid of this program, which is not judged, and by which the server shows
    that it counts pids as we do.
    """

    def __init__(
        self, wire: Wire, display: Display, shared: SharedMemory, read: ReadProcess, me: int
    ) -> None:
        self._me = me
        self._wire = wire
        self._shared = shared
        self._read = read
        self._leaders: dict[int, int] = {}
        self._heirs = Heirs([a.where for a in addresses(display.name) if isinstance(a.where, str)])
        self._inherited: dict[int, int] = {}
        setup = wire.greet(cookie(display, socket.gethostname()))
        self._resources = XResources(wire, setup)
        self._selections = [f"_NET_WM_CM_S{number}" for number in range(len(setup.roots))]
        self._calm: tuple[Tables, tuple[Segment, ...]] | None = None
        self.names_programs = False
        self.compositors: frozenset[int] = frozenset()

    def look(self, seconds: float) -> dict[str, Verdict]:
        """Judge every program of the display.

        Afterwards `names_programs` tells whether pids can be trusted, and `compositors`
        which connections draw the desktop.
        """
        self._wire.allow(seconds)
        answer = self._resources.look(self._selections)
        segments = self._segments(answer)
        if self._calm is not None and self._calm[0] is answer and self._calm[1] is segments:
            return {}
        tables = self._trusted(answer)
        snapshot = self._snapshot(self._with_heirs(tables), segments)
        verdicts = self._judge(snapshot)
        settled = not (verdicts or rules.needs_files(snapshot) or rules.needs_windows(snapshot))
        self._calm = (answer, segments) if settled else None
        gone = {v.pid for v in verdicts.values() if v.pid is not None and self._is_gone(v.pid)}
        if not gone:
            return verdicts
        living = {c.pid for c in tables.clients if c.pid is not None and not self._is_gone(c.pid)}
        self._inherited |= self._heirs.of(gone, living)
        if gone.isdisjoint(self._inherited):
            return verdicts
        return self._judge(self._snapshot(self._with_heirs(tables), segments))

    def _segments(self, tables: Tables) -> tuple[Segment, ...]:
        shares = any("ShmSeg" in client.held for client in tables.clients)
        return self._shared.segments() if shares else ()

    def _with_heirs(self, tables: Tables) -> Tables:
        """Put those who live in the place of those who opened a connection for them and are gone."""
        self._inherited = {pid: heir for pid, heir in self._inherited.items() if not self._is_gone(heir)}
        return replace(
            tables,
            clients=tuple(
                [
                    replace(c, pid=self._inherited[c.pid])
                    if c.pid in self._inherited and self._is_gone(c.pid)
                    else c
                    for c in tables.clients
                ]
            ),
        )

    def _is_gone(self, pid: int) -> bool:
        facts = self._read(pid)
        return facts is None or (facts.exe is None and not facts.argv)

    def _snapshot(self, tables: Tables, segments: tuple[Segment, ...]) -> Snapshot:
        self.compositors = _compositors(tables)
        server = next((c.pid for c in tables.clients if c.base == _SERVER_BASE), None)
        return Snapshot(
            clients=tables.clients,
            screens=tables.screens,
            exempt=self._exempt(tables),
            compositors=self.compositors,
            images=held_with(server, segments),
            leaders=self._find_leaders({c.pid for c in tables.clients if c.pid is not None}),
        )

    def _judge(self, snapshot: Snapshot) -> dict[str, Verdict]:
        files = {pid: self._shared.shared_files(pid) for pid in rules.needs_files(snapshot)}
        windows = self._resources.largest_windows() if rules.needs_windows(snapshot) else None
        return rules.judge(replace(snapshot, files=files, windows=windows))

    def _trusted(self, tables: Tables) -> Tables:
        """Drop every pid if the server does not know even ours: it then counts pids in another world than we do."""
        self.names_programs = any(c.base == tables.own_base and c.pid == self._me for c in tables.clients)
        if self.names_programs:
            return tables
        return replace(tables, clients=tuple([replace(client, pid=None) for client in tables.clients]))

    def _exempt(self, tables: Tables) -> frozenset[int]:
        mine = {c.base for c in tables.clients if c.pid == self._me}
        return frozenset(mine | {tables.own_base, _SERVER_BASE})

    def _find_leaders(self, pids: set[int]) -> dict[int, int]:
        self._leaders = {pid: self._leaders.get(pid) or self._leader(pid) for pid in pids}
        return self._leaders

    def _leader(self, pid: int) -> int:
        """Find the oldest ancestor of `pid` that runs the same program without a break between them."""
        facts = self._read(pid)
        for _ in range(_MAX_GENERATIONS):
            parent = self._read(facts.parent) if facts and facts.parent else None
            if facts is None or parent is None or not _same_program(facts, parent):
                break
            facts = parent
        return facts.pid if facts else pid


def _compositors(tables: Tables) -> frozenset[int]:
    """Every connection of the programs that own a screen's compositing selection."""
    owners = [c for c in tables.clients if any(c.owns(window) for window in tables.owners.values())]
    pids = {c.pid for c in owners if c.pid is not None}
    return frozenset({c.base for c in owners} | {c.base for c in tables.clients if c.pid in pids})


def _same_program(child: ProcessFacts, parent: ProcessFacts) -> bool:
    return child.exe == parent.exe if child.exe and parent.exe else child.comm == parent.comm


def open_wire(display: Display, seconds: float) -> Wire:
    """Connect to `display`, with `seconds` for this and for the first questions; raises X11Error."""
    wire = connect(addresses(display.name), seconds)
    wire.allow(seconds)
    return wire
