"""Tells the Today page what is worth doing now, and opens the page where it is done."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from guard.checkup.overview import one_thing
from guard.errors import GuardError
from guard.ui.pages.checkup.desk import CheckDesk, Stage
from guard.ui.pages.counsel import Worker
from guard.ui.pages.pseudonyms import Pseudonyms
from guard.ui.pages.today import TodayPage
from guard.ui.pages.today_thing import Thing
from guard.ui.remembering import Remembering
from guard.ui.secrets import KitState
from guard.ui.window import MainWindow

_PAGES = {
    Thing.LOOK: "watching",
    Thing.TROUBLE: "profiles",
    Thing.MORNING: "reflections",
    Thing.PSEUDONYM: "profiles",
    Thing.KIT: "settings",
    Thing.CHECK: "checkup",
}


class Todays(QObject):
    """Asks nothing that could make the keyring ask: the journal and the kit wait until the keyring has answered."""

    def __init__(
        self,
        page: TodayPage,
        window: MainWindow,
        *,
        pseudonyms: Pseudonyms,
        remembering: Remembering,
        checks: CheckDesk,
        kit: Callable[[], KitState],
        worker: Worker,
        parent: QObject | None = None,
    ) -> None:
        """`kit` is asked on `worker`."""
        super().__init__(parent)
        self._page, self._window = page, window
        self._pseudonyms, self._remembering, self._checks = pseudonyms, remembering, checks
        self._kit, self._worker = kit, worker
        self._answered = False
        page.thing_wanted.connect(lambda thing: window.show_page(_PAGES[Thing(thing)]))
        page.profiles_wanted.connect(lambda: window.show_page("profiles"))
        window.page_shown.connect(self._shown)
        pseudonyms.changed.connect(self._show_pseudonyms)
        remembering.changed.connect(self._show_morning)
        checks.changed.connect(self._show_checks)

    def _show_pseudonyms(self) -> None:
        known = self._pseudonyms.known
        self._page.show_pseudonyms(None if known is None else len(known))
        self._page.show_trouble("" if self._pseudonyms.busy else self._pseudonyms.trouble)
        if known is not None and not self._answered:
            self._answered = True
            self._remembering.look()
            self._ask_kit()

    def _show_morning(self) -> None:
        self._page.show_morning_after(self._remembering.morning_after is not None)

    def _show_checks(self) -> None:
        told = one_thing(self._checks.told) if self._checks.stage is Stage.DONE else None
        self._page.show_urgent(told.title if told is not None else "")

    def _shown(self, page: str) -> None:
        if page == "today" and self._answered:
            self._ask_kit()

    def _ask_kit(self) -> None:
        def told(state: KitState) -> None:
            self._page.show_kit(state.made is not None)

        def unknown(_error: GuardError) -> None:
            self._page.show_kit(None)

        self._worker.run(self._kit, told, unknown)
