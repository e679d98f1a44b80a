"""Who does it: the program behind a pid, with helpers and children counted to their parent."""

from collections import OrderedDict
from dataclasses import dataclass

from guard.capture.catalogue import Catalogue
from guard.capture.finding import Confidence
from guard.capture.processes import ProcessFacts, ProcessReader
from guard.capture.program_files import NoProgramFiles, ProgramFiles
from guard.capture.recognise import Match, base_name, recognise

_HELPER_CATEGORIES = frozenset({"media-tool"})
# what runs inside a shared desktop, a recorded terminal or a browser acts for itself
_NO_OWNERS = frozenset(
    {"media-tool", "harmless", "assistive", "browser", "virtual-device", "remote-access", "terminal-recorder"}
)
_MOST_ANCESTORS = 32
_REMEMBERED = 500


@dataclass(frozen=True, slots=True)
class Who:
    """The program that a finding is about. `key` tells programs apart, also over pid reuse."""

    key: tuple[object, ...]
    name: str
    tool: str | None = None
    pid: int | None = None
    exe: str | None = None
    since: float | None = None
    one_shot: bool = False
    harmless: str = ""
    confidence: Confidence = Confidence.HIGH


@dataclass(frozen=True, slots=True)
class Seen:
    """One process looked at: its facts and its match."""

    facts: ProcessFacts
    match: Match | None


class Identifier:
    """Names processes from the live system; those that have just gone, from what they were last."""

    def __init__(
        self, catalogue: Catalogue, reader: ProcessReader, files: ProgramFiles | None = None
    ) -> None:
        """Recognise with `catalogue` what `reader` reads; `files` tells what disguised programs are."""
        self._catalogue = catalogue
        self._reader = reader
        self._files = files or NoProgramFiles()
        self._last: OrderedDict[int, Who] = OrderedDict()

    def look(self, pid: int) -> Seen | None:
        """Look at one process; None when it is gone."""
        facts = self._reader.read(pid)
        if facts is None:
            return None
        return Seen(facts, self._match(facts))

    def of(self, pid: int) -> Who | None:
        """Return the program that a pid seen by its behaviour belongs to, or belonged to a moment ago."""
        facts = self._reader.read(pid)
        if facts is None:
            return self._last.get(pid)
        match = self._match(facts)
        who = self._owner(facts, match) or self._who(facts, match)
        self._remember(pid, who)
        return who

    def owner_of(self, seen: Seen) -> Who:
        """Return the recorder that started this helper, or the program itself."""
        return self._owner(seen.facts, seen.match) or self._who(seen.facts, seen.match)

    def _remember(self, pid: int, who: Who) -> None:
        self._last[pid] = who
        self._last.move_to_end(pid)
        if len(self._last) > _REMEMBERED:
            self._last.popitem(last=False)

    def _match(self, facts: ProcessFacts) -> Match | None:
        return recognise(self._catalogue, facts, self._files.reveal(facts))

    def _owner(self, facts: ProcessFacts, match: Match | None) -> Who | None:
        """Climb to the recorder whose helper this is; a recorder in its own right has none."""
        owner: Who | None = None
        for _ in range(_MOST_ANCESTORS):
            parent = self._reader.read(facts.parent) if facts.parent > 1 else None
            if parent is None or parent.started > facts.started + 1:
                return owner
            parent_match = self._match(parent)
            if parent_match is not None and _owns(parent_match, match):
                owner = self._who(parent, parent_match)
            facts = parent
        return owner

    @staticmethod
    def _who(facts: ProcessFacts, match: Match | None) -> Who:
        path = facts.exe or (facts.argv[0] if facts.argv else None)
        return Who(
            key=(facts.pid, facts.started),
            name=match.tool.name if match else base_name(path or facts.comm) or facts.comm,
            tool=match.tool.id if match else None,
            pid=facts.pid,
            exe=facts.exe,
            since=facts.started,
            one_shot=any(meaning.one_shot for meaning in match.meanings) if match else False,
            harmless=match.tool.harmless if match else "",
            confidence=match.confidence if match else Confidence.MEDIUM,
        )


def _owns(parent: Match, child: Match | None) -> bool:
    if child is not None and parent.tool.id == child.tool.id:
        return True
    child_is_helper = child is None or child.tool.category in _HELPER_CATEGORIES
    return child_is_helper and bool(parent.meanings) and parent.tool.category not in _NO_OWNERS
