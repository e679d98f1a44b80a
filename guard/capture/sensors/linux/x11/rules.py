"""Which X clients capture, judged from what they hold; pure, on a frozen snapshot.

The rules rest on what the X protocol makes a program hold. An image can leave shared
memory for the screen only through a graphics context or a pixmap, so a connection that
has shared memory and neither can only be reading. A drawing program shares images as
large as its windows, so an image as large as the screen without such a window is a copy
of the screen. Change tracking (DamageExt) and the pointer's picture (XFixesCursorClient)
are of use to compositors and to programs that copy the screen.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from guard.capture.finding import Confidence, Kind, Strength
from guard.capture.sensors.linux.x11.resources import XClient

_BYTES_PER_PIXEL = 4
_SLACK = 8192
_COVERS = 0.9
_SMALL = 0.25
_NEARLY_EVERY = 0.5
_FEWEST_WINDOWS = 12  # on an empty desktop, to follow the programs is to follow nearly every window
_PATIENT_LOOKS = 20  # some three seconds: programs listen before they open their window
_NEARLY = 0.95  # video sizes are cut to a multiple of 16

_READS = "It reads the screen into shared memory over a connection that shows no window."
_COPIES = "It shares an image as large as the whole screen with the display and shows no window of that size."
_FOLLOWS = "It follows every change of the screen and copies it, and it is not what draws the desktop."
_READY = (
    "It follows the pointer's picture without a window, as programs do that show the screen to someone else."
)
_REDIRECTS = (
    "It has the display keep copies of other programs' windows, and it is not what draws the desktop."
)
_RECORDS = "It has asked the display for a record of keyboard or mouse input, whichever window is in use."
_FOLLOWS_OTHERS = "It has no window and listens to nearly every window of other programs: it may see keys that are meant for them."
_MAY_SEE = "It has no window and listens to input devices: it may see keys that are meant for other programs."


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What one look saw.

    `screens` are sizes in pixels. `exempt` holds the resource bases that are not judged
    (this program, the server); `compositors` those of programs that draw the desktop and
    so must hold the whole screen. `images` are sizes in bytes of memory shared with the
    display, by pid; `files` the same for memory files of suspects. `leaders` names the
    first process of each program that has several. `windows` is the area in pixels of
    each connection's largest window, by base; None where nobody looked.
    """

    clients: tuple[XClient, ...]
    screens: tuple[tuple[int, int], ...]
    exempt: frozenset[int] = frozenset()
    compositors: frozenset[int] = frozenset()
    images: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    files: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    leaders: Mapping[int, int] = field(default_factory=dict)
    windows: Mapping[int, int] | None = None

    def program(self, client: XClient) -> tuple[XClient, ...]:
        """Every connection of the program that `client` belongs to."""
        if client.pid is None:
            return (client,)
        leader = self.leaders.get(client.pid, client.pid)
        return tuple(
            [c for c in self.clients if c.pid is not None and self.leaders.get(c.pid, c.pid) == leader]
        )


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one program does. `looks` in a row must see it before it is said; `certain` needs no second one."""

    key: str
    pid: int | None
    kind: Kind
    strength: Strength
    says: str
    confidence: Confidence = Confidence.HIGH
    certain: bool = field(default=False, compare=False)
    looks: int = field(default=2, compare=False)


def judge(snapshot: Snapshot) -> dict[str, Verdict]:
    """Judge every program; the strongest verdict for each program and kind, by key."""
    best: dict[str, Verdict] = {}
    for client in _judged(snapshot):
        for verdict in _of_client(client, snapshot):
            known = best.get(verdict.key)
            if known is None or _weight(verdict) > _weight(known):
                best[verdict.key] = verdict
    return best


def needs_files(snapshot: Snapshot) -> set[int]:
    """Pids whose memory files are worth a look: those that read images without a System V segment."""
    suspects = (c for c in _judged(snapshot) if _windowless(c) and _has(c, "ShmSeg"))
    return {c.pid for c in suspects if c.pid is not None and c.pid not in snapshot.images}


def needs_windows(snapshot: Snapshot) -> bool:
    """Tell whether somebody can be judged only when the size of the windows is known."""
    return any(_screen_image(client, snapshot) for client in _judged(snapshot))


def _judged(snapshot: Snapshot) -> Iterator[XClient]:
    return (client for client in snapshot.clients if client.base not in snapshot.exempt)


def _of_client(client: XClient, snapshot: Snapshot) -> Iterator[Verdict]:
    if client.base not in snapshot.compositors:
        yield from _screen(client, snapshot)
        if _windowless(client) and _has(client, "CompositeClientSubwindows"):
            yield _verdict(client, Kind.SCREEN, Strength.CAPTURING, _REDIRECTS, Confidence.MEDIUM)
        elif _windowless(client) and _has(client, "CompositeClientWindow"):
            yield _verdict(client, Kind.WINDOW, Strength.CAPTURING, _REDIRECTS, Confidence.MEDIUM)
    if _has(client, "RecordContext"):
        yield _verdict(client, Kind.INPUT, Strength.CAPTURING, _RECORDS, certain=True)
    elif _listens(client) and all(map(_windowless, snapshot.program(client))):
        yield _verdict(client, Kind.INPUT, Strength.ABLE, _MAY_SEE, Confidence.MEDIUM, looks=_PATIENT_LOOKS)
    elif _follows_others(client, snapshot):
        yield _verdict(
            client, Kind.INPUT, Strength.ABLE, _FOLLOWS_OTHERS, Confidence.LOW, looks=_PATIENT_LOOKS
        )


def _screen(client: XClient, snapshot: Snapshot) -> Iterator[Verdict]:
    whole = _screen_image(client, snapshot)
    follows = _has(client, "DamageExt") or _has(client, "XFixesCursorClient")
    if _windowless(client) and _has(client, "ShmSeg") and (follows or _cannot_draw(client, snapshot)):
        certain = whole or _screen_file(client, snapshot)
        yield _verdict(client, Kind.SCREEN, Strength.CAPTURING, _READS, certain=certain)
    elif _has(client, "DamageExt") and (
        _has(client, "XFixesCursorClient") or _nearly_whole_copy(client, snapshot)
    ):
        yield _verdict(client, Kind.SCREEN, Strength.CAPTURING, _FOLLOWS, Confidence.MEDIUM)
    elif whole and not _shows_it(client, snapshot):
        hides = _windowless(client) or _shows_little(client, snapshot)
        strength = Strength.CAPTURING if hides else Strength.ABLE
        yield _verdict(client, Kind.SCREEN, strength, _COPIES, Confidence.MEDIUM)
    elif _windowless(client) and _has(client, "XFixesCursorClient"):
        yield _verdict(client, Kind.SCREEN, Strength.ABLE, _READY, Confidence.MEDIUM)


def _cannot_draw(client: XClient, snapshot: Snapshot) -> bool:
    """Tell whether nothing that the connection holds could bring an image to the screen.

    Xlib makes one graphics context a screen by itself; a program that draws with only
    those watches the window it draws in.
    """
    if _has(client, "PIXMAP") or _has(client, "PresentEvent"):
        return False
    contexts = client.held.get("GC", 0)
    return contexts == 0 or (contexts <= len(snapshot.screens) and not _has(client, "OTHER CLIENT"))


def _screen_image(client: XClient, snapshot: Snapshot) -> bool:
    if client.pid is None or not _has(client, "ShmSeg"):
        return False
    return _any_frame(snapshot.images.get(client.pid, ()), snapshot)


def _screen_file(client: XClient, snapshot: Snapshot) -> bool:
    return client.pid is not None and _any_frame(snapshot.files.get(client.pid, ()), snapshot)


def _any_frame(sizes: tuple[int, ...], snapshot: Snapshot, *, at_least: float = 1.0) -> bool:
    """Tell whether a size is a screen's, give or take a page; toolkits' pools of memory are powers of two."""
    images = [size for size in sizes if size & (size - 1)]
    return any(frame * at_least <= size <= frame + _SLACK for size in images for frame in _frames(snapshot))


def _nearly_whole_copy(client: XClient, snapshot: Snapshot) -> bool:
    if client.pid is None or not _has(client, "ShmSeg"):
        return False
    return _any_frame(snapshot.images.get(client.pid, ()), snapshot, at_least=_NEARLY)


def _shows_it(client: XClient, snapshot: Snapshot) -> bool:
    """Tell whether a window of the program is as large as a screen; unknown counts as yes."""
    largest = _largest_window(client, snapshot)
    if largest is None:
        return True
    return any(largest * _BYTES_PER_PIXEL >= frame * _COVERS for frame in _frames(snapshot))


def _shows_little(client: XClient, snapshot: Snapshot) -> bool:
    """Tell whether it has but a small window, and nothing to draw it from: what it shares is of the screen.

    A program with a toolkit may only keep such an image ready, as a server does that waits for viewers.
    """
    largest = _largest_window(client, snapshot)
    if not largest or client.pid is None or _has(client, "PIXMAP") or _has(client, "PresentEvent"):
        return False
    sizes = snapshot.images.get(client.pid, ())
    small = all(largest * _BYTES_PER_PIXEL <= frame * _SMALL for frame in _frames(snapshot))
    return small and all(_any_frame((size,), snapshot) for size in sizes)


def _largest_window(client: XClient, snapshot: Snapshot) -> int | None:
    if snapshot.windows is None:
        return None
    return max(snapshot.windows.get(c.base, 0) for c in snapshot.program(client))


def _frames(snapshot: Snapshot) -> list[int]:
    return [width * height * _BYTES_PER_PIXEL for width, height in snapshot.screens]


def _listens(client: XClient) -> bool:
    """Tell whether it listens to input and is not a game about to open its window, for which it follows the monitors."""
    return _windowless(client) and _has(client, "INPUTCLIENT") and not _has(client, "RandRClient")


def _follows_others(client: XClient, snapshot: Snapshot) -> bool:
    """Tell whether it listens to the windows of others, as only what draws or manages the desktop needs to."""
    if client.base in snapshot.compositors or not all(map(_windowless, snapshot.program(client))):
        return False
    windows = sum(c.held.get("WINDOW", 0) for c in snapshot.clients)
    return client.held.get("OTHER CLIENT", 0) >= max(_FEWEST_WINDOWS, windows * _NEARLY_EVERY)


def _windowless(client: XClient) -> bool:
    return not _has(client, "WINDOW")


def _has(client: XClient, kind: str) -> bool:
    return client.held.get(kind, 0) > 0


def _weight(verdict: Verdict) -> tuple[int, bool, bool]:
    return verdict.strength, verdict.certain, verdict.confidence is Confidence.HIGH


def _verdict(
    client: XClient,
    kind: Kind,
    strength: Strength,
    says: str,
    confidence: Confidence = Confidence.HIGH,
    *,
    certain: bool = False,
    looks: int = 2,
) -> Verdict:
    who = f"pid-{client.pid}" if client.pid is not None else f"client-{client.base:x}"
    return Verdict(f"{kind}:{who}", client.pid, kind, strength, says, confidence, certain, looks)
