"""When the guided set-up is shown: by itself until it was finished once, and whenever it is wanted.

Its pages are loaded then: most starts of Guard never show them.
"""

import importlib
from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject

from guard.errors import GuardError
from guard.ui.background import Background
from guard.ui.pages.counsel import Worker
from guard.ui.privacy import Privacy
from guard.ui.window import MainWindow
from guard.ui.wizard import said
from guard.ui.wizard.desk import SetUpDesk
from guard.ui.wizard.flow import Choices, End, SetUp, to_write

if TYPE_CHECKING:
    from guard.ui.wizard.wizard import Wizard

_KEY = "set-up"


class GuidedSetUp(QObject):
    """Stands in front of the window while it lasts; the lock stands in front of it."""

    def __init__(
        self,
        desk: Callable[[Worker], SetUpDesk],
        window: MainWindow,
        privacy: Privacy,
        *,
        may_offer: Callable[[], bool],
        parent: QObject | None = None,
    ) -> None:
        """`desk` is made when the set-up begins; `may_offer` tells whether it may come by itself now."""
        super().__init__(parent)
        self._worker = Background(self)
        self._make_desk, self._window, self._privacy = desk, window, privacy
        self._may_offer = may_offer
        self._desk: SetUpDesk | None = None
        self._asked = self._waits = False
        self.wizard: Wizard | None = None
        privacy.preferences.changed.connect(self._settings_known)
        privacy.opened.connect(self._unlocked)
        window.page_shown.connect(self._page_wanted)

    def open(self) -> None:
        """Show it, unless it is shown."""
        if self._privacy.locking.locked:
            self._waits = True
        elif self._desk is None:
            self._window.untell(_KEY)
            desk = self._desk = self._make_desk(self._worker)
            desk.worker.run(desk.usual, lambda usual: self._show(desk, usual), self._cannot)

    def end(self) -> None:
        """End its thread."""
        self._worker.close()

    def begin_file(self) -> bool:
        """Begin a passphrase file inside the set-up; returns False when it is not shown."""
        if self.wizard is not None:
            self.wizard.begin_file()
        return self.wizard is not None

    def _settings_known(self) -> None:
        """Offer it once the settings were read, and only then."""
        if not self._asked:
            self._asked = True
            if not self._privacy.preferences.now.set_up and self._may_offer():
                self.open()

    def _unlocked(self) -> None:
        if self.wizard is not None:
            self._window.cover(self.wizard)
            self.wizard.focus()
        elif self._waits:
            self._waits = False
            self.open()

    def _show(self, desk: SetUpDesk, usual: Choices) -> None:
        room = cast("type[Wizard]", importlib.import_module("guard.ui.wizard.wizard").Wizard)
        self.wizard = wizard = room(desk, usual)
        wizard.ended.connect(self._end)
        if not self._privacy.locking.locked:
            self._window.cover(wizard)
            wizard.focus()

    def _cannot(self, error: GuardError) -> None:
        self._desk = None
        self._window.tell(error.sentence, key=_KEY)

    def _page_wanted(self, _page: str) -> None:
        if self.wizard is not None:
            self.wizard.leave()

    def _end(self, outcome: SetUp) -> None:
        wizard, desk = self.wizard, self._desk
        self.wizard = self._desk = None
        if wizard is None or desk is None:
            return
        self._window.cover(None)
        wizard.deleteLater()
        kept = to_write(outcome)
        if kept is not None:
            desk.keep(kept, outcome.usual, outcome.skipped)
        elif outcome.end is End.LEFT:
            again = (self.tr("Go on setting up"), self.open)
            self._window.tell(said.parting(outcome.deeds), "plain", key=_KEY, action=again)
