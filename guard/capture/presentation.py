"""How the desktop presents the programs behind findings: their entry, their icon."""

from collections import OrderedDict
from dataclasses import replace

from guard.capture.desktop_entry import DesktopEntries, DesktopEntry
from guard.capture.finding import Changed, Ended, Finding, Started, WatchEvent
from guard.capture.processes import ProcessFacts

_REMEMBERED = 128


class Presentation:
    """Remembers the entries of named programs, also of those that have just gone."""

    def __init__(self, entries: DesktopEntries) -> None:
        """Ask `entries`."""
        self._entries = entries
        self._known: OrderedDict[tuple[int | None, str | None], DesktopEntry] = OrderedDict()

    def prepare(self) -> None:
        """Begin to read the entries; returns at once."""
        self._entries.prepare()

    def learn(self, facts: ProcessFacts) -> DesktopEntry | None:
        """Return the entry of a process and keep it for the findings about it."""
        entry = self._entries.of(facts)
        self._known.pop((facts.pid, facts.exe), None)
        if entry is not None:
            self._known[facts.pid, facts.exe] = entry
            if len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
        return entry

    def finding(self, finding: Finding) -> Finding:
        """Add the desktop entry and the icon of the program that `finding` is about, if it has them."""
        key = (finding.pid, finding.exe)
        entry = self._known.get(key)
        if entry is None:
            return finding
        self._known.move_to_end(key)
        return replace(finding, desktop_entry=entry.id, icon=entry.icon)

    def event(self, event: WatchEvent) -> WatchEvent:
        """Do the same for what an event tells of."""
        if isinstance(event, Started | Changed | Ended):
            return replace(event, finding=self.finding(event.finding))
        return event
