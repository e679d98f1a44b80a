"""Asks a Wayland compositor, over its own control socket, who has windows and how large the screens are."""

import json
import socket
import struct
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from guard.capture.sensors.linux.casts.screencopy_rules import Shown

_SWAY_MAGIC = b"i3-ipc"
_SWAY_HEADER = struct.Struct("=6sII")
_SWAY_OUTPUTS, _SWAY_TREE = 3, 4
_MOST = 1 << 24
_DEEPEST = 64

Look = Callable[[float], Shown]


class WindowsError(Exception):
    """The compositor does not tell; the text says why."""


@dataclass(frozen=True, slots=True)
class Sockets:
    """Where control sockets may be: the session's runtime folder, and what the environment names."""

    runtime: Path
    sway: str = ""
    hyprland: str = ""
    niri: str = ""


def sockets(environ: Mapping[str, str]) -> Sockets:
    """Take them from the environment."""
    return Sockets(
        Path(environ.get("XDG_RUNTIME_DIR") or "/nonexistent"),
        environ.get("SWAYSOCK", ""),
        environ.get("HYPRLAND_INSTANCE_SIGNATURE", ""),
        environ.get("NIRI_SOCKET", ""),
    )


def teller(where: Sockets, compositor: int, uid: int) -> Look | None:
    """The way to ask this compositor, a pid; None where it has none. The function takes a limit in seconds."""
    own = where.runtime / f"sway-ipc.{uid}.{compositor}.sock"
    for path in (own, *([Path(where.sway)] if where.sway else [])):
        if path.is_socket():
            return lambda limit: sway(path, limit)
    for folder in (where.runtime / "hypr", Path("/tmp/hypr")):  # noqa: S108 - fixed by older Hyprlands
        path = folder / where.hyprland / ".socket.sock"
        if where.hyprland and path.is_socket():
            return lambda limit: hyprland(path, limit)
    if where.niri and Path(where.niri).is_socket():
        return lambda limit: niri(Path(where.niri), limit)
    return None


def sway(path: Path, limit: float) -> Shown:
    """Ask sway, or what speaks like it. Raises `WindowsError`."""
    tree, outputs = (
        _sway_answer(_said(path, _SWAY_HEADER.pack(_SWAY_MAGIC, 0, kind), limit, _sway_length))
        for kind in (_SWAY_TREE, _SWAY_OUTPUTS)
    )
    modes = [_part(output, "current_mode") for output in _list(outputs)]
    return Shown(frozenset(_pids(_nodes(tree, _DEEPEST))), _sizes(modes))


def hyprland(path: Path, limit: float) -> Shown:
    """Ask Hyprland. Raises `WindowsError`."""
    clients, monitors = (_json(_said(path, ask, limit)) for ask in (b"j/clients", b"j/monitors"))
    return Shown(frozenset(_pids(_list(clients))), _sizes(_list(monitors)))


def niri(path: Path, limit: float) -> Shown:
    """Ask niri. Raises `WindowsError`."""
    windows, outputs = (
        _part(_part(_json(_said(path, f'"{ask}"\n'.encode(), limit, _line_length)), "Ok"), ask)
        for ask in ("Windows", "Outputs")
    )
    modes = []
    for output in outputs.values() if isinstance(outputs, dict) else ():
        known, current = _list(_part(output, "modes")), _part(output, "current_mode")
        if isinstance(current, int) and 0 <= current < len(known):
            modes.append(known[current])
    return Shown(frozenset(_pids(_list(windows))), _sizes(modes))


def _said(
    path: Path, question: bytes, limit: float, length: Callable[[bytes], int | None] = lambda _: None
) -> bytes:
    """Ask and read until `length` is reached, or to the end where it stays None."""
    until = time.monotonic() + limit
    answer = b""
    try:
        with socket.socket(socket.AF_UNIX) as sock:
            sock.settimeout(limit)
            sock.connect(str(path))
            sock.sendall(question)
            while (whole := length(answer)) is None or len(answer) < whole:
                sock.settimeout(max(until - time.monotonic(), 0.0001))
                data = sock.recv(1 << 16)
                if not data and whole is None:
                    return answer
                if not data or len(answer) > _MOST:
                    raise WindowsError("its answer is cut short or has no end")
                answer += data
    except TimeoutError as error:
        raise WindowsError("it does not answer in time") from error
    except OSError as error:
        raise WindowsError("its control socket cannot be used") from error
    return answer


def _sway_length(answer: bytes) -> int | None:
    if len(answer) < _SWAY_HEADER.size:
        return _SWAY_HEADER.size
    magic, size, _ = _SWAY_HEADER.unpack_from(answer)
    if magic != _SWAY_MAGIC or size > _MOST:
        raise WindowsError("it answers in words that Guard does not know")
    return _SWAY_HEADER.size + int(size)


def _sway_answer(answer: bytes) -> Any:
    return _json(answer[_SWAY_HEADER.size :])


def _line_length(answer: bytes) -> int | None:
    end = answer.find(b"\n")
    return end + 1 if end >= 0 else len(answer) + 1


def _json(answer: bytes) -> Any:
    try:
        return json.loads(answer)
    except (ValueError, RecursionError) as error:
        raise WindowsError("it answers in words that Guard does not know") from error


def _nodes(node: Any, depth: int) -> Iterator[Any]:
    yield node
    for name in ("nodes", "floating_nodes"):
        for child in _list(_part(node, name)) if depth else ():
            yield from _nodes(child, depth - 1)


def _pids(nodes: Iterator[Any] | list[Any]) -> Iterator[int]:
    return (pid for node in nodes if isinstance(pid := _part(node, "pid"), int) and pid > 0)


def _sizes(modes: list[Any]) -> frozenset[tuple[int, int]]:
    pairs = ((_part(mode, "width"), _part(mode, "height")) for mode in modes)
    return frozenset((w, h) for w, h in pairs if isinstance(w, int) and isinstance(h, int))


def _part(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, dict) else None


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
