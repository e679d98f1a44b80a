"""After a session: a few gentle things, chosen by how it ended. All of them may be skipped."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from guard.session.aftercare import Endings
from guard.session.model import EndReason
from guard.ui.pages.check_line import CheckLine
from guard.ui.pages.scene import Scene
from guard.ui.pages.session.step import Step
from guard.ui.theme import SPACE
from guard.ui.widgets import buttons, text
from guard.ui.widgets.arrange import clear
from guard.ui.widgets.card import Card


class AftercareStep(Step):
    """Asks nothing and keeps nothing: the ticks are for oneself and are gone with the page."""

    done = Signal()
    help_wanted = Signal()

    def __init__(self, endings: Endings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._endings = endings
        self.column.addWidget(Scene())
        self._why = text.hint("")
        self.column.addWidget(self._why)
        card = Card()
        self._lines = QVBoxLayout()
        self._lines.setSpacing(SPACE)
        card.body.addLayout(self._lines)
        self.column.addWidget(card)
        self._help = buttons.link(self.tr("Help and people to talk to"))
        self._help.clicked.connect(self.help_wanted)
        self.column.addWidget(self._help)
        self.column.addStretch(1)
        self.says.setText(self.tr("Tick what you like, or nothing. None of it is kept."))
        self._go = buttons.primary(self.tr("Done for now"))
        self._go.clicked.connect(self.done)
        self.add_way(self._go)

    def show_ending(self, reason: EndReason | None) -> None:
        """Choose the words by how it ended."""
        care = self._endings.after(reason)
        self.name(care.title, care.intro)
        self._why.setText(self._because(reason))
        self._why.setVisible(bool(self._why.text()))
        self._help.setVisible(care.end == "hard")
        clear(self._lines)
        for suggestion in care.suggestions:
            self._lines.addWidget(CheckLine(suggestion))

    def focus(self) -> None:
        """Bring the keyboard to the way out."""
        self._go.setFocus()

    def _because(self, reason: EndReason | None) -> str:
        """Say how it ended where a person may not know; never ask."""
        if reason is None:
            return ""
        return {
            EndReason.UNANSWERED: self.tr("Nobody answered for five minutes, so the session has ended."),
            EndReason.INTERRUPTED: self.tr("The last session broke off, so it counts as ended."),
            EndReason.NO_FRESH_YES: self.tr(
                "Without two fresh yeses it ends here. That is how it should be."
            ),
            EndReason.TIME_UP: self.tr("The time you planned is over, with the little longer you agreed on."),
            EndReason.SLEPT: self.tr("The computer slept for a long time, so the session has ended."),
        }.get(reason, "")
