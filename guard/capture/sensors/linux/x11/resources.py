"""Asks an X server who its clients are and what kinds of things each of them holds (X-Resource)."""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from guard.capture.sensors.linux.x11.wire import Setup, Wire, X11BrokenError, X11Error, request

_GET_GEOMETRY, _QUERY_TREE = 14, 15
_INTERN_ATOM, _ATOM_NAME, _SELECTION_OWNER, _QUERY_EXTENSION = 16, 17, 23, 98
_VERSION, _CLIENTS, _CLIENT_RESOURCES, _CLIENT_IDS = 0, 1, 2, 4
_LOCAL_PID = 2
_BODY = 32
_ID = 0xFFFFFFFF
_WITH_PIDS = (1, 2)
_FRAME_DEPTH = 2
_MAX_WINDOWS = 2000


class X11UnsupportedError(X11Error):
    """The server has no X-Resource extension."""


@dataclass(frozen=True, slots=True)
class XClient:
    """One connection to the server: its pid where the server knows it, and its resource counts by type."""

    base: int
    mask: int
    pid: int | None
    held: Mapping[str, int]

    def owns(self, resource: int) -> bool:
        """Tell whether `resource` (an id) belongs to this connection."""
        return resource != 0 and resource & ~self.mask & _ID == self.base


@dataclass(frozen=True, slots=True)
class Tables:
    """The server's whole answer: its clients, the size of its screens, and its selections' owners."""

    clients: tuple[XClient, ...]
    screens: tuple[tuple[int, int], ...]
    owners: Mapping[str, int]
    own_base: int


def parse_pairs(reply: bytes) -> list[tuple[int, int]]:
    """Read a counted list of pairs: client base and mask, or resource type and count."""
    try:
        count = struct.unpack_from("=I", reply, 8)[0]
        if _BODY + 8 * count > len(reply):
            raise X11BrokenError("a list is cut short")
        return list(struct.iter_unpack("=II", reply[_BODY : _BODY + 8 * count]))
    except struct.error as error:
        raise X11BrokenError("a list is cut short") from error


def parse_pids(reply: bytes) -> dict[int, int]:
    """Read the pid of each local client, by its resource base."""
    pids: dict[int, int] = {}
    try:
        count = struct.unpack_from("=I", reply, 8)[0]
        at = _BODY
        for _ in range(count):
            client, mask, length = struct.unpack_from("=III", reply, at)
            at += 12
            if mask & _LOCAL_PID and length >= 4:  # noqa: PLR2004 - a pid is one 32-bit word
                pids[client] = struct.unpack_from("=I", reply, at)[0]
            at += length
    except struct.error as error:
        raise X11BrokenError("a list of clients is cut short") from error
    return pids


def parse_children(reply: bytes) -> list[int]:
    """Read the children of a window."""
    count = struct.unpack_from("=H", reply, 16)[0]
    if _BODY + 4 * count > len(reply):
        raise X11BrokenError("a list of windows is cut short")
    return [window for (window,) in struct.iter_unpack("=I", reply[_BODY : _BODY + 4 * count])]


def _without_number(reply: bytes | None) -> bytes:
    """A reply but for its sequence number, which is another one each time."""
    return reply[:2] + reply[4:] if reply else b""


def word(reply: bytes | None) -> int:
    """Read the first 32-bit word of a reply; 0 where the server answered with an error."""
    return int(struct.unpack_from("=I", reply, 8)[0]) if reply else 0


class XResources:
    """The X-Resource side of one connection. Names of types and selections are asked for once."""

    def __init__(self, wire: Wire, setup: Setup) -> None:
        """Open the extension; raises X11UnsupportedError where there is none."""
        self._wire = wire
        self._setup = setup
        self._types: dict[int, str] = {}
        self._selections: dict[str, int] = {}
        self._listed: list[tuple[int, int]] = []
        self._heard: list[bytes] = []
        self._tables: Tables | None = None
        name = b"X-Resource"
        extension = wire.ask([request(_QUERY_EXTENSION, 0, len(name), tail=name)])[0]
        if not extension or not extension[8]:
            raise X11UnsupportedError("it has no X-Resource extension")
        self._major = extension[9]
        version = wire.ask([request(self._major, _VERSION, tail=bytes((*_WITH_PIDS, 0, 0)))])[0]
        self._tells_pids = version is not None and struct.unpack_from("=HH", version, 8) >= _WITH_PIDS

    def look(self, selections: Sequence[str]) -> Tables:
        """Read everything once, in one round trip, and a few more where a client or a name is new.

        Returns the very same tables as long as the server says the same.
        """
        owned = [self._selection(name) for name in selections]
        questions = [request(self._major, _CLIENTS)]
        questions += [request(_GET_GEOMETRY, 0, root) for root in self._setup.roots]
        questions += [request(_SELECTION_OWNER, 0, atom) for atom in owned]
        if self._tells_pids:
            questions.append(request(self._major, _CLIENT_IDS, 1, 0, _LOCAL_PID))
        ends = 1 + len(self._setup.roots), 1 + len(self._setup.roots) + len(owned), len(questions)
        replies = self._wire.ask([*questions, *self._about(self._listed)])
        if replies[0] is None:
            raise X11BrokenError("it does not list its clients")
        heard = [_without_number(reply) for reply in replies]
        if self._tables is not None and heard == self._heard:
            return self._tables
        listed = parse_pairs(replies[0])
        about = replies[ends[2] :] if listed == self._listed else self._wire.ask(self._about(listed))
        told_pids = replies[ends[1]] if self._tells_pids else None
        self._tables = Tables(
            clients=self._clients(listed, about, parse_pids(told_pids) if told_pids else {}),
            screens=tuple([struct.unpack_from("=HH", reply, 16) for reply in replies[1 : ends[0]] if reply]),
            owners=dict(zip(selections, map(word, replies[ends[0] : ends[1]]), strict=True)),
            own_base=self._setup.base,
        )
        # what was asked about others than are there now is no standard for the next look
        self._heard = heard if listed == self._listed else []
        self._listed = listed
        return self._tables

    def largest_windows(self) -> dict[int, int]:
        """The area in pixels of each connection's largest top-level window, by resource base.

        Top-level are the roots' children and grandchildren: a window manager's frame and
        what stands in it.
        """
        layer = list(self._setup.roots)
        windows: list[int] = []
        for _ in range(_FRAME_DEPTH):
            trees = self._wire.ask([request(_QUERY_TREE, 0, window) for window in layer])
            layer = [child for tree in trees if tree for child in parse_children(tree)][:_MAX_WINDOWS]
            windows += layer
        sizes = self._wire.ask([request(_GET_GEOMETRY, 0, window) for window in windows])
        largest: dict[int, int] = {}
        for window, size in zip(windows, sizes, strict=True):
            if size:
                width, height = struct.unpack_from("=HH", size, 16)
                base = window & ~self._setup.mask & _ID
                largest[base] = max(largest.get(base, 0), width * height)
        return largest

    def _about(self, listed: list[tuple[int, int]]) -> list[bytes]:
        return [request(self._major, _CLIENT_RESOURCES, base) for base, _ in listed]

    def _clients(
        self, listed: list[tuple[int, int]], replies: Sequence[bytes | None], pids: Mapping[int, int]
    ) -> tuple[XClient, ...]:
        held = [parse_pairs(reply) if reply else [] for reply in replies]
        self._learn_types({atom for pairs in held for atom, _ in pairs})
        return tuple(
            [
                XClient(base, mask, pids.get(base), {self._types[atom]: count for atom, count in pairs})
                for (base, mask), pairs in zip(listed, held, strict=True)
            ]
        )

    def _learn_types(self, atoms: set[int]) -> None:
        new = sorted(atoms - self._types.keys())
        for atom, reply in zip(
            new, self._wire.ask([request(_ATOM_NAME, 0, atom) for atom in new]), strict=True
        ):
            length = struct.unpack_from("=H", reply, 8)[0] if reply else 0
            self._types[atom] = reply[_BODY : _BODY + length].decode("latin-1") if reply else ""

    def _selection(self, name: str) -> int:
        if name not in self._selections:
            text = name.encode()
            self._selections[name] = word(self._wire.ask([request(_INTERN_ATOM, 0, len(text), tail=text)])[0])
        return self._selections[name]
