"""One question for looking back, and the way it is answered: five steps, a choice, or own words."""

from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from guard.ui.pages.choice import Choice, Option
from guard.ui.theme import SPACE
from guard.ui.widgets import text
from guard.wellbeing import prompts
from guard.wellbeing.entries import MAX_TEXT, Reflection
from guard.wellbeing.prompts import Prompt

_STEPS = 5
_LINES = 3


class PromptCard(QWidget):
    """Nothing is chosen beforehand, and leaving it open is an answer as good as any."""

    def __init__(self, prompt: Prompt, parent: QWidget | None = None) -> None:
        """Ask one question."""
        super().__init__(parent)
        self.prompt = prompt
        self.choice: Choice | None = None
        self.own: QPlainTextEdit | None = None
        self.setAccessibleName(prompt.text)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE // 2)
        column.addWidget(text.body(prompt.text))
        column.addWidget(text.hint(prompt.why))
        column.addSpacing(SPACE // 2)
        match prompt.answers:
            case prompts.Scale(low=low, high=high):
                column.addWidget(self._steps(low, high))
            case prompts.Choice(options=options):
                self.choice = Choice([Option(option.text) for option in options], prompt.text)
                column.addWidget(self.choice)
            case prompts.Words(hint=hint):
                column.addWidget(self._words(hint))

    def answer(self) -> Reflection:
        """Return what was answered; with nothing in it when it was left open."""
        if self.own is not None:
            said = " ".join(self.own.toPlainText().split())
            return Reflection(prompt=self.prompt.id, text=said[:MAX_TEXT])
        place = self.choice.place() if self.choice is not None else None
        if place is None:
            return Reflection(prompt=self.prompt.id)
        if isinstance(self.prompt.answers, prompts.Choice):
            return Reflection(prompt=self.prompt.id, choice=self.prompt.answers.options[place].id)
        return Reflection(prompt=self.prompt.id, step=place + 1)

    def _steps(self, low: str, high: str) -> Choice:
        """Return five answers; the words stand at both ends, the steps between carry a number."""
        ends = {1: self.tr("1 · {word}").format(word=low), _STEPS: self.tr("5 · {word}").format(word=high)}
        told = self.tr("{step} of 5, from {low} to {high}")
        options = [
            Option(ends.get(step, str(step)), detail=told.format(step=step, low=low, high=high))
            for step in range(1, _STEPS + 1)
        ]
        self.choice = Choice(options, self.prompt.text)
        return self.choice

    def _words(self, hint: str) -> QWidget:
        self.own = QPlainTextEdit()
        self.own.setPlaceholderText(hint)
        self.own.setAccessibleName(self.prompt.text)
        self.own.setAccessibleDescription(hint)
        self.own.setTabChangesFocus(True)
        self.own.setFixedHeight(self.own.fontMetrics().lineSpacing() * _LINES + 3 * SPACE)
        self.own.textChanged.connect(self._hold_length)
        return self.own

    def _hold_length(self) -> None:
        """Keep what is typed within what is kept."""
        if self.own is None or len(self.own.toPlainText()) <= MAX_TEXT:
            return
        cursor = self.own.textCursor()
        place = min(cursor.position(), MAX_TEXT)
        self.own.setPlainText(self.own.toPlainText()[:MAX_TEXT])
        cursor.setPosition(place)
        self.own.setTextCursor(cursor)
