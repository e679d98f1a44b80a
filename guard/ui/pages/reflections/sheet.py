"""A few questions on one sheet: the mood, whether limits were kept, and what rotates. At most three."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QVBoxLayout, QWidget

from guard.ui.pages.choice import Choice, Option
from guard.ui.pages.reflections.mood import MoodPicker
from guard.ui.pages.reflections.prompt import PromptCard
from guard.ui.theme import SPACE
from guard.ui.widgets import text
from guard.ui.widgets.card import Card
from guard.wellbeing.entries import Mood, Reflection, Said, When
from guard.wellbeing.feelings import Feelings
from guard.wellbeing.prompts import Prompt

_KEPT: tuple[Said, ...] = ("yes", "no", "not-said")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a sheet asks. `when` is None without a question about the mood."""

    when: When | None
    limits: bool
    prompts: tuple[Prompt, ...]

    def __bool__(self) -> bool:
        """Tell whether anything is asked at all."""
        return self.when is not None or self.limits or bool(self.prompts)


@dataclass(frozen=True, slots=True)
class Answers:
    """What was answered; every question counts as asked, also one that was left open."""

    mood: Mood | None = None
    limits: Said = "not-said"
    reflections: Sequence[Reflection] = ()


class Sheet(QWidget):
    """Each question on a card of its own."""

    def __init__(self, asked: Asked, feelings: Feelings, parent: QWidget | None = None) -> None:
        """Ask; nothing is chosen beforehand."""
        super().__init__(parent)
        self._when = asked.when
        self.mood: MoodPicker | None = None
        self.limits: Choice | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE * 2)
        if asked.when is not None:
            self.mood = MoodPicker(self._how(asked.when), feelings)
            self._add(self.mood)
        if asked.limits:
            self._add(self._about_limits())
        self.prompts = [PromptCard(prompt) for prompt in asked.prompts]
        for card in self.prompts:
            self._add(card)

    def answers(self) -> Answers:
        """Return what was answered."""
        place = self.limits.place() if self.limits is not None else None
        return Answers(
            self.mood.mood(self._when) if self.mood is not None and self._when is not None else None,
            "not-said" if place is None else _KEPT[place],
            tuple(card.answer() for card in self.prompts),
        )

    def _how(self, when: When) -> str:
        if when is When.NEXT_DAY:
            return self.tr("How does the day after feel?")
        return self.tr("How do you feel now?") if when is When.BEFORE else self.tr("How does it feel now?")

    def _about_limits(self) -> QWidget:
        question = self.tr("Were your limits kept this evening?")
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE)
        column.addWidget(text.body(question))
        options = [
            Option(self.tr("Yes")),
            Option(self.tr("Not all of them")),
            Option(self.tr("Rather not say")),
        ]
        self.limits = Choice(options, question)
        column.addWidget(self.limits)
        return whole

    def _add(self, question: QWidget) -> None:
        card = Card()
        card.body.addWidget(question)
        self._column.addWidget(card)
