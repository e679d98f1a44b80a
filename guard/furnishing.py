"""The composition root of the window's furniture: hands the rooms that `app` knows to `ui`.

`desktop` loads this module once its window can be seen.
"""

import importlib
import shutil
from collections.abc import Callable, Collection, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from guard import app, livefacts, places
from guard.capture import catalogue, policy
from guard.capture.catalogue import Catalogue, Tool
from guard.capture.finding import Finding
from guard.capture.sensors import host
from guard.checkup.notes import CheckUpNotes
from guard.instance import Instance
from guard.knowledge import platforms
from guard.knowledge.platform_notes import PlatformNotes
from guard.once import Once
from guard.profiles.advice import Adviser
from guard.profiles.common import read_common
from guard.profiles.here import self_words_reader
from guard.profiles.palette import read_palette
from guard.profiles.suggest import Suggester, read_words
from guard.safekeeping import Safekeeping
from guard.session import aftercare, checklist, topics
from guard.session.keeper import SessionKeeper, boot_clock
from guard.session.unfinished import UnfinishedMarker
from guard.settings import SettingsFile
from guard.ui.application import GuardWindow
from guard.ui.checking import Checking
from guard.ui.pages.checkup.desk import Computer
from guard.ui.pages.counsel import Counsel
from guard.ui.parts import Guarding, Parts
from guard.ui.shell import Shell

if TYPE_CHECKING:
    from guard.ui.pages.help.book import HelpBook
    from guard.ui.pages.session.programs import ProgramChoice
    from guard.wellbeing.library import Library
    from guard.wellbeing.notebook import Notebook
    from guard.wellbeing.ports import Choices

_EXPECTABLE = frozenset({"browser", "meeting"})
_THEIR_KINDS = ("camera", "microphone")


def furnish(shell: Shell, this: Instance, safe: Safekeeping) -> GuardWindow:
    """Fill the open window with everything it needs. Raises `GuardError`."""
    return GuardWindow(shell, _parts(this, places.usual(), safe))


def _parts(this: Instance, where: places.Places, safe: Safekeeping) -> Parts:
    """Everything the window needs; reads the small data files and starts nothing."""
    palette = read_palette()
    return Parts(
        keeper=SessionKeeper(boot_clock, UnfinishedMarker(where.state)),
        checklist=checklist.load(),
        aftercare=aftercare.load(),
        platforms=platforms.load(),
        profiles=safe.profiles,
        start_anew=safe.start_anew,
        counsel=_counsel,
        palette=palette,
        guarding=_guarding,
        level=policy.level,
        facts=livefacts.live_facts,
        serve=this.serve,
        first_time=Once(where.state),
        secrets=safe,
        settings=SettingsFile(where.settings),
        autostart=safe.autostart,
        help_book=_help_book,
        checking=_checking(where),
        notes=_Notes(safe),
        library=cache(_library),
        topics=cache(topics.load),
    )


class _Notes:
    """The notes in the journal; see `guard.ui.notes.Notes`."""

    def __init__(self, safe: Safekeeping) -> None:
        self._safe = safe

    def notebook(self, choices: "Callable[[], Choices]") -> "Notebook[Any]":
        journal = self._safe.journal()
        made: Notebook[Any] = importlib.import_module("guard.noting").notebook(journal, choices)
        return made

    def has_notebook(self) -> bool:
        return self._safe.has_journal()

    def read_only(self) -> str:
        return getattr(self._safe.journal().state, "why", "")


def _checking(where: places.Places) -> Checking:
    return Checking(
        computer=_computer,
        notes=CheckUpNotes(where.state),
        changed_before=where.earlier_settings.exists,
        platforms=PlatformNotes(where.state / "platforms.json"),
    )


def _computer(hidden_words: Callable[[], Collection[str]]) -> Computer:
    """Prepare the check-up; most of Guard's days nobody wants it, so that it is loaded only now."""
    made: Computer = importlib.import_module("guard.computer").this_computer(hidden_words)
    return made


def _guarding() -> Guarding:
    tools = catalogue.load(host.SYSTEM)

    def about(finding: Finding) -> str:
        tool = tools.by_id.get(finding.tool or "")
        return tool.about if tool else ""

    return Guarding(watch=app.build_watch(tools), about=about, programs=lambda: _programs(tools))


def _programs(tools: Catalogue) -> "Sequence[ProgramChoice]":
    """Installed programs that people talk with: the ones to expect at camera or microphone."""
    choice = cast(
        "type[ProgramChoice]", importlib.import_module("guard.ui.pages.session.programs").ProgramChoice
    )
    return [
        choice(tool.id, tool.name, _THEIR_KINDS)
        for tool in tools.tools
        if tool.category in _EXPECTABLE and _installed(tool)
    ]


def _installed(tool: Tool) -> bool:
    return any(shutil.which(name) for name in (*tool.exe, *tool.script))


def _help_book() -> "HelpBook":
    """Read what helps, and where; loaded with the page."""
    read: HelpBook = importlib.import_module("guard.ui.pages.help.book").read_book()
    return read


def _library() -> "Library":
    """Read what is said about notes; loaded with the first of them."""
    read: Library = importlib.import_module("guard.wellbeing.library").load()
    return read


def _counsel() -> Counsel:
    """Make what warns and suggests; the words by which this computer knows its user may come from a network."""
    own, common = self_words_reader().read().words, read_common()
    avoid = [word.text for word in own]
    return Counsel(Adviser(own, common), Suggester(read_words(), avoid=avoid, common=common))
