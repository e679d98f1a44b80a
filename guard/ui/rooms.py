"""Makes the pages that wait until somebody wants them.

The module of a page that many starts of Guard never show is loaded with the page: it would
cost memory for nothing.
"""

import importlib
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, cast

from guard.ui import host
from guard.ui.background import Background
from guard.ui.checking import CheckingRoom
from guard.ui.guarding import GuardDesk
from guard.ui.limits import LimitsDesk
from guard.ui.notes import NotesDesk
from guard.ui.pages.counsel import Worker
from guard.ui.pages.pseudonyms import Pseudonyms
from guard.ui.pages.settings.desk import SettingsDesk
from guard.ui.parts import Parts
from guard.ui.privacy import Privacy
from guard.ui.remembering import Remembering
from guard.ui.selfhood import Selfhood
from guard.ui.shell import Shell
from guard.ui.shortcuts import Shortcuts
from guard.ui.todays import Todays
from guard.ui.wizard.desk import SetUpDesk

if TYPE_CHECKING:
    from guard.ui.pages.boundaries.page import BoundariesPage
    from guard.ui.pages.help.book import HelpBook
    from guard.ui.pages.help.page import HelpPage
    from guard.ui.pages.help.room import HelpRoom
    from guard.ui.pages.profiles import ProfilesPage
    from guard.ui.pages.reflections.page import ReflectionsPage
    from guard.ui.pages.session.aftercare import AftercareStep
    from guard.ui.pages.session.flow import SessionFlow
    from guard.ui.pages.session.pause_first import Deliberation
    from guard.ui.pages.session.ready import ReadyStep
    from guard.ui.pages.settings.page import SettingsPage
    from guard.ui.pages.support.people import People
    from guard.ui.pages.watching import WatchingPage


class Rooms:
    """Provides each page of a shell; holds nothing but what pages are made of."""

    def __init__(
        self,
        shell: Shell,
        parts: Parts,
        places: Mapping[str, str],
        *,
        desk: GuardDesk,
        checking: CheckingRoom,
        pseudonyms: Pseudonyms,
        selfhood: Selfhood,
        privacy: Privacy,
        notes: NotesDesk,
        remembering: Remembering,
        leave: Callable[[], None],
        set_up: Callable[[], None],
    ) -> None:
        """`places` are platforms' names by id; `leave` closes Guard for good; `set_up` begins the guided set-up."""
        self._shell, self._window, self._parts, self._places = shell, shell.window, parts, places
        self._desk, self._pseudonyms, self._selfhood = desk, pseudonyms, selfhood
        self._checking = checking
        self._privacy, self._leave, self._set_up = privacy, leave, set_up
        self._notes, self._remembering = notes, remembering
        self._shortcuts = Shortcuts(host.global_shortcuts(), parts.keeper, privacy.preferences, shell)
        self._shortcuts.hide_wanted.connect(privacy.hide_everything)
        privacy.locked_help.provide(lambda leave: self._help_room(leave, own=False))

        self._limits = LimitsDesk(pseudonyms, parts.keeper, parent=shell)
        self._limits.refused.connect(lambda sentence: self._window.tell(sentence, key="limits"))

    def provide(self) -> None:
        """Tell the shell how its pages are made."""
        self._shell.session.provide(self._flow)
        self._shell.profiles.provide(self._profiles)
        self._shell.watching.provide(self._watching)
        self._checking.offer_set_up(self._set_up)
        self._shell.checkup.provide(self._checking.make_room)
        self._shell.boundaries.provide(self._boundaries)
        self._shell.reflections.provide(self._reflections)
        self._shell.help.provide(self._help)
        self._shell.settings.provide(self._settings)
        Todays(
            self._shell.today,
            self._window,
            pseudonyms=self._pseudonyms,
            remembering=self._remembering,
            checks=self._checking.desk,
            kit=self._parts.secrets.kit,
            worker=self._privacy.asking,
            parent=self._shell,
        )

    def end(self) -> None:
        """Give back the keys that work everywhere."""
        self._shortcuts.end()

    def ask_for_longer(self) -> None:
        """Open both questions about a little more time on the session's page."""
        flow = self._shell.session.now()
        if flow is not None:
            flow.live.asked.open_longer()

    def _flow(self) -> "SessionFlow":
        flow = cast("type[SessionFlow]", _load("session.flow").SessionFlow)(
            self._parts.keeper,
            checklist=self._parts.checklist,
            platforms=self._parts.platforms,
            pseudonyms=self._pseudonyms,
            programs=self._desk.programs,
            facts=self._desk.facts,
            aftercare=self._parts.aftercare,
            check_in=lambda: self._privacy.preferences.now.check_in,
            reflection=self._remembering.reflection,
            deliberation=self._deliberation(),
        )
        flow.coming.ready.when_made(self._join_ready)
        flow.left.connect(lambda: self._window.show_page("today"))
        flow.coming.aftercare.when_made(self._join_aftercare)
        flow.coming.checklist.when_made(lambda checklist: self._checking.offer_quiet(checklist.column))
        flow.show_guard(self._desk.found, self._desk.coverage)
        tonight = cache(lambda: self._make_tonight(flow))
        flow.coming.checklist.when_made(lambda _: tonight())
        flow.coming.live.when_made(lambda _: tonight())
        flow.soon(tonight)  # there is nothing to see of it before somebody chooses a pseudonym
        return flow

    def _make_tonight(self, flow: "SessionFlow") -> None:
        tonight = _load("boundaries.tonight").Tonight(
            self._limits, self._parts.topics(), flow, lambda: self._parts.keeper.session
        )
        tonight.change_wanted.connect(self._change_limits)

    @cached_property
    def _people(self) -> "People":
        people = cast("type[People]", _load("support.people").People)(self._notes, self._shell)
        self._privacy.locking.shut.connect(people.forget)
        return people

    def _deliberation(self) -> "Deliberation":
        made = cast("type[Deliberation]", _load("session.pause_first").Deliberation)(self._notes, self._shell)
        made.read.connect(self._people.load)
        self._privacy.locking.shut.connect(made.forget)
        return made

    def _join_ready(self, ready: "ReadyStep") -> None:
        ready.offer(_load("reflections.before_card").BeforeCard(self._notes, self._remembering))

    def _join_aftercare(self, aftercare: "AftercareStep") -> None:
        aftercare.help_wanted.connect(lambda: self._window.show_page("help"))
        aftercare.services_wanted.connect(self._show_services)
        aftercare.copy_wanted.connect(self._selfhood.clipboard.copy)
        aftercare.show_person(self._people.first)
        self._people.changed.connect(lambda: aftercare.show_person(self._people.first))

    def _change_limits(self, profile_id: str) -> None:
        self._shell.boundaries.now().open_for(profile_id)
        self._window.show_page("boundaries")

    def _boundaries(self) -> "BoundariesPage":
        desk = _load("boundaries.desk").BoundariesDesk(
            limits=self._limits,
            pseudonyms=self._pseudonyms,
            topics=self._parts.topics(),
            worker=self._privacy.thinking,
            copy=self._selfhood.clipboard.copy,
            cover=self._window.cover,
            go_to=self._window.show_page,
        )
        page = cast("type[BoundariesPage]", _load("boundaries.page").BoundariesPage)(desk)
        page.session_wanted.connect(lambda: self._window.show_page("session"))
        self._window.page_shown.connect(page.leave_compare)
        return page

    def _profiles(self) -> "ProfilesPage":
        page = cast("type[ProfilesPage]", _load("profiles").ProfilesPage)(self._pseudonyms, self._places)
        page.copy_wanted.connect(self._selfhood.clipboard.copy)
        return page

    def _watching(self) -> "WatchingPage":
        page = cast("type[WatchingPage]", _load("watching").WatchingPage)()
        page.show_findings(self._desk.found)
        if self._desk.coverage is not None:
            page.show_coverage(self._desk.coverage)
        return page

    def _reflections(self) -> "ReflectionsPage":
        page = cast("type[ReflectionsPage]", _load("reflections.page").ReflectionsPage)
        return page(self._notes, self._remembering)

    def _help(self) -> "HelpRoom":
        return self._help_room(lambda: self._window.show_page("today"), own=True)

    def _help_room(self, leave: Callable[[], None], *, own: bool) -> "HelpRoom":
        """Make the Help page; without what is its user's `own`, anybody may read it."""
        reader = Background(self._shell)
        room = cast("type[HelpRoom]", _load("help.room").HelpRoom)(
            self._parts.help_book, reader, lambda book: self._help_page(book, own=own)
        )
        room.destroyed.connect(lambda *_: reader.close(0))  # one that is left early wants no answer any more
        room.left.connect(leave)
        return room

    def _help_page(self, book: "HelpBook", *, own: bool) -> "HelpPage":
        desk = _load("help.desk")
        return cast("type[HelpPage]", _load("help.page").HelpPage)(
            desk.HelpDesk(
                book=book,
                whereabouts=desk.Whereabouts(self._shell),
                copy=self._selfhood.clipboard.copy,
                open_page=desk.open_in_browser,
                today=date.today,
                territory=desk.system_territory,
                people=self._people if own else None,
                keys=self._shortcuts if own else None,
                locked=not own,
            )
        )

    def _show_services(self) -> None:
        self._window.show_page("help")
        room = self._shell.help.now()
        if room is not None:
            room.open_services()

    def set_up_desk(self, worker: Worker) -> SetUpDesk:
        """Return what the guided set-up works with; `worker` reads and writes for it."""
        return SetUpDesk(
            settings=self._settings_desk(),
            pseudonyms=self._pseudonyms,
            worker=worker,
            checks=self._checking.desk,
            platforms=self._checking.platforms,
            noted=self._parts.checking.platforms.load,
            limits=self._limits,
            topics=self._parts.topics,
        )

    def _settings(self) -> "SettingsPage":
        return cast("type[SettingsPage]", _load("settings.page").SettingsPage)(self._settings_desk())

    def _settings_desk(self) -> SettingsDesk:
        privacy = self._privacy
        return SettingsDesk(
            secrets=self._parts.secrets,
            worker=privacy.asking,
            thinker=privacy.thinking,
            preferences=privacy.preferences,
            locking=privacy.locking,
            shield=privacy.shield,
            system_lock=privacy.system_lock,
            idle=privacy.idle,
            autostart=self._parts.autostart,
            copy=self._selfhood.clipboard.copy,
            tell=self._tell,
            reload=self._pseudonyms.load,
            hide=privacy.hide_everything,
            cover=self._window.cover,
            leave=self._leave,
            set_up=self._set_up,
        )

    def _tell(self, sentence: str) -> None:
        self._window.tell(sentence, "plain", key="settings")


def _load(page: str) -> Any:
    return importlib.import_module(f"guard.ui.pages.{page}")
