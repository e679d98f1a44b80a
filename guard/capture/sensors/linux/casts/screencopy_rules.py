"""Who copies the screen of a wlroots desktop, judged from the memory it shares with the compositor; pure.

Every program that shows a picture shares it with the compositor, and so does every program
that is given one. What tells them apart: a picture that is shown belongs to a window.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from guard.capture.finding import Confidence, Kind, Strength
from guard.capture.processes import ProcessFacts
from guard.capture.sensors.linux.casts.maps import Held, Memory

ReadProcess = Callable[[int], ProcessFacts | None]

LARGE = 1 << 20
"""Bytes from which on shared memory may hold a part of the screen; icons and bars need less."""

_PAGE = 4096
_PIXELS = (4, 3, 8)  # bytes a pixel in the formats that compositors hand out
_CURSORS = "/memfd:wayland-cursor"
_PART_SECONDS = 0.5
_MENU_SECONDS = 3.0
_MOST_ANCESTORS = 16
_BRIDGE = "Xwayland"
_PORTALS = "xdg-desktop-portal"
_SYSTEM_FOLDERS = ("/usr/", "/bin/", "/nix/store/", "/gnu/store/")

_COPIES = "It has no window and shares memory of exactly the screen's size with the desktop, as screen recorders do."
_OVERLAY = "It shares a picture of the screen's size with the desktop and has no ordinary window: it copies the screen or covers it."
_PART = "It has no ordinary window and shares a large picture with the desktop: it copies a part of the screen, or shows a bar or a menu."


@dataclass(frozen=True, slots=True)
class Shown:
    """What the compositor tells: the programs that have windows, and the screens' sizes in pixels."""

    windows: frozenset[int]
    screens: frozenset[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one program does. `ripe_after` is how many seconds it must hold before it is said."""

    pid: int
    kind: Kind
    strength: Strength
    says: str
    confidence: Confidence
    ripe_after: float = 0.0


def candidates(compositor: Mapping[Memory, Held]) -> dict[Memory, Held]:
    """The memory that may hold a picture of the screen. Cursors and what the compositor only reads are none."""
    return {
        memory: held
        for memory, held in compositor.items()
        if held.writable and held.size >= LARGE and not held.name.startswith(_CURSORS)
    }


def frame_sizes(screens: Iterable[tuple[int, int]]) -> frozenset[int]:
    """How many bytes a whole picture of each screen takes, in whole pages."""
    return frozenset(
        -(-width * height * pixel // _PAGE) * _PAGE
        for width, height in screens
        for pixel in _PIXELS
        if width > 0 and height > 0
    )


def judge(
    compositor: Mapping[Memory, Held],
    holders: Mapping[int, frozenset[Memory]],
    shown: Shown,
    cursors: Callable[[int], bool],
    read: ReadProcess,
) -> dict[int, Verdict]:
    """Judge every process of `holders`, each with the candidate memory that it maps.

    `compositor` says how much of it the compositor has touched: nothing yet of a picture
    that is still being drawn. `cursors` tells whether a process shows a mouse pointer.
    """
    in_windows = {memory for pid in shown.windows for memory in holders.get(pid, ())}
    frames = frame_sizes(shown.screens)
    found: dict[int, Verdict] = {}
    for pid, memories in holders.items():
        used = [compositor[m] for m in memories - in_windows if m in compositor and compositor[m].resident]
        if not used or pid in shown.windows or _belongs_to_a_window(pid, shown.windows, read):
            continue
        found[pid] = _verdict(pid, whole=any(held.size in frames for held in used), pointer=cursors(pid))
    return found


def _verdict(pid: int, *, whole: bool, pointer: bool) -> Verdict:
    if not whole:
        wait = _MENU_SECONDS if pointer else _PART_SECONDS
        return Verdict(pid, Kind.SCREEN, Strength.ABLE, _PART, Confidence.LOW, ripe_after=wait)
    if pointer:
        return Verdict(pid, Kind.SCREEN, Strength.ABLE, _OVERLAY, Confidence.LOW, ripe_after=_PART_SECONDS)
    return Verdict(pid, Kind.SCREEN, Strength.CAPTURING, _COPIES, Confidence.MEDIUM)


def _belongs_to_a_window(pid: int, windows: frozenset[int], read: ReadProcess) -> bool:
    """Tell whether this is a part of a program with windows, as a browser's drawing process is."""
    facts = read(pid)
    if facts is None or _is_bridge(facts):
        return True
    program = facts.exe
    for _ in range(_MOST_ANCESTORS):
        if facts is None or facts.parent <= 1:
            return False
        facts = read(facts.parent)
        if facts and facts.pid in windows and program and facts.exe == program:
            return True
    return False


def _is_bridge(facts: ProcessFacts) -> bool:
    """Tell whether this acts for others: the X server draws their windows, a portal's helper copies for who asked.

    Whoever asked the portal is seen by other sensors, by name.
    """
    exe = facts.exe or ""
    name = exe.rpartition("/")[2]
    return exe.startswith(_SYSTEM_FOLDERS) and (name == _BRIDGE or name.startswith(_PORTALS))


def shows_a_pointer(memories: Iterable[Held]) -> bool:
    """Tell whether a process has loaded mouse pointers, which only one that is pointed at needs."""
    return any(held.name.startswith(_CURSORS) for held in memories)
