"""Everything is agreed: what was agreed, how long it holds, and the button that begins."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from guard.ui.pages.session.step import Step
from guard.ui.theme import SPACE
from guard.ui.widgets import buttons, text
from guard.ui.widgets.arrange import clear
from guard.ui.widgets.card import Card
from guard.ui.widgets.flow import Flow

Line = tuple[str, str]
"""What it is about, and what was chosen."""

_SECONDS_A_MINUTE = 60


class ReadyStep(Step):
    """The last look before it begins."""

    begun = Signal()
    plan_wanted = Signal()
    called_off = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name(self.tr("Ready when you are"), self.tr("Nothing has begun yet. Take your time."))
        self._agreed = Card(self.tr("What is agreed for today"))
        self._agreed.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # to be read first; Tab goes on from there
        self._lines = QVBoxLayout()
        self._lines.setSpacing(SPACE // 2)
        self._agreed.body.addLayout(self._lines)
        self.column.addWidget(self._agreed)
        ways = QWidget()
        row = Flow(ways, spacing=SPACE * 2)
        for words, signal in (
            (self.tr("Change who or where"), self.plan_wanted),
            (self.tr("Not today"), self.called_off),
        ):
            way = buttons.link(words)
            way.clicked.connect(signal)
            row.addWidget(way)
        self.column.addWidget(ways)
        self.column.addStretch(1)
        self._go = buttons.primary(self.tr("Begin the session"), "play")
        self._go.clicked.connect(self.begun)
        self.add_way(self._go)

    def offer(self, extra: QWidget) -> None:
        """Put something that nobody has to do below what is agreed."""
        self.column.insertWidget(self.column.count() - 2, extra)

    def show_summary(self, lines: Sequence[Line]) -> None:
        """Show what was agreed."""
        clear(self._lines)
        for about, chosen in lines:
            self._lines.addWidget(text.hint(about))
            self._lines.addWidget(text.body(chosen))
            self._lines.addSpacing(SPACE)
        self._agreed.setAccessibleDescription(
            " ".join(f"{about.rstrip('.')}: {text.sentence(chosen)}" for about, chosen in lines)
        )

    def show_left(self, seconds: float) -> None:
        """Say for how long the answers hold."""
        minutes = max(1, -int(-seconds // _SECONDS_A_MINUTE))
        words = (
            self.tr("Good for 1 more minute.")
            if minutes == 1
            else self.tr("Good for %n more minutes.", "", minutes)
        )
        if self.says.text() != words:
            self.says.setText(words)

    def focus(self) -> None:
        """Bring the keyboard to what is agreed, where no press begins it unread."""
        self._agreed.setFocus()
