"""Ports that others can reach, with the program that holds each: evidence, whatever a setting says."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from guard.checkup.check import Answer, Reading
from guard.checkup.detect import Ports
from guard.checkup.linux import sockets
from guard.checkup.linux.sockets import Holder, Protocol, Socket

_SPAN = re.compile(r"([0-9]{1,5})(?:-([0-9]{1,5}))?")
_PROC = Path("/proc")
_ANYWHERE = "every network"
_COMM = 15  # the kernel keeps this many letters of a name
_NOTHING = "Nothing that others could reach waits on these ports."
_OTHERS = "Only other programs wait on these ports."


def ports(what: Ports, proc: Path = _PROC) -> Reading:
    """Say whether anything waits on these ports for somebody else than this computer."""
    hits: list[Socket] = []
    try:
        for protocol, spans in (("tcp", what.tcp), ("udp", what.udp)):
            hits += _within(protocol, spans, proc) if spans else []  # type: ignore[arg-type] # a loop forgets that these are literals
    except (OSError, ValueError):
        return Reading(Answer.UNKNOWN, why="The list of open ports could not be read.")
    held = sockets.holders(proc, [one.inode for one in hits]) if hits else {}
    if what.by:
        unseen = [one for one in hits if one.inode not in held]
        hits = [one for one in hits if one.inode in held and _is_one(held[one.inode], what.by)]
        if unseen and not hits:
            why = f"Guard may not see which program waits on {_named(unseen)}."
            return Reading(Answer.UNKNOWN, why=why, evidence=_lines(unseen, held))
    if not hits:
        return Reading(Answer.SAFE, evidence=(_OTHERS if held else _NOTHING,))
    return Reading(Answer.UNSAFE, why=f"Open to others: {_named(hits)}.", evidence=_lines(hits, held))


def _named(hits: Sequence[Socket]) -> str:
    return ", ".join(dict.fromkeys(f"{one.protocol.upper()} {one.port}" for one in hits))


def _lines(hits: Sequence[Socket], held: Mapping[int, Holder]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_line(one, held.get(one.inode)) for one in hits))


def _is_one(holder: Holder, names: Sequence[str]) -> bool:
    """Tell whether a socket's holder is one of these programs."""
    seen = {holder.name.casefold(), Path(holder.path).name.casefold()}
    return any(name.casefold() in seen or name.casefold()[:_COMM] == holder.name.casefold() for name in names)


def _within(protocol: Protocol, spans: Sequence[str], proc: Path) -> list[Socket]:
    wanted = [_span(span) for span in spans]
    return [
        one
        for one in sockets.waiting(proc, protocol)
        if not one.only_here and any(low <= one.port <= high for low, high in wanted)
    ]


def _span(text: str) -> tuple[int, int]:
    found = _SPAN.fullmatch(text)
    if found is None:
        raise ValueError(text)
    return int(found[1]), int(found[2] or found[1])


def _line(one: Socket, holder: Holder | None) -> str:
    where = f"{one.protocol.upper()} port {one.port}"
    on = _ANYWHERE if one.address.is_unspecified else str(one.address)
    if holder is None:
        whose = sockets.user_name(one.uid)
        return f"A program of the user {whose}, which Guard may not see, waits on {where} ({on})."
    path = f" ({holder.path})" if holder.path else ""
    return f"{holder.name}{path} waits on {where} ({on})."
