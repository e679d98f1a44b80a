"""This computer: the counts, the one thing to do, what has changed, and every check by group."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from guard.checkup.overview import Show, Tally, tally
from guard.ui.pages.checkup import words
from guard.ui.pages.checkup.check_list import CheckList
from guard.ui.pages.checkup.desk import CheckDesk, Stage
from guard.ui.pages.checkup.set_up_card import SetUpCard
from guard.ui.pages.checkup.summary import Summary
from guard.ui.pages.checkup.urgent import Changed, OneThing
from guard.ui.pages.choice import Choice, Option
from guard.ui.theme import SPACE
from guard.ui.widgets import buttons, text
from guard.ui.widgets.arrange import Bending, tab_as_read
from guard.ui.widgets.card import Card
from guard.ui.widgets.page import Page

_TYPING_MS = 150
_SHOWS = tuple(Show)


class ComputerPage(Page):
    """Looks when it is first opened, and again when asked; it only reads until a button is pressed."""

    def __init__(
        self, desk: CheckDesk, parent: QWidget | None = None, *, set_up: Callable[[], None] | None = None
    ) -> None:
        """Show what `desk` knows; `set_up` opens the guided set-up."""
        super().__init__("", parent=parent)
        self.title.setText(self.tr("Check-up"))
        self.setAccessibleName(self.tr("Check-up of this computer"))
        self.subtitle.setText(
            self.tr("What this computer's settings give away. Guard only reads until you press a button.")
        )
        self.subtitle.show()
        self._desk = desk
        self._acted: set[str] = set()
        self._typed = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._typed.timeout.connect(self.refresh)
        self.summary = Summary(desk)
        self.one_thing = OneThing(desk)
        self.one_thing.details_wanted.connect(self.open_check)
        self.changed = Changed()
        self.list = CheckList(desk)
        self._nothing = self._make_nothing()
        self.set_up = SetUpCard(desk, set_up)
        parts = (
            self.summary,
            self.one_thing,
            self.changed,
            self._sieve(),
            self._nothing,
            self.list,
            self.set_up,
        )
        for part in parts:
            self.column.addWidget(part)
        self.column.addStretch(1)
        desk.changed.connect(self._follow)
        self.refresh()

    @property
    def complete(self) -> bool:
        """Whether everything that can be seen is there."""
        return self.list.complete and not self._typed.isActive()

    @property
    def wanted(self) -> Show:
        """What the list is limited to."""
        return _SHOWS[self.filter.place() or 0]

    def showEvent(self, event: QShowEvent) -> None:
        """Look when somebody first comes here."""
        super().showEvent(event)
        if self._desk.stage is Stage.NEVER:
            self._desk.look()
        else:
            self.refresh()

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001 - Qt's own signature
        """Go on in reading order, also through what was added later."""
        tab_as_read(self)
        return super().focusNextPrevChild(forward)

    def open_check(self, check_id: str) -> None:
        """Show one check with its details, whatever the list is limited to."""
        row = self.list.open_row(check_id)
        if row is None:
            self.search.clear()
            self._limit(Show.ALL)
            row = self.list.open_row(check_id)
        if row is not None:
            row.head.setFocus(Qt.FocusReason.OtherFocusReason)
            QTimer.singleShot(0, row, lambda: self.ensureWidgetVisible(row))  # once the layout has seen it

    def refresh(self) -> None:
        """Show what is known now."""
        desk = self._desk
        told = desk.told
        self.summary.refresh()
        self.one_thing.refresh()
        self.changed.show_changes(desk.changes, desk)
        self.set_up.refresh()
        busy = {*desk.mending.messages, *desk.mending.busy}
        for check_id in self._acted | busy:
            self.list.renew(check_id)
        self._acted |= busy
        found = self.list.show_told(told, self.wanted, self.search.text(), frozenset(self._acted))
        self._bar.setVisible(bool(told))
        self._nothing.setVisible(bool(told) and not found and desk.stage is not Stage.LOOKING)
        self._say_nothing(tally(told))

    def _sieve(self) -> QWidget:
        """Make the row that limits the list."""
        self._bar = Bending()
        self.filter = Choice([Option(words.show(each)) for each in _SHOWS], self.tr("Show"))
        self.filter.choose(0)
        self.filter.chosen.connect(lambda _: self._limited())
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Find"))
        self.search.setAccessibleName(self.tr("Find a check"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._typed.start)
        self._bar.row.addWidget(self.filter, 2)
        self._bar.row.addWidget(self.search, 1)
        return self._bar

    def _make_nothing(self) -> Card:
        card = Card()
        self._none = text.body("")
        self._others = buttons.link("")
        self._others.clicked.connect(self._show_others)
        card.body.setSpacing(SPACE // 2)
        card.body.addWidget(self._none)
        card.body.addWidget(self._others)
        return card

    def _say_nothing(self, counted: Tally) -> None:
        """Say what an empty list means, and no more than that."""
        searching = bool(self.search.text().strip())
        says = {
            Show.TO_DO: self.tr("There is nothing to do in what was looked at.")
            if self._desk.stage is Stage.STOPPED
            else self.tr("There is nothing to do, as far as Guard could look."),
            Show.UNKNOWN: self.tr("There is nothing that Guard cannot tell."),
            Show.SAFE: self.tr("Nothing is known to be as it should be."),
            Show.ALL: self.tr("There is nothing to show."),
        }[self.wanted]
        self._none.setText(self.tr("Nothing here has these words.") if searching else says)
        if searching:
            self._others.setText(self.tr("Look everywhere") if self.wanted is not Show.ALL else "")
        elif self.wanted is Show.TO_DO and counted.unknown:
            self._others.setText(
                self.tr("Show the {number} that Guard cannot tell").format(number=counted.unknown)
            )
        else:
            self._others.setText("")
        self._others.setVisible(bool(self._others.text()))

    def _show_others(self) -> None:
        self._limit(Show.ALL if self.search.text().strip() else Show.UNKNOWN)
        self.filter.focus()

    def _limit(self, show: Show) -> None:
        self.filter.choose(_SHOWS.index(show))
        self._limited()

    def _limited(self) -> None:
        self._acted.clear()
        self.list.forget_choices()
        self.refresh()

    def _follow(self) -> None:
        if self._desk.stage is Stage.LOOKING and not self._desk.done:
            self._acted.clear()
        if self.isVisible():
            self.refresh()
