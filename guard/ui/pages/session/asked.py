"""A check-in on the session's page, with a key for each answer and room to ask for a little longer."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from guard.session.checklist import Answer
from guard.session.model import Asking
from guard.ui.pages.checkin_panel import CheckInPanel
from guard.ui.pages.session.speaking import say
from guard.ui.pages.session.two_yeses import TwoYeses
from guard.ui.widgets import buttons, text
from guard.ui.widgets.card import Card


class Asked(Card):
    """Hidden as long as nothing is asked."""

    extended = Signal(bool, bool)
    """My yes to a little longer, and theirs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tone="calm", parent=parent)
        self.panel = CheckInPanel(keys=True)
        self.panel.longer.connect(self._open)
        self.body.addWidget(self.panel)
        self._lights = text.hint(
            self.tr("As a traffic light: green is comfortable, yellow is adjust, red is stop.")
        )
        self.body.addWidget(self._lights)
        self.yeses = TwoYeses(self.tr("I would like a little longer."))
        self.yeses.changed.connect(self._refresh)
        self.body.addWidget(self.yeses)
        self._go = buttons.primary("")
        self._go.clicked.connect(self._extend)
        self.body.addWidget(self._go)
        for place in range(3):
            keys = QShortcut(self)
            keys.setKeys([QKeySequence(f"{place + 1}"), QKeySequence(f"Alt+{place + 1}")])
            keys.activated.connect(lambda at=place: self.panel.ways()[at].click())
        self._close()

    def ask(self, asking: Asking | None) -> None:
        """Ask, or hide; a question that is asked already stays as it is."""
        if asking is None:
            self.hide()
        elif self.isHidden() or asking is not self.panel.asking:
            self.panel.ask(asking)
            self._lights.setVisible(asking is Asking.HOW)
            self._close()
            self.show()
            self._speak()

    def open_longer(self) -> None:
        """Ask both questions about a little longer."""
        self._open()
        self.yeses.focus()

    def _open(self) -> None:
        for part in (self.yeses, self._go):
            part.show()

    def _close(self) -> None:
        self.yeses.clear()
        self._refresh()
        for part in (self.yeses, self._go):
            part.hide()

    def _refresh(self) -> None:
        words = self.tr("End it here") if self.yeses.doubt else self.tr("Go on a little longer")
        self._go.setText(words)
        self._go.setAccessibleName(words)
        self._go.setEnabled(self.yeses.decided)

    def _extend(self) -> None:
        mine, theirs = (answer is Answer.YES for answer in self.yeses.answers)
        self.extended.emit(mine, theirs)

    def _speak(self) -> None:
        """Tell a screen reader the question, until when it waits, and the keys if they can be pressed here."""
        words = [text.sentence(self.panel.heading.text()), self.panel.hint.text()]
        if self.panel.asking is not Asking.HOW:
            words.append(self.tr("Without an answer it pauses after a minute and a half."))
        if self.isVisible():
            words += [f"{key}: {way.accessibleName()}." for key, way in enumerate(self.panel.ways(), 1)]
        say(self, " ".join(words))
