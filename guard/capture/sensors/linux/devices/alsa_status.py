"""Sound recording without a sound server, as the kernel lists it in /proc/asound; everybody may read it.

Rules and parsers are pure; `AsoundReader` reads the files.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from guard.capture.finding import Confidence, Kind, Sighting, Strength
from guard.capture.processes import ProcessFacts
from guard.capture.sensors.linux.system_program import system_program

NAME = "alsa"

_FIELD = re.compile(r"^(\w+)\s*:\s*(.*)$", re.MULTILINE)
_WHERE = re.compile(r"card(\d+)/pcm(\d+)c/sub(\d+)/status$")
_CLOSED = "closed"
_RUNNING = "RUNNING"
_NAMED_ELSEWHERE = frozenset(
    {"pipewire", "pipewire-pulse", "wireplumber", "pipewire-media-session", "jackd", "jackdbus"}
)
_HIDES_ITS_CLIENTS = frozenset({"pulseaudio"})
_LOOPBACK = "Loopback"


@dataclass(frozen=True, slots=True)
class Status:
    """State of one stream, in the kernel's word; `owner` is the thread that opened it, where it is told."""

    state: str
    owner: int | None


@dataclass(frozen=True, slots=True)
class Stream:
    """One open recording stream. `pid` is None where nobody tells who holds it."""

    card: int
    device: int
    number: int
    running: bool
    pid: int | None
    loopback: bool = False
    label: str = ""


def parse_status(text: str) -> Status | None:
    """Read a status file; None when the stream is closed or the text is none of the kernel's."""
    if text.strip() == _CLOSED:
        return None
    fields = parse_fields(text)
    if "state" not in fields:
        return None
    owner = fields.get("owner_pid", "")
    known = owner.isascii() and owner.isdigit() and int(owner) > 0
    return Status(fields["state"], int(owner) if known else None)


def parse_fields(text: str) -> dict[str, str]:
    """Read lines of the form `name : value`."""
    return {name: value.strip() for name, value in _FIELD.findall(text)}


def sightings(
    streams: Iterable[Stream], read: Callable[[int], ProcessFacts | None]
) -> Iterator[tuple[Sighting, bool]]:
    """What the open streams mean; nothing for servers whose programs another sensor names. None is certain at once."""
    for stream in streams:
        program = system_program(read(stream.pid)) if stream.pid is not None else ""
        if program in _NAMED_ELSEWHERE:
            continue
        if program in _HIDES_ITS_CLIENTS:
            if stream.running:
                yield _through_a_server(stream), False
        else:
            yield _direct(stream), False


def _direct(stream: Stream) -> Sighting:
    kind = Kind.SYSTEM_AUDIO if stream.loopback else Kind.MICROPHONE
    device = f"“{stream.label}”" if stream.label else f"device {stream.device} of sound card {stream.card}"
    if stream.running:
        what = "the sound sent through" if stream.loopback else "from"
        says = f"It records {what} {device} directly, without asking the sound server."
    else:
        says = f"It has opened {device} to record and takes nothing from it at the moment."
    return Sighting(
        sensor=NAME,
        key=_key(stream),
        kind=kind,
        strength=Strength.CAPTURING if stream.running else Strength.ABLE,
        says=says,
        pid=stream.pid,
        who=None if stream.pid else "A program that cannot be named",
        confidence=Confidence.HIGH if stream.pid else Confidence.LOW,
    )


def _through_a_server(stream: Stream) -> Sighting:
    return Sighting(
        sensor=NAME,
        key=_key(stream),
        kind=Kind.MICROPHONE,
        strength=Strength.ABLE,
        says="The PulseAudio sound server takes sound from the microphone; for which program, and whether only to show how loud it is, cannot be told.",
        pid=None,
        who="A program that uses PulseAudio",
        confidence=Confidence.LOW,
    )


def _key(stream: Stream) -> str:
    return f"card{stream.card}-device{stream.device}-{stream.number}:{stream.pid}"


class AsoundReader:
    """Reads /proc/asound. What cannot be read is absent.

    `holder` is asked who holds a node (by its name, like pcmC0D0c) when its opener is gone.
    """

    def __init__(self, proc: Path, holder: Callable[[str], int | None]) -> None:
        self._proc = proc
        self._holder = holder

    @property
    def present(self) -> bool:
        """Tell whether there is anything to record from."""
        return next(self._files(), None) is not None

    def streams(self) -> list[Stream]:
        """Every recording stream that is open."""
        return [stream for file in self._files() if (stream := self._stream(file))]

    def _files(self) -> Iterator[Path]:
        try:
            yield from sorted((self._proc / "asound").glob("card[0-9]*/pcm*c/sub*/status"))
        except OSError:
            return

    def _stream(self, file: Path) -> Stream | None:
        status = parse_status(_text(file))
        place = _WHERE.search(file.as_posix())
        if status is None or place is None:
            return None
        card, device, number = (int(group) for group in place.groups())
        pid = self._process(status.owner) or self._holder(f"pcmC{card}D{device}c")
        return Stream(
            card,
            device,
            number,
            status.state == _RUNNING,
            pid,
            _text(file.parents[2] / "id").strip() == _LOOPBACK,
            parse_fields(_text(file.parents[1] / "info")).get("name", ""),
        )

    def _process(self, thread: int | None) -> int | None:
        """The process that a thread belongs to; None when it is gone."""
        if thread is None:
            return None
        leader = parse_fields(_text(self._proc / str(thread) / "status")).get("Tgid", "")
        return int(leader) if leader.isascii() and leader.isdigit() else None


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
