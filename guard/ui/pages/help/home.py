"""The first part of Help: what happened, where one is, and where to go from here."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from guard.ui.pages.help.desk import HelpDesk
from guard.ui.pages.help.large_choice import LargeChoice
from guard.ui.pages.help.place_picker import PlacePicker
from guard.ui.pages.marked_line import MarkedLine
from guard.ui.theme import SPACE
from guard.ui.widgets import text
from guard.ui.widgets.page import Page


class HelpHome(Page):
    """Large plain choices; what happened comes first."""

    guide_wanted = Signal(str)
    services_wanted = Signal()
    law_wanted = Signal()

    def __init__(self, desk: HelpDesk, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self.title.setText(self.tr("Help"))
        self.setAccessibleName(self.title.text())
        self.subtitle.setText(
            self.tr(
                "Take your time; one small step is enough. This page works offline, and nothing you read here is kept."
            )
        )
        self.subtitle.show()
        self._mark("heart", self.tr("If you are in danger now, call the emergency number where you are."))
        for sentence in desk.book.troubles:
            self._mark("info", sentence)
        self.choices: dict[str, LargeChoice] = {}
        if desk.book.guides:
            self._add_guides(desk)
        where = self._part(self.tr("Which place is it about?"))
        where.addWidget(
            text.hint(
                self.tr(
                    "Services and laws differ from place to place. Guard never looks up where you are, "
                    "and forgets your choice when it closes."
                )
            )
        )
        where.addWidget(PlacePicker(desk))
        self._add_more()
        self.column.addStretch(1)

    def _add_guides(self, desk: HelpDesk) -> None:
        inside = self._part(self.tr("What happened?"))
        for guide in desk.book.guides:
            choice = LargeChoice(guide.title)
            choice.clicked.connect(lambda _checked=False, name=guide.id: self.guide_wanted.emit(name))
            self.choices[guide.id] = choice
            inside.addWidget(choice)

    def _add_more(self) -> None:
        more = self._part(self.tr("Or look for yourself"))
        self.services = LargeChoice(
            self.tr("Who can help"), self.tr("People to talk to, and services that take images down.")
        )
        self.law = LargeChoice(
            self.tr("What the law says"), self.tr("Short summaries with their sources. Not advice.")
        )
        self.services.clicked.connect(self.services_wanted)
        self.law.clicked.connect(self.law_wanted)
        more.addWidget(self.services)
        more.addWidget(self.law)

    def _mark(self, icon: str, words: str) -> None:
        line = MarkedLine()
        line.show_line(icon, "notice", words)
        self.column.addWidget(line)

    def _part(self, heading: str) -> QVBoxLayout:
        self.column.addSpacing(SPACE)
        self.column.addWidget(text.section(heading))
        inside = QVBoxLayout()
        inside.setSpacing(SPACE)
        self.column.addLayout(inside)
        return inside
