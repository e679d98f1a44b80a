"""A field with its name, what is worth thinking over beside it, and why it cannot be used."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from guard.ui.theme import SPACE
from guard.ui.widgets import text
from guard.ui.widgets.picture import Picture


class Notes(QWidget):
    """Sentences under a field: calm ones to think over, and one in the way. Without height when there are none."""

    def __init__(self, control: QWidget, parent: QWidget | None = None) -> None:
        """Speak for `control`, which a screen reader hears them with."""
        super().__init__(parent)
        self._control = control
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE // 2)
        self._refused = text.body("")
        text.set_tone(self._refused, "alarm")
        self._thought = QWidget()
        row = QHBoxLayout(self._thought)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE)
        row.addWidget(Picture("info", "notice", ems=1.05), 0, Qt.AlignmentFlag.AlignTop)
        self._words = text.hint("")
        row.addWidget(self._words, 1)
        column.addWidget(self._refused)
        column.addWidget(self._thought)
        self._show()

    @property
    def refusal(self) -> str:
        """Why the field cannot be used, or nothing."""
        return self._refused.text()

    @property
    def thoughts(self) -> str:
        """What is worth thinking over, or nothing."""
        return self._words.text()

    def refuse(self, sentence: str) -> None:
        """Say why the field cannot be used as it is; "" takes it back."""
        self._refused.setText(sentence)
        text.set_tone(self._control, "alarm" if sentence else "plain")
        self._show()

    def think(self, sentences: Sequence[str]) -> None:
        """Say what is worth thinking over."""
        self._words.setText("\n".join(dict.fromkeys(sentences)))
        self._show()

    def _show(self) -> None:
        self._refused.setVisible(bool(self.refusal))
        self._thought.setVisible(bool(self.thoughts))
        self.setVisible(bool(self.refusal or self.thoughts))
        said = " ".join(part for part in (self.refusal, self.thoughts) if part)
        self._control.setAccessibleDescription(said)


class Noted(QWidget):
    """A name above a control, and notes below it."""

    def __init__(self, name: str, control: QWidget, *, beside: QWidget | None = None) -> None:
        """`beside` shows instead of the control itself when it stands with something else in a row."""
        super().__init__()
        self.control = control
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE // 2)
        label = text.body(name)
        label.setBuddy(control)
        control.setAccessibleName(name)
        column.addWidget(label)
        column.addWidget(beside or control)
        self.notes = Notes(control)
        column.addWidget(self.notes)


class ShortText(QPlainTextEdit):
    """A few lines of text; Tab leaves it."""

    def __init__(self, lines: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = lines
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Grow with the text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(self.fontMetrics().lineSpacing() * self._lines + SPACE * 3)
