"""Who is behind a PipeWire stream: the pid that the kernel attests, or what the program claims of itself.

A program that comes through a go-between (the PulseAudio server, the desktop portal) shows
the go-between's pid. Only then is its own word taken, only when a live process of the same
user bears it out, and always marked as claimed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from guard.capture.processes import ProcessFacts
from guard.capture.sensors.linux.pipewire.flow import printable
from guard.capture.sensors.linux.pipewire.graph import Graph, Node

ReadProcess = Callable[[int], ProcessFacts | None]

_SOUND_SYSTEM = frozenset({"pipewire", "pipewire-pulse", "pipewire-media-session", "wireplumber"})
_SYSTEM_FOLDERS = ("/usr/", "/bin/", "/nix/store/", "/gnu/store/", "/snap/")
_PORTAL = "xdg-desktop-portal"
_GNOME_SCRIPTS = frozenset({"gjs", "gjs-console"})
_GNOME_RECORDER = "/org.gnome.Shell.Screencast"
_DELETED = " (deleted)"  # so the kernel calls a program file that is gone or never was one
_NAME_LENGTH = 15  # the kernel cuts names there


@dataclass(frozen=True, slots=True)
class Owner:
    """A stream's program. `pid` is None where nothing trustworthy tells it.

    `ended` is True where the process that it claims to be is no more, or not to be seen
    from here. `app_id` is what the portal attests. `between` is True for
    the desktop's own recorder, which records for whoever asked it. `sound_system` is True when the stream is PipeWire's own; `through_server` when the
    sound server made the stream for a program, so that its settings are the server's word.
    """

    pid: int | None
    who: str | None
    claimed: bool = False
    sound_system: bool = False
    through_server: bool = False
    app_id: str = ""
    between: bool = False
    ended: bool = False


def owner(graph: Graph, node: Node, read: ReadProcess, *, pids_fit: bool = True) -> Owner:
    """Tell whose `node` is; `pids_fit` is False where PipeWire counts pids in another world than we do."""
    client = graph.clients.get(node.client, {}) if node.client is not None else {}
    props = {**node.props, **client}
    named = printable(props.get("pipewire.access.portal.app_id"))
    app_id = named if client.get("pipewire.access") == "portal" else ""
    who = named or printable(props.get("application.name"))
    who = who or printable(node.props.get("node.name"))
    attested = _number(client.get("pipewire.sec.pid"))
    if not pids_fit or attested is None:
        return Owner(None, who or None, claimed=True, app_id=app_id)
    between = _program(read(attested))
    claim = _number(props.get("application.process.id"))
    portal = client.get("pipewire.access") == "portal" or between == _PORTAL
    served = between in _SOUND_SYSTEM and client.get("client.api") == "pipewire-pulse" and claim != attested
    if not portal and not served:
        recorder = _is_recorder(read(attested))
        return Owner(attested, who or None, sound_system=between in _SOUND_SYSTEM, between=recorder)
    theirs = claim if claim != attested else None
    pid = theirs if theirs is not None and _borne_out(theirs, props, read) else None
    ended = theirs is not None and read(theirs) is None
    return Owner(pid, who or None, claimed=True, through_server=served, app_id=app_id, ended=ended)


def _borne_out(claim: int, props: Mapping[str, str], read: ReadProcess) -> bool:
    """Tell whether the claimed process can be the one: a pid from inside a sandbox names a stranger."""
    facts = read(claim)
    if facts is None:
        return False
    if "pipewire.sec.uid" in props and _number(props["pipewire.sec.uid"]) != facts.uid:
        return False
    binary = props.get("application.process.binary", "").removesuffix(_DELETED)
    names = {facts.comm, *(part.rpartition("/")[2] for part in (facts.exe, *facts.argv[:1]) if part)}
    return not binary or any(name[:_NAME_LENGTH] == binary[:_NAME_LENGTH] for name in names)


def _program(facts: ProcessFacts | None) -> str:
    """The name of a program that only an administrator can install; its own word where the file cannot be read."""
    if facts is None:
        return ""
    if facts.exe is None:
        return facts.comm
    return facts.exe.rpartition("/")[2] if facts.exe.startswith(_SYSTEM_FOLDERS) else ""


def _is_recorder(facts: ProcessFacts | None) -> bool:
    """Tell whether this is GNOME's recorder, a script of the desktop's own."""
    words = facts.argv[1:] if facts and _program(facts) in _GNOME_SCRIPTS else ()
    return any(word.startswith(_SYSTEM_FOLDERS) and word.endswith(_GNOME_RECORDER) for word in words)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() else None
