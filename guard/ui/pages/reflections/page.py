"""Reflections: look back, insights, balance, and what is kept, one tab each."""

import importlib
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from guard.ui.notes import NotesDesk
from guard.ui.pages.reflections.export_card import ExportCard
from guard.ui.pages.reflections.insights_page import InsightsPage
from guard.ui.pages.reflections.kept_view import KeptView
from guard.ui.pages.reflections.past_page import PastPage
from guard.ui.pages.reflections.reading import Reading
from guard.ui.remembering import Remembering
from guard.ui.theme import SPACE
from guard.ui.widgets.later import Later
from guard.ui.widgets.page import Page


class ReflectionsPage(QWidget):
    """Each tab is made when it is first opened, and asks the journal each time it is seen."""

    def __init__(self, desk: NotesDesk, remembering: Remembering, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._remembering = desk, remembering
        self._reading = Reading(desk)
        self.setAccessibleName(self.tr("Reflections"))
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(self.tr("Reflections"))
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._stack = QStackedWidget()
        self.past = self._tab(self.tr("Look back"), self._make_past)
        self.insights = self._tab(self.tr("Insights"), lambda: InsightsPage(desk.preferences, self._reading))
        self.balance = self._tab(self.tr("Balance"), self._make_balance)
        self.kept = self._tab(self.tr("What is kept"), self._make_kept)
        self.tabs.currentChanged.connect(self._stack.setCurrentIndex)
        self.setFocusProxy(self.tabs)
        head = QHBoxLayout()
        head.setContentsMargins(SPACE * 2, SPACE, SPACE * 2, 0)
        head.addWidget(self.tabs, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(self._stack, 1)

    def showEvent(self, event: QShowEvent) -> None:
        """See whether the day after is worth a question, unless the window has only come back."""
        super().showEvent(event)
        if not event.spontaneous():
            self._remembering.look()

    def _tab(self, title: str, make: Callable[[], QWidget]) -> Later:
        page = Later(title)
        page.provide(make)
        self.tabs.addTab(title)
        self._stack.addWidget(page)
        return page

    def _make_past(self) -> PastPage:
        page = PastPage(self._desk, self._remembering, self._reading)
        page.kept_wanted.connect(lambda: self.tabs.setCurrentIndex(self._stack.indexOf(self.kept)))
        return page

    def _make_balance(self) -> QWidget:
        page = Page(self.tr("Balance"), self.tr("Good time away from the screen, as you like it."))
        view: QWidget = importlib.import_module("guard.ui.pages.balance.view").BalanceView(self._desk)
        page.column.addWidget(view)
        page.column.addStretch(1)
        return page

    def _make_kept(self) -> QWidget:
        page = Page(self.tr("What is kept"), self.tr("You decide what is noted, and for how long."))
        kept = KeptView(self._desk.preferences, ExportCard(self._desk))
        kept.everything_unwanted.connect(self._forget_everything)
        page.column.addWidget(kept)
        page.column.addStretch(1)
        return page

    def _forget_everything(self) -> None:
        def done(left: tuple[str, ...]) -> None:
            gone = self.tr("All notes are deleted.")
            self._desk.tell(" ".join((gone, *left)))
            self._remembering.forgot()

        self._reading.forget_everything(done, lambda error: self._desk.tell(error.sentence))
