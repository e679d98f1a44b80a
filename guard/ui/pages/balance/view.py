"""Balance: life away from the screen, as its owner likes it. Nothing here counts, compares or forbids."""

from random import Random

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from guard.errors import GuardError
from guard.ui.notes import NotesDesk
from guard.ui.pages.balance.day_card import DayCard
from guard.ui.pages.balance.desk import BalanceDesk
from guard.ui.pages.balance.evenings_card import EveningsCard
from guard.ui.pages.balance.ideas_card import IdeasCard
from guard.ui.pages.balance.liked_card import LikedCard
from guard.ui.pages.balance.quiet_card import QuietCard
from guard.ui.theme import SPACE
from guard.ui.widgets import text
from guard.ui.widgets.arrange import clear
from guard.ui.widgets.banner import Banner
from guard.wellbeing import balance
from guard.wellbeing.balance import Activity
from guard.wellbeing.days import is_late

_QUIET_FROM = 21  # the hour from which quiet ideas come


class BalanceView(QWidget):
    """Asks the journal each time it is seen. Ideas and quiet hours work without it."""

    def __init__(self, desk: NotesDesk, random: Random | None = None, parent: QWidget | None = None) -> None:
        """`random` shuffles the ideas."""
        super().__init__(parent)
        self._notes = desk
        self.desk = BalanceDesk(desk, parent=self)
        self._known: tuple[Activity, ...] = ()
        self._unread = ""
        try:
            self._known = balance.activities()
        except GuardError as error:
            self._unread = error.sentence
        self._said = ""
        self.ideas = IdeasCard(random or Random())  # noqa: S311 - which idea comes is no secret
        self.day = DayCard(self.desk)
        self.evenings = EveningsCard(self.desk)
        self.quiet = QuietCard(desk.preferences)
        self.liked = LikedCard(self.desk)
        self._says = QVBoxLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE * 2)
        column.addLayout(self._says)
        for card in (self.ideas, self.day, self.evenings, self.quiet, self.liked):
            column.addWidget(card)
        self.desk.changed.connect(self.refresh)
        desk.preferences.changed.connect(self.refresh)
        self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Ask what is kept, unless the window has only come back to the screen."""
        super().showEvent(event)
        if not event.spontaneous():
            self.desk.load()

    def refresh(self) -> None:
        """Show what is known."""
        kept, now = self.desk.kept, self._notes.now()
        bodies = [note.body for note in kept.liked] if kept is not None else []
        every = balance.with_own(self._known, bodies)
        likes = kept.likes if kept is not None else frozenset[str]()
        liked = [one for one in every if one.id in likes]
        others = [one for one in every if one.id not in likes]
        self.ideas.show_ideas(every, likes, late=is_late(now) or now.hour >= _QUIET_FROM)
        self.ideas.setVisible(bool(every))
        self.day.refresh([(one.id, one.name) for one in liked])
        self.evenings.refresh([(one.id, one.name) for one in (*liked, *others)])
        self.liked.refresh(every)
        self._say(kept.notice if kept is not None else "")

    def _say(self, notice: str) -> None:
        """Say what cannot be read or kept; the ideas stay."""
        said = "\n".join(part for part in (self._unread, self.desk.trouble, notice) if part)
        if said == self._said:
            return
        self._said = said
        clear(self._says)
        if self.desk.trouble:
            banner = Banner(self.desk.trouble, action=(self.tr("Try again"), self.desk.load))
            self._says.addWidget(banner)
            banner.announce()
        for words in (self._unread, notice):
            if words:
                self._says.addWidget(text.hint(words))
