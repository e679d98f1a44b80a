"""The first part of Help: what happened, where one is, and where to go from here."""

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from guard.ui.pages.help.desk import HelpDesk
from guard.ui.pages.help.keys_hint import KeysHint
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
    people_wanted = Signal()

    def __init__(self, desk: HelpDesk, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self.title.setText(self.tr("Help"))
        self.setAccessibleName(self.title.text())
        self.subtitle.setText(opening())
        self.subtitle.show()
        self.column.addWidget(danger())
        for sentence in desk.book.troubles:
            self.column.addWidget(_marked("info", sentence))
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
        self._add_more(desk)
        if desk.keys is not None:
            self._part(self.tr("Stop and hide from anywhere")).addWidget(KeysHint(desk, desk.keys))
        self.column.addStretch(1)

    def _add_guides(self, desk: HelpDesk) -> None:
        inside = self._part(self.tr("What happened?"))
        for guide in desk.book.guides:
            choice = LargeChoice(guide.title)
            choice.clicked.connect(lambda _checked=False, name=guide.id: self.guide_wanted.emit(name))
            self.choices[guide.id] = choice
            inside.addWidget(choice)

    def _add_more(self, desk: HelpDesk) -> None:
        more = self._part(self.tr("Or look for yourself"))
        self.people = LargeChoice(
            self.tr("Your people"), self.tr("Whom you would turn to. Kept encrypted, for you alone.")
        )
        self.people.clicked.connect(self.people_wanted)
        self.services = LargeChoice(
            self.tr("Who can help"), self.tr("People to talk to, and services that take images down.")
        )
        self.law = LargeChoice(
            self.tr("What the law says"), self.tr("Short summaries with their sources. Not advice.")
        )
        self.services.clicked.connect(self.services_wanted)
        self.law.clicked.connect(self.law_wanted)
        more.addWidget(self.people)
        self.people.setHidden(desk.people is None)
        more.addWidget(self.services)
        more.addWidget(self.law)

    def _part(self, heading: str) -> QVBoxLayout:
        self.column.addSpacing(SPACE)
        self.column.addWidget(text.section(heading))
        inside = QVBoxLayout()
        inside.setSpacing(SPACE)
        self.column.addLayout(inside)
        return inside


def opening() -> str:
    """Return the sentence under the heading."""
    return QCoreApplication.translate(
        "Help",
        "Take your time; one small step is enough. This page works offline, and nothing you read here is kept.",
    )


def danger() -> QWidget:
    """Return the line that comes before everything else."""
    words = QCoreApplication.translate(
        "Help", "If you are in danger now, call the emergency number where you are."
    )
    return _marked("heart", words)


def _marked(icon: str, words: str) -> QWidget:
    line = MarkedLine()
    line.show_line(icon, "notice", words)
    return line
