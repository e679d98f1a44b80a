"""Makes the pages that wait until somebody wants them.

The module of a page that many starts of Guard never show is loaded with the page: it would
cost memory for nothing.
"""

import importlib
from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from guard.ui.checking import CheckingRoom
from guard.ui.guarding import GuardDesk
from guard.ui.notes import NotesDesk
from guard.ui.pages.counsel import Worker
from guard.ui.pages.help.desk import HelpDesk, Whereabouts, open_in_browser, system_territory
from guard.ui.pages.pseudonyms import Pseudonyms
from guard.ui.pages.session.flow import SessionFlow
from guard.ui.pages.settings.desk import SettingsDesk
from guard.ui.pages.watching import WatchingPage
from guard.ui.parts import Parts
from guard.ui.privacy import Privacy
from guard.ui.selfhood import Selfhood
from guard.ui.shell import Shell
from guard.ui.wizard.desk import SetUpDesk

if TYPE_CHECKING:
    from guard.ui.pages.help.page import HelpPage
    from guard.ui.pages.profiles import ProfilesPage
    from guard.ui.pages.settings.page import SettingsPage


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
        leave: Callable[[], None],
        set_up: Callable[[], None],
    ) -> None:
        """`places` are platforms' names by id; `leave` closes Guard for good; `set_up` begins the guided set-up."""
        self._shell, self._window, self._parts, self._places = shell, shell.window, parts, places
        self._desk, self._pseudonyms, self._selfhood = desk, pseudonyms, selfhood
        self._checking = checking
        self._privacy, self._leave, self._set_up = privacy, leave, set_up
        self._notes = notes

    def provide(self) -> None:
        """Tell the shell how its pages are made."""
        self._shell.session.provide(self._flow)
        self._shell.profiles.provide(self._profiles)
        self._shell.watching.provide(self._watching)
        self._shell.checkup.provide(self._checking.make_room)
        self._shell.help.provide(self._help)
        self._shell.settings.provide(self._settings)

    def ask_for_longer(self) -> None:
        """Open both questions about a little more time on the session's page."""
        flow = self._shell.session.now()
        if flow is not None:
            flow.live.asked.open_longer()

    def _flow(self) -> SessionFlow:
        flow = SessionFlow(
            self._parts.keeper,
            checklist=self._parts.checklist,
            platforms=self._parts.platforms,
            pseudonyms=self._pseudonyms,
            programs=self._desk.programs,
            facts=self._desk.facts,
            aftercare=self._parts.aftercare,
            check_in=lambda: self._privacy.preferences.now.check_in,
        )
        flow.left.connect(lambda: self._window.show_page("today"))
        flow.aftercare.help_wanted.connect(lambda: self._window.show_page("help"))
        self._checking.offer_quiet(flow.checklist.column)
        flow.show_guard(self._desk.found, self._desk.coverage)
        return flow

    def _profiles(self) -> "ProfilesPage":
        page = cast("type[ProfilesPage]", _load("profiles").ProfilesPage)(self._pseudonyms, self._places)
        page.copy_wanted.connect(self._selfhood.clipboard.copy)
        return page

    def _watching(self) -> WatchingPage:
        page = WatchingPage()
        page.show_findings(self._desk.found)
        if self._desk.coverage is not None:
            page.show_coverage(self._desk.coverage)
        return page

    def _help(self) -> "HelpPage":
        page = cast("type[HelpPage]", _load("help.page").HelpPage)(
            HelpDesk(
                book=self._parts.help_book(),
                whereabouts=Whereabouts(self._shell),
                copy=self._selfhood.clipboard.copy,
                open_page=open_in_browser,
                today=date.today,
                territory=system_territory,
            )
        )
        page.left.connect(lambda: self._window.show_page("today"))
        return page

    def set_up_desk(self, worker: Worker) -> SetUpDesk:
        """Return what the guided set-up works with; `worker` reads and writes for it."""
        return SetUpDesk(
            settings=self._settings_desk(),
            pseudonyms=self._pseudonyms,
            worker=worker,
            checks=self._checking.desk,
            platforms=self._checking.platforms,
            noted=self._parts.checking.platforms.load,
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
