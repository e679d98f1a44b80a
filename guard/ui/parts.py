"""What the composition root hands to the window: rooms, not knowledge of how they were made."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from guard.capture.finding import Coverage, Finding, Level, WatchEvent
from guard.capture.policy import Expected
from guard.knowledge.platforms import Platform
from guard.profiles.palette import Colour
from guard.session.aftercare import Endings
from guard.session.checklist import Checklist, Fact
from guard.session.keeper import SessionKeeper
from guard.session.topics import Topics
from guard.ui.checking import Checking
from guard.ui.notes import Notes
from guard.ui.pages.counsel import Counsel
from guard.ui.pages.pseudonyms import Keeper
from guard.ui.preferences import SettingsKeeper
from guard.ui.secrets import Autostart, Secrets

if TYPE_CHECKING:
    from guard.ui.pages.help.book import HelpBook
    from guard.ui.pages.session.programs import ProgramChoice
    from guard.wellbeing.library import Library

Judge = Callable[[Finding], Level]


class RunningWatch(Protocol):
    """The capture guard; see `guard.capture.watch.Watch`."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is found at this moment."""

    @property
    def coverage(self) -> Coverage:
        """What can be seen at this moment."""

    def subscribe(self, listener: Callable[[WatchEvent], None]) -> None:
        """Call `listener` with every event, from another thread."""

    def start(self) -> None:
        """Begin to watch."""

    def stop(self) -> None:
        """End, with every thread."""


@dataclass(frozen=True, slots=True)
class Guarding:
    """The running watch with what its catalogue knows."""

    watch: RunningWatch
    about: Callable[[Finding], str]
    programs: "Callable[[], Sequence[ProgramChoice]]"


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything the window works with.

    `guarding` builds the watch and may take a while; it raises `GuardError`. `counsel` finds the
    user's own words, which may take seconds, so it is called away from the window. `facts` turns
    findings, coverage and a judge into checklist answers. `start_anew` takes an empty
    keyring for a new one although something was kept before. `first_time` tells
    of a neutral word whether it is said for the first time here. `serve` begins to answer later
    `guard` commands with the function it is given. `secrets` may block, as it says itself. `help_book` reads
    what the Help page says, `library` what is said about moods and balance, `topics` what limits are about.
    """

    keeper: SessionKeeper
    checklist: Checklist
    aftercare: Endings
    platforms: Sequence[Platform]
    profiles: Keeper
    start_anew: Callable[[], None]
    counsel: Callable[[], Counsel]
    palette: Mapping[str, Colour]
    guarding: Callable[[], Guarding]
    level: Callable[[Finding, Sequence[Expected]], Level]
    facts: Callable[[Sequence[Finding], Coverage, Judge], Mapping[str, Fact]]
    serve: Callable[[Callable[[str], str]], None]
    first_time: Callable[[str], bool]
    secrets: Secrets
    settings: SettingsKeeper
    autostart: Autostart
    help_book: "Callable[[], HelpBook]"
    checking: Checking
    notes: Notes
    library: "Callable[[], Library]"
    topics: Callable[[], Topics]
