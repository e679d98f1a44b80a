"""Turns PipeWire's graph, its silences and its ends into reports; each state is told once."""

from collections.abc import Callable
from dataclasses import replace

from guard.capture.finding import Kind, SensorMode, SensorState, Sighting
from guard.capture.sensors.linux.pipewire.connection import PipeWireAbsentError
from guard.capture.sensors.linux.pipewire.graph import Graph
from guard.capture.sensors.linux.pipewire.hold import Hold
from guard.capture.sensors.linux.pipewire.owner import ReadProcess
from guard.capture.sensors.linux.pipewire.pod import PipeWireError
from guard.capture.sensors.linux.pipewire.rules import Verdict, judge
from guard.capture.sensors.port import Report

NAME = "pipewire"

_ON = "PipeWire tells of every stream that begins or ends."
_NAMELESS = "PipeWire counts programs differently from here, so what it sees has no program behind it."
_ABSENT = "PipeWire does not run here; Guard looks for it every few seconds."
_ENDED = "PipeWire has ended; Guard looks for it every few seconds."
_SILENT = "PipeWire does not answer."

_DIRECT = (
    "A program that opens the camera or the sound card directly, without PipeWire, is not seen by this sensor.",
    "A program that poses as a loudspeaker gets the sound that is played to it, as network speakers do; that is not taken for recording.",
)
_NO_SOUND = (
    "No microphone or loudspeaker runs through PipeWire here; what another sound system does is not seen."
)
_BLIND = ("Screen casts, cameras and microphones that are used through PipeWire.",)


class Telling:
    """What has been told so far. `due` is the monotonic time at which to look again without a change."""

    def __init__(self, report: Report, read: ReadProcess, clock: Callable[[], float]) -> None:
        self._report = report
        self._read = read
        self._clock = clock
        self._hold = Hold()
        self._state: SensorState | None = None
        self._graph: Graph | None = None
        self._verdicts: dict[str, Verdict] = {}
        self._last_alive: float | None = None
        self._gap: tuple[float, str] | None = None
        self._connected = False

    @property
    def due(self) -> float | None:
        """When `look` is to be called even if nothing changes; None for never."""
        return self._hold.due

    def look(self, graph: Graph, pids_fit: bool, now: float) -> None:  # noqa: FBT001 - a fact, not a switch
        """Take the graph at the monotonic time `now`."""
        first, changed = not self._connected, graph is not self._graph
        if changed:
            self._graph = graph
            seen = judge(graph, self._read, pids_fit=pids_fit)
            before = self._verdicts if pids_fit else {}
            self._verdicts = {key: _still_theirs(one, before.get(key)) for key, one in seen.items()}
        if first or changed or (self.due is not None and now >= self.due):
            say, gone = self._hold.update(self._verdicts, now, at_once=first)
            for verdict in say:
                self._report.saw(_sighting(verdict))
            self._withdraw(gone)
        self._connected = True
        if self._gap is None:
            self._say_state(pids_fit=pids_fit)

    def alive(self) -> None:
        """Take a sign of life."""
        now = self._clock()
        if self._gap:
            since, why = self._gap
            self._report.gap(since, now, why)
            self._gap = None
        self._last_alive = now

    def silent(self) -> None:
        """Take that PipeWire does not answer in time; what was said stands."""
        self._missed(self._last_alive, _SILENT)
        self._off(_SILENT)

    def lost(self, error: PipeWireError) -> bool:
        """Take the end of a connection, or that there is none; returns True if it had worked."""
        worked, self._connected, self._graph = self._connected, False, None
        absent = isinstance(error, PipeWireAbsentError)
        self._withdraw(self._hold.nothing_left())
        if worked:
            self._missed(self._clock(), _ENDED)
        why = _ABSENT if absent else f"The connection to PipeWire failed ({error}); Guard tries again."
        self._off(_ENDED if self._gap else why)
        return worked

    def _missed(self, since: float | None, why: str) -> None:
        if self._gap is None and since is not None:
            self._gap = (since, why)

    def _off(self, why: str) -> None:
        self._tell_state(SensorState(NAME, SensorMode.OFF, why, _BLIND))

    def _say_state(self, *, pids_fit: bool) -> None:
        nodes = self._graph.nodes.values() if self._graph else ()
        sound = any(node.media_class.startswith("Audio/") for node in nodes)
        blind = _DIRECT if sound else (*_DIRECT, _NO_SOUND)
        mode, why = (SensorMode.ON, _ON) if pids_fit else (SensorMode.LIMITED, _NAMELESS)
        self._tell_state(SensorState(NAME, mode, why, blind))

    def _tell_state(self, state: SensorState) -> None:
        if state != self._state:
            self._state = state
            self._report.state(state)

    def _withdraw(self, keys: list[str]) -> None:
        for key in keys:
            self._report.withdraw(NAME, key)


def _still_theirs(verdict: Verdict, before: Verdict | None) -> Verdict:
    """Leave a stream to the program that it was known to be of: it outlives that program's process for a moment."""
    if verdict.owner.pid is not None or before is None or before.owner.pid is None:
        return verdict
    return replace(verdict, owner=before.owner)


def _sighting(verdict: Verdict) -> Sighting:
    return Sighting(
        sensor=NAME,
        key=verdict.key,
        kind=verdict.kind,
        strength=verdict.strength,
        says=verdict.says,
        pid=verdict.owner.pid,
        who=verdict.owner.who,
        claimed=verdict.owner.claimed,
        confidence=verdict.confidence,
        app_id=verdict.owner.app_id,
        joins=("screen-cast",) if verdict.owner.between else (),
        # a cast does not say of what it is
        maybe=(Kind.WINDOW,) if verdict.kind is Kind.SCREEN else (),
    )
