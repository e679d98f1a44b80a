"""Programs that run, ports that listen, and what a tool says: what reads the same on every system."""

import ipaddress
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import psutil

from guard.checkup.check import Answer, Reading
from guard.checkup.command import Ran
from guard.checkup.detect import Command, Ports, Processes

_EXE = ".exe"
_SPAN = re.compile(r"(\d{1,5})(?:-(\d{1,5}))?")


@dataclass(frozen=True, slots=True)
class Running:
    """A program that runs. `path` is "" where the system does not tell it."""

    name: str
    pid: int
    path: str = ""

    def spoken(self) -> str:
        """Name it as evidence does."""
        return f"{self.name} ({self.path})" if self.path else self.name


@dataclass(frozen=True, slots=True)
class Listening:
    """A socket that waits for others. `owner` is None where the system does not tell whose it is."""

    kind: str
    address: str
    port: int
    owner: Running | None = None


def running() -> list[Running]:
    """Return the programs that this user may see. Raises `psutil.Error` or `OSError`."""
    found = []
    for process in psutil.process_iter(["name", "exe"]):
        name = process.info["name"] or ""
        if name:
            found.append(Running(name, process.pid, process.info["exe"] or ""))
    return found


def listening() -> list[Listening]:
    """Return the sockets that listen. Raises `psutil.Error` or `OSError`."""
    sockets = []
    for one in psutil.net_connections(kind="inet"):
        tcp = one.type.name == "SOCK_STREAM"
        if not one.laddr or (one.status != psutil.CONN_LISTEN if tcp else bool(one.raddr)):
            continue
        sockets.append(Listening("tcp" if tcp else "udp", one.laddr.ip, one.laddr.port, _owner(one.pid)))
    return sockets


def processes(what: Processes, now: Callable[[], Iterable[Running]] = running) -> Reading:
    """Look whether any of these programs runs; unsafe when one does."""
    try:
        seen = list(now())
    except (psutil.Error, OSError):
        seen = []
    if not seen:
        return _cannot("The list of running programs could not be read.")
    wanted = {name.casefold().removesuffix(_EXE) for name in what.names}
    hits = {one.spoken(): one for one in seen if one.name.casefold().removesuffix(_EXE) in wanted}
    if not hits:
        return Reading(Answer.SAFE)
    names = ", ".join(sorted({one.name for one in hits.values()}))
    return Reading(
        Answer.UNSAFE,
        why=f"Running now: {names}. Is that yours?",
        evidence=tuple(f"{one} runs." for one in hits),
    )


def ports(what: Ports, now: Callable[[], Iterable[Listening]] = listening) -> Reading:
    """Look whether anything that others can reach listens on these ports; unsafe when something does."""
    try:
        seen = list(now())
        wanted = {"tcp": _spans(what.tcp), "udp": _spans(what.udp)}
    except (psutil.Error, OSError):
        return _cannot("The list of open ports could not be read.")
    except ValueError:
        return _cannot("The check names a port that is none.")
    hits = [
        one
        for one in seen
        if not _loopback(one.address)
        and any(low <= one.port <= high for low, high in wanted[one.kind])
        and _may_be(one.owner, what.by)
    ]
    if not hits:
        return Reading(Answer.SAFE)
    lines = dict.fromkeys(_heard(one) for one in hits)
    return Reading(Answer.UNSAFE, why=" ".join(lines), evidence=tuple(lines))


def command(what: Command, tool: Callable[[Sequence[str]], Ran]) -> Reading:
    """Run a tool and judge its words by the patterns, in the order safe, unsafe, not applicable.

    A tool that failed never passes, whatever it printed.
    """
    ran = tool(what.argv)
    if ran.code is None:
        return _cannot(ran.why)
    said = f"{ran.out}\n{ran.err}"
    for pattern, answer in (
        (what.safe, Answer.SAFE),
        (what.unsafe, Answer.UNSAFE),
        (what.not_applicable, Answer.NOT_APPLICABLE),
    ):
        if pattern and re.search(pattern, said):
            if answer is Answer.SAFE and not ran.ok:
                break
            why = "This computer does not have it." if answer is Answer.NOT_APPLICABLE else ""
            return Reading(answer, why=why)
    return _cannot(f"What the tool “{what.argv[0]}” said is not something that Guard knows.")


def _may_be(owner: Running | None, names: Sequence[str]) -> bool:
    wanted = {name.casefold().removesuffix(_EXE) for name in names}
    return not wanted or owner is None or owner.name.casefold().removesuffix(_EXE) in wanted


def _owner(pid: int | None) -> Running | None:
    if not pid:
        return None
    try:
        process = psutil.Process(pid)
        name = process.name()
    except (psutil.Error, OSError):
        return None
    try:
        return Running(name, pid, process.exe())
    except (psutil.Error, OSError):
        return Running(name, pid)


def _heard(one: Listening) -> str:
    who = one.owner.spoken() if one.owner else "A program that the system does not name"
    return f"{who} listens on {one.kind.upper()} port {one.port}."


def _spans(texts: Iterable[str]) -> list[tuple[int, int]]:
    spans = []
    for text in texts:
        found = _SPAN.fullmatch(text)
        if not found:
            raise ValueError(text)
        spans.append((int(found[1]), int(found[2] or found[1])))
    return spans


def _loopback(address: str) -> bool:
    """Tell whether only this computer can reach `address`; one that cannot be read might be reached."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    mapped = parsed.ipv4_mapped if isinstance(parsed, ipaddress.IPv6Address) else None
    return (mapped or parsed).is_loopback


def _cannot(why: str) -> Reading:
    return Reading(Answer.UNKNOWN, why=why)
