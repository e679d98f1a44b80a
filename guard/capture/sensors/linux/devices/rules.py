"""Which holders of a camera or a keyboard capture; pure, on what one look saw.

To open is not yet to take: programs open every camera only to list them. What counts is
sharing memory with the camera, or keeping a device open for a while.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from guard.capture.finding import Confidence, Kind, Sighting, Strength
from guard.capture.processes import ProcessFacts
from guard.capture.sensors.linux.devices.node_watch import Change, What
from guard.capture.sensors.linux.devices.nodes import Node, Role
from guard.capture.sensors.linux.system_program import system_program

NAME = "devices"

_KINDS = {
    Role.CAMERA: Kind.CAMERA,
    Role.VIRTUAL_CAMERA: Kind.CAMERA,
    Role.KEYBOARD: Kind.INPUT,
    Role.SOME_INPUT: Kind.INPUT,
}
_HOLDS_FOR_OTHERS = frozenset({"pipewire", "wireplumber", "pipewire-media-session"})
_PORTALS = "xdg-desktop-portal"
_SERVES_THE_DESKTOP = frozenset(
    {
        "Xorg",
        "acpid",
        "elogind-daemon",
        "iio-sensor-proxy",
        "seatd",
        "systemd-logind",
        "thermald",
        "triggerhappy",
        "upowerd",
    }
)
_RUNS_ANYTHING = re.compile(
    r"(?:python|pypy|perl|ruby|node|nodejs|deno|bun|lua|luajit|gjs|guile|java|php|tclsh|wish|busybox|socat|n?cat|nc)[\d.-]*"
    r"|nc\.\w+|ld[-.].*"
)


@dataclass(frozen=True, slots=True)
class Use:
    """One process that holds one node.

    `shares_memory` is True where it takes pictures for certain, `offers_display` where it
    waits for programs that want to be shown, as display servers do. `called` is the
    process's own name, for when it ends before anybody looks at it.
    """

    pid: int
    node: Node
    shares_memory: bool = False
    offers_display: bool = False
    called: str = ""


def is_quiet(kind: Kind, facts: ProcessFacts | None, *, offers_display: bool) -> bool:
    """Tell whether this is a part of the desktop that has to hold such a device.

    Only what an administrator has put in its place is believed, and no program that runs
    whatever anybody writes for it.
    """
    name = system_program(facts)
    if kind is Kind.CAMERA:
        return name in _HOLDS_FOR_OTHERS or name.startswith(_PORTALS)
    if name in _SERVES_THE_DESKTOP:
        return True
    return offers_display and bool(name) and not _RUNS_ANYTHING.fullmatch(name)


def kind_of(node: Node) -> Kind | None:
    """The kind of capture that a node allows, if any."""
    return _KINDS.get(node.role)


class Openings:
    """How often each node was opened since it was last closed: so many at least hold it now.

    A closing counts as the end of all, for the kernel tells of several at once only once.
    """

    def __init__(self) -> None:
        self._open: Counter[str] = Counter()

    def count(self, changes: Iterable[Change]) -> None:
        """Count on."""
        for change in changes:
            if change.what is What.OPENED:
                self._open[change.path] += 1
            elif change.what is What.LOST:
                self._open.clear()
            else:
                del self._open[change.path]

    def unseen(self, visible: Mapping[str, int]) -> set[str]:
        """The nodes that somebody must hold besides the `visible` holders (their number, by node)."""
        return {path for path, count in self._open.items() if count > visible.get(path, 0)}


def sightings(uses: Iterable[Use]) -> Iterator[tuple[Sighting, bool]]:
    """One sighting for each program and kind, and whether it needs no second look."""
    groups: dict[tuple[int, Kind], list[Use]] = {}
    for use in uses:
        kind = kind_of(use.node)
        if kind is not None:
            groups.setdefault((use.pid, kind), []).append(use)
    for (pid, kind), group in groups.items():
        best = max(group, key=lambda use: (_strength(use), use.shares_memory, use.node.path))
        sighting = Sighting(
            NAME, f"{kind}:{pid}", kind, _strength(best), _says(best), pid, best.called or None
        )
        yield sighting, best.shares_memory and best.node.role is Role.CAMERA


def unseen_sighting(node: Node) -> Sighting | None:
    """A camera that stays open though no holder is visible; other devices are held by services of the system."""
    if node.role is not Role.CAMERA:
        return None
    return Sighting(
        sensor=NAME,
        key=f"unseen:{node.path}",
        kind=Kind.CAMERA,
        strength=Strength.CAPTURING,
        says=f"A program of another user, or one with special rights, keeps {_called('the camera', node)} open.",
        pid=None,
        who="A program of another user",
        confidence=Confidence.MEDIUM,
    )


def _strength(use: Use) -> Strength:
    certain = use.node.role in (Role.CAMERA, Role.KEYBOARD) and not use.offers_display
    return Strength.CAPTURING if certain else Strength.ABLE


def _says(use: Use) -> str:
    node = use.node
    if node.role is Role.CAMERA:
        camera = _called("the camera", node)
        return f"It takes pictures from {camera}." if use.shares_memory else f"It keeps {camera} open."
    if node.role is Role.VIRTUAL_CAMERA:
        camera = _called("the virtual camera", node)
        return f"It has {camera} open; whether it watches it or feeds it cannot be told."
    if node.role is Role.KEYBOARD:
        keyboard = _called("the keyboard", node)
        if use.offers_display:
            return f"It reads {keyboard} itself and waits for programs to show, as a desktop does; Guard does not know this desktop."
        return f"It reads {keyboard} itself and so sees every key, whichever program is in use."
    return f"It reads {_called('an input device', node)}; whether that is a keyboard cannot be told."


def _called(what: str, node: Node) -> str:
    return f"{what} “{node.label}”" if node.label else f"{what} {node.path.rpartition('/')[2]}"
