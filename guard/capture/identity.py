"""Who does it: the program behind a pid, with helpers and children counted to their parent."""

from collections import OrderedDict
from dataclasses import dataclass, replace

from guard.capture.catalogue import Catalogue
from guard.capture.desktop_entry import DesktopEntries, DesktopEntry, NoDesktopEntries
from guard.capture.finding import Confidence
from guard.capture.interpreters import is_interpreter, told_to_run
from guard.capture.presentation import Presentation
from guard.capture.processes import ProcessFacts, ProcessReader
from guard.capture.program_files import NoProgramFiles, ProgramFiles
from guard.capture.recognise import Match, base_name, recognise, script_name

_HELPER_CATEGORIES = frozenset({"media-tool"})
# what runs inside a shared desktop, a recorded terminal or a browser acts for itself
_NO_OWNERS = frozenset(
    {"media-tool", "harmless", "assistive", "browser", "virtual-device", "remote-access", "terminal-recorder"}
)
_SCREENSHOT = "screenshot"
_MONITORING, _REMOTE_ACCESS = "monitoring", "remote-access"
# toolkits' own programs, which show pages for whoever has started them
_ACT_FOR_THEIR_PARENT = frozenset(
    {"QtWebEngineProcess", "WebKitWebProcess", "WebKitGPUProcess", "WebKitNetworkProcess"}
)
_OF_PYTHON_ITSELF = "multiprocessing."
_MOST_ANCESTORS = 32
_REMEMBERED = 64


@dataclass(frozen=True, slots=True)
class Who:
    """The program that a finding is about. `key` tells programs apart, also over pid reuse.

    `started_by` are the keys of the programs that it was started by, the nearest first.
    """

    key: tuple[object, ...]
    name: str
    tool: str | None = None
    pid: int | None = None
    exe: str | None = None
    since: float | None = None
    one_shot: bool = False
    harmless: str = ""
    confidence: Confidence = Confidence.HIGH
    started_by: tuple[tuple[object, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Seen:
    """One process looked at: its facts and its match."""

    facts: ProcessFacts
    match: Match | None


class Identifier:
    """Names processes from the live system; those that have just gone, from what they were last."""

    def __init__(
        self,
        catalogue: Catalogue,
        reader: ProcessReader,
        files: ProgramFiles | None = None,
        entries: DesktopEntries | None = None,
    ) -> None:
        """Recognise with `catalogue` what `reader` reads.

        `files` tells what disguised programs are, `entries` how the desktop presents programs.
        """
        self._catalogue = catalogue
        self._reader = reader
        self._files = files or NoProgramFiles()
        taken = {name.casefold() for tool in catalogue.tools for name in (tool.name, tool.id)}
        self.presentation = Presentation(entries or NoDesktopEntries(), taken)
        self._last: OrderedDict[int, Who] = OrderedDict()

    def look(self, pid: int, facts: ProcessFacts | None = None) -> Seen | None:
        """Look at one process, at `facts` if it has been read; None when it is gone."""
        facts = facts or self._reader.read(pid)
        if facts is None:
            return None
        return Seen(facts, self._match(facts))

    def of(self, pid: int) -> Who | None:
        """Return the program that a pid seen by its behaviour belongs to, or belonged to a moment ago."""
        facts = self._reader.read(pid)
        if facts is None:
            return self._last.get(pid)
        match = self._match(facts)
        who = self._owner(facts, match)
        self._remember(pid, who)
        return who

    def owner_of(self, seen: Seen) -> Who:
        """Return the recorder that started this helper, or the program itself."""
        return self._owner(seen.facts, seen.match)

    def _remember(self, pid: int, who: Who) -> None:
        self._last[pid] = who
        self._last.move_to_end(pid)
        if len(self._last) > _REMEMBERED:
            self._last.popitem(last=False)

    def _match(self, facts: ProcessFacts) -> Match | None:
        return recognise(self._catalogue, facts, self._files.reveal(facts))

    def _owner(self, facts: ProcessFacts, match: Match | None) -> Who:
        """Climb to the recorder whose helper this is, or to the first process of a program that has many."""
        owner, owner_match, child = facts, match, facts
        started_by: list[tuple[object, ...]] = []
        same, apart = True, False
        for _ in range(_MOST_ANCESTORS):
            parent = self._reader.read(child.parent) if child.parent > 1 else None
            if parent is None or parent.started > child.started + 1:
                break
            parent_match = self._match(parent)
            same = same and same_program(child, parent)
            if same or (parent_match is not None and _owns(parent_match, match)):
                owner, owner_match, started_by = parent, parent_match or owner_match, []
            apart = apart or (parent_match is not None and parent_match.tool.category in _NO_OWNERS)
            if owner is not parent and not apart:
                started_by.append(_key(parent))
            child = parent
        return replace(self._who(owner, owner_match), started_by=tuple(started_by))

    def _name(self, facts: ProcessFacts, entry: DesktopEntry | None) -> str:
        """What to call an unknown program."""
        if shown := self.presentation.name(entry):
            return shown
        path = facts.exe or (facts.argv[0] if facts.argv else None)
        program = base_name(path or facts.comm)
        script = told_to_run(program, facts.argv)
        return (script_name(program, script.what) if script else program) or program or facts.comm

    def _who(self, facts: ProcessFacts, match: Match | None) -> Who:
        entry = self.presentation.learn(facts)
        return Who(
            key=_key(facts),
            name=match.tool.name if match else self._name(facts, entry),
            tool=match.tool.id if match else None,
            pid=facts.pid,
            exe=facts.exe,
            since=facts.started,
            one_shot=any(meaning.one_shot for meaning in match.meanings) if match else False,
            harmless=match.tool.harmless if match else "",
            confidence=match.confidence if match else Confidence.MEDIUM,
        )


def _key(facts: ProcessFacts) -> tuple[object, ...]:
    """One run of a program; of a sandboxed application, the application."""
    return ("app", facts.app_id) if facts.app_id else (facts.pid, facts.started)


def same_program(child: ProcessFacts, parent: ProcessFacts) -> bool:
    """Tell whether two processes, one started by the other, are one program; of an interpreter, one script."""
    if child.exe is not None and base_name(child.exe) in _ACT_FOR_THEIR_PARENT:
        return True
    if child.exe is None or child.exe != parent.exe:
        return False
    if not is_interpreter(base_name(child.exe)):
        return True
    return child.argv == parent.argv or any(_OF_PYTHON_ITSELF in word for word in child.argv)


def _owns(parent: Match, child: Match | None) -> bool:
    if child is not None and parent.tool.id == child.tool.id:
        return True
    helpers = _HELPER_CATEGORIES | ({_SCREENSHOT} if parent.tool.category == _SCREENSHOT else set())
    helpers |= {_REMOTE_ACCESS} if parent.tool.category == _MONITORING else set()
    child_is_helper = child is None or child.tool.category in helpers
    return child_is_helper and bool(parent.meanings) and parent.tool.category not in _NO_OWNERS
