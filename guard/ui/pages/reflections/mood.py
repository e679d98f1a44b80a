"""How it feels, in two quick choices and, if one fits, a word."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from guard.ui.pages.choice import Choice, Option
from guard.ui.theme import SPACE
from guard.ui.widgets import text
from guard.wellbeing.entries import Mood, When
from guard.wellbeing.feelings import Feelings

_LOWEST = -2
_WORDS = 6


class MoodPicker(QWidget):
    """Nothing is chosen beforehand; both choices make a mood, the word may stay out."""

    changed = Signal()

    def __init__(self, question: str, feelings: Feelings, parent: QWidget | None = None) -> None:
        """Ask `question`; `feelings` are the words to offer."""
        super().__init__(parent)
        self._feelings = feelings
        self._near: tuple[str, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE)
        self._column.addWidget(text.body(question))
        self.pleasant = self._ask(
            self.tr("How pleasant it is"),
            self.tr("heavy"),
            self.tr("rather heavy"),
            self.tr("in between"),
            self.tr("rather bright"),
            self.tr("bright"),
        )
        self.energy = self._ask(
            self.tr("How much energy there is"),
            self.tr("very little"),
            self.tr("little"),
            self.tr("some"),
            self.tr("much"),
            self.tr("very much"),
        )
        self._asks_word = text.hint(self.tr("A word that fits, if one does"))
        self._words = QWidget()
        self._row = QVBoxLayout(self._words)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._asks_word)
        self._column.addWidget(self._words)
        self.word: Choice | None = None
        self._offer_words()

    @property
    def chosen(self) -> bool:
        """Whether both choices are made."""
        return self.pleasant.place() is not None and self.energy.place() is not None

    def mood(self, when: When) -> Mood | None:
        """Return the mood, or None as long as a choice is missing."""
        pleasant, energy = self.pleasant.place(), self.energy.place()
        if pleasant is None or energy is None:
            return None
        place = self.word.place() if self.word is not None else None
        word = "" if place is None else self._near[place]
        return Mood(when=when, energy=energy + _LOWEST, pleasantness=pleasant + _LOWEST, word=word)

    def clear(self) -> None:
        """Forget what was chosen."""
        self.pleasant.choose(None)
        self.energy.choose(None)
        self._offer_words()

    def _ask(self, question: str, *answers: str) -> Choice:
        self._column.addWidget(text.hint(question))
        choice = Choice([Option(answer) for answer in answers], question)
        choice.chosen.connect(self._choose)
        self._column.addWidget(choice)
        return choice

    def _choose(self) -> None:
        self._offer_words()
        self.changed.emit()

    def _offer_words(self) -> None:
        """Offer the words that lie near the two choices."""
        mood = self.mood(When.AFTER)
        near = self._feelings.near(mood.energy, mood.pleasantness, _WORDS) if mood is not None else ()
        ids = tuple(each.id for each in near)
        self._asks_word.setVisible(bool(near))
        self._words.setVisible(bool(near))
        if ids == self._near:
            return
        self._near = ids
        if self.word is not None:
            self._row.removeWidget(self.word)
            self.word.hide()
            self.word.deleteLater()
            self.word = None
        if near:
            self.word = Choice([Option(each.word) for each in near], self._asks_word.text())
            self.word.chosen.connect(self.changed)
            self._row.addWidget(self.word)
