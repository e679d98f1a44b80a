"""The composition root of the window: hands the rooms that `app` knows to `ui`.

The command line imports this module only when a window is wanted.
"""

import getpass
import shutil
import socket
from collections.abc import Sequence
from contextlib import suppress

from guard import app, instance, livefacts, places
from guard.capture import catalogue, policy
from guard.capture.catalogue import Catalogue, Tool
from guard.capture.finding import Finding
from guard.capture.sensors import host
from guard.errors import GuardError
from guard.instance import Instance
from guard.knowledge import platforms
from guard.profiles.palette import read_palette
from guard.profiles.suggest import Suggester, read_words
from guard.session import aftercare, checklist
from guard.session.keeper import SessionKeeper, boot_clock
from guard.session.unfinished import UnfinishedMarker
from guard.ui import application
from guard.ui.pages.session.programs import ProgramChoice
from guard.ui.parts import Guarding, Parts

_EXPECTABLE = frozenset({"browser", "meeting"})
_THEIR_KINDS = ("camera", "microphone")


def open_window() -> int:
    """Open the window unless another Guard was the first after all; returns the exit code.

    Raises `GuardError` when the window cannot work at all; its sentence has been shown.
    """
    where = places.usual()
    this = Instance(where.runtime)
    if not this.acquire():
        instance.tell(where.runtime, "raise")
        return 0
    book = app.open_book()
    try:
        return application.run(_parts(this, where, book))
    except GuardError as error:
        application.show_failure(error)
        raise
    finally:
        book.close()
        this.close()


def _parts(this: Instance, where: places.Places, book: app.Book) -> Parts:
    """Everything the window needs; reads the small data files and starts nothing."""
    palette = read_palette()
    return Parts(
        keeper=SessionKeeper(boot_clock, UnfinishedMarker(where.state)),
        checklist=checklist.load(),
        aftercare=aftercare.load(),
        platforms=platforms.load(),
        profiles=book.keeper,
        start_anew=book.start_anew,
        suggester=Suggester(read_words(), avoid=_own_words()),
        palette=palette,
        guarding=_guarding,
        level=policy.level,
        facts=livefacts.live_facts,
        serve=this.serve,
    )


def _guarding() -> Guarding:
    tools = catalogue.load(host.SYSTEM)

    def about(finding: Finding) -> str:
        tool = tools.by_id.get(finding.tool or "")
        return tool.about if tool else ""

    return Guarding(watch=app.build_watch(tools), about=about, programs=lambda: _programs(tools))


def _programs(tools: Catalogue) -> Sequence[ProgramChoice]:
    """Installed programs that people talk with: the ones to expect at camera or microphone."""
    return [
        ProgramChoice(tool.id, tool.name, _THEIR_KINDS)
        for tool in tools.tools
        if tool.category in _EXPECTABLE and _installed(tool)
    ]


def _installed(tool: Tool) -> bool:
    return any(shutil.which(name) for name in (*tool.exe, *tool.script))


def _own_words() -> list[str]:
    """Words of this computer and its user, which no suggestion may resemble."""
    words = [socket.gethostname()]
    with suppress(OSError, KeyError):
        words.append(getpass.getuser())
    return words
