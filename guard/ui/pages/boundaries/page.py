"""Boundaries: the limits of each pseudonym, the card for a partner, and comparing without showing."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from guard.ui.pages.boundaries.card_step import CardStep
from guard.ui.pages.boundaries.compare_flow import CompareFlow
from guard.ui.pages.boundaries.desk import BoundariesDesk
from guard.ui.pages.boundaries.overview import Overview


class BoundariesPage(QStackedWidget):
    """The card takes the place of the limits; comparing takes the place of the whole window."""

    session_wanted = Signal()

    def __init__(self, desk: BoundariesDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setAccessibleName(self.tr("Boundaries"))
        self.overview = Overview(desk)
        self.card: CardStep | None = None
        self.compare: CompareFlow | None = None
        self.addWidget(self.overview)
        self.setFocusProxy(self.overview)
        self.overview.card_wanted.connect(self.open_card)
        self.overview.compare_wanted.connect(self.open_compare)
        self.overview.back_wanted.connect(self.session_wanted)
        desk.limits.settled.connect(self._settled)

    def hideEvent(self, event: QHideEvent) -> None:
        """The way back to the session is for this visit only."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.overview.back.hide()

    def open_for(self, profile_id: str) -> None:
        """Show the limits of one pseudonym, with a way back to the session."""
        self._close_card()
        self.overview.back.show()
        self.overview.picker.choose(profile_id)

    def open_card(self) -> None:
        """Show the card of the chosen pseudonym."""
        profile = self.overview.picker.profile
        if profile is None:
            return
        if self.card is None:
            self.card = CardStep(self._desk)
            self.card.closed.connect(self._close_card)
            self.addWidget(self.card)
        self.card.open(profile)
        self.setCurrentWidget(self.card)
        self.setFocusProxy(self.card)
        self.card.focus()

    def open_compare(self) -> None:
        """Begin a comparison, unless a session goes on."""
        if self.compare is None and not self._desk.limits.in_session:
            self.compare = CompareFlow(self._desk.topics)
            self.compare.ended.connect(self._compared)
            self._desk.cover(self.compare)
            self.compare.focus()

    def leave_compare(self) -> None:
        """Forget a comparison at once, whoever is in the middle of it."""
        if self.compare is not None:
            self.compare.leave()

    def _compared(self) -> None:
        flow, self.compare = self.compare, None
        if flow is not None:
            self._desk.cover(None)
            flow.deleteLater()
            if self.isVisible():
                self.overview.compare.setFocus(Qt.FocusReason.OtherFocusReason)

    def _settled(self) -> None:
        if self._desk.limits.in_session:
            self.leave_compare()

    def _close_card(self) -> None:
        if self.currentWidget() is not self.overview:
            self.setCurrentWidget(self.overview)
            self.setFocusProxy(self.overview)
            self.overview.make_card.setFocus(Qt.FocusReason.OtherFocusReason)
