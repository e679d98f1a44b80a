"""How the desktop presents the programs behind findings: their entry, their icon."""

from collections import OrderedDict
from collections.abc import Collection
from collections.abc import Set as AbstractSet
from dataclasses import replace

from guard.capture.desktop_entry import DesktopEntries, DesktopEntry
from guard.capture.finding import Changed, Ended, Finding, Started, WatchEvent
from guard.capture.processes import ProcessFacts

_REMEMBERED = 64

ProgramKey = tuple[int | None, str | None]


class Presentation:
    """Remembers the entries of named programs, also of those that have just gone."""

    def __init__(self, entries: DesktopEntries, taken: Collection[str] = frozenset()) -> None:
        """Ask `entries`; what none but the known programs may be called is `taken`, in small letters."""
        self._entries = entries
        self._taken = taken
        self._known: OrderedDict[ProgramKey, DesktopEntry] = OrderedDict()
        self._asked_early: OrderedDict[ProgramKey, ProcessFacts] = OrderedDict()

    def prepare(self) -> None:
        """Begin to read the entries; returns at once."""
        self._entries.prepare()

    def learn(self, facts: ProcessFacts) -> DesktopEntry | None:
        """Return the entry of a process and keep it for the findings about it."""
        key = (facts.pid, facts.exe)
        entry = self._entries.of(facts)
        self._known.pop(key, None)
        self._asked_early.pop(key, None)
        if entry is not None:
            self._known[key] = entry
            if len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
        elif not self._entries.settled:
            self._asked_early[key] = facts
            if len(self._asked_early) > _REMEMBERED:
                self._asked_early.popitem(last=False)
        return entry

    def catch_up(self) -> AbstractSet[ProgramKey]:
        """Ask again for programs that were asked for before all entries were read; return those that have one now."""
        if not self._asked_early or not self._entries.settled:
            return frozenset()
        early = list(self._asked_early.items())
        return {key for key, facts in early if self.learn(facts) is not None}

    def finding(self, finding: Finding) -> Finding:
        """Add the desktop entry and the icon of the program that `finding` is about, if it has them, and its name if unknown."""
        key = (finding.pid, finding.exe)
        entry = self._known.get(key)
        if entry is None:
            return finding
        self._known.move_to_end(key)
        name = finding.name if finding.tool else self.name(entry) or finding.name
        return replace(finding, name=name, desktop_entry=entry.id, icon=entry.icon)

    def name(self, entry: DesktopEntry | None) -> str:
        """What an unknown program with this entry may be called; an entry does not make it one of the known ones."""
        return "" if entry is None or entry.name.casefold() in self._taken else entry.name

    def event(self, event: WatchEvent) -> WatchEvent:
        """Do the same for what an event tells of."""
        if isinstance(event, Started | Changed | Ended):
            return replace(event, finding=self.finding(event.finding))
        return event
