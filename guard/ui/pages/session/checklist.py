"""The checklist: every question in its group, what is still open in words, and the gate's button."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QWidget

from guard.session.checklist import Checklist, Fact, Group, Item, Reply, Verdict, judge
from guard.ui.pages.session.question import Question
from guard.ui.pages.session.speaking import say
from guard.ui.pages.session.step import Step
from guard.ui.theme import SPACE
from guard.ui.widgets import buttons, text
from guard.ui.widgets.card import Card
from guard.ui.widgets.flow import Flow

_LONG = 64  # characters of a question that are enough to know it again
_NARROW = 100  # characters; with less room for a line the question is not quoted


class ChecklistStep(Step):
    """Holds the answers of one round; they are forgotten with `clear`."""

    judged = Signal(bool)
    """Whether the gate is open, after each answer or fact."""
    agreed = Signal()
    plan_wanted = Signal()
    called_off = Signal()

    def __init__(self, checklist: Checklist, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._checklist = checklist
        self._facts: Mapping[str, Fact] = {}
        self._stand = ""
        self.name(
            self.tr("Before you begin"),
            self.tr(
                "Answer for today, with everyone who takes part. Nothing is filled in for you, and every answer is fine."
            ),
        )
        self.questions: dict[str, Question] = {}
        self._again = text.body(
            self.tr(
                "A yes does not keep: after half an hour, or when the computer has slept, everything is asked again."
            )
        )
        text.set_tone(self._again, "notice")
        self._again.hide()
        self.column.addWidget(self._again)
        self.column.addWidget(self._ways_back())
        for group, items in checklist.by_group().items():
            self.column.addWidget(self._group(group, items))
        self.column.addStretch(1)
        self._show = buttons.link(self.tr("Show me"))
        self._show.clicked.connect(self.jump)
        self._go = buttons.primary(self.tr("Everything agreed: continue"))
        self._go.clicked.connect(self.agreed)
        self.add_way(self._show, self._go)
        self._judge()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say less where there is little room."""
        super().resizeEvent(event)
        self.says.setText(self._in_words(self.verdict))

    @property
    def verdict(self) -> Verdict:
        """The verdict on the answers and facts as they are."""
        return judge(self._checklist, self.replies(), self._facts)

    def replies(self) -> dict[str, Reply]:
        """Return every answer by its question's id."""
        return {name: question.reply() for name, question in self.questions.items()}

    def clear(self, *, asked_again: bool = False) -> None:
        """Forget every answer; `asked_again` also says why to whoever had answered."""
        self._again.setVisible(asked_again)
        for question in self.questions.values():
            question.clear()
        self.page.verticalScrollBar().setValue(0)
        self._stand = ""  # told with what follows
        self._judge()
        if asked_again and self.isVisible():
            say(self, f"{self.remark} {self.says.text()}")

    @property
    def remark(self) -> str:
        """That everything is asked again, if so."""
        return "" if self._again.isHidden() else self._again.text()

    def show_facts(self, facts: Mapping[str, Fact]) -> None:
        """Let the computer answer what it can see."""
        self._facts = facts
        for question in self.questions.values():
            question.show_fact(facts.get(question.item.fact) if question.item.fact else None)
        self._judge()

    def jump(self) -> None:
        """Go to the first question that keeps the gate shut."""
        name = self._next()
        if name is not None:
            question = self.questions[name]
            question.focus()
            self.page.ensureWidgetVisible(question)

    def focus(self) -> None:
        """Bring the keyboard to the first question."""
        next(iter(self.questions.values())).focus()

    def _next(self) -> str | None:
        verdict = self.verdict
        shut = {*verdict.missing, *verdict.not_sure, *verdict.refused}
        return next((item.id for item in self._checklist.items if item.id in shut), None)

    def _ways_back(self) -> QWidget:
        ways = QWidget()
        row = Flow(ways, spacing=SPACE * 2)
        back = buttons.link(self.tr("Change who or where"))
        back.setToolTip(self.tr("The answers are asked again afterwards."))
        back.clicked.connect(self.plan_wanted)
        off = buttons.link(self.tr("Not today"))
        off.clicked.connect(self.called_off)
        row.addWidget(back)
        row.addWidget(off)
        return ways

    def _group(self, group: Group, items: tuple[Item, ...]) -> Card:
        card = Card(group.title)
        card.body.addWidget(text.hint(group.intro))
        for place, item in enumerate(items):
            if place:
                line = QFrame()
                line.setProperty("role", "divider")
                card.body.addWidget(line)
            question = Question(item)
            question.replied.connect(self._judge)
            self.questions[item.id] = question
            card.body.addWidget(question)
        return card

    def _judge(self) -> None:
        verdict = self.verdict
        self._go.setEnabled(verdict.open)
        self.says.setText(self._in_words(verdict))
        self._show.setVisible(not verdict.open)
        self._tell(verdict)
        self.judged.emit(verdict.open)

    def _tell(self, verdict: Verdict) -> None:
        """Tell a screen reader when the verdict turns; not each time that one question less is left."""
        before, self._stand = self._stand, _stand(verdict)
        if before and before != self._stand and self.isVisible():
            say(self, self.says.text())

    def _in_words(self, verdict: Verdict) -> str:
        if verdict.refused:
            return self.tr("There is a no among the answers. It counts: this session stays shut.")
        if verdict.missing:
            asks = self._checklist.item(self._next() or verdict.missing[0]).text
            asks = asks if len(asks) <= _LONG else f"{asks[:_LONG].rpartition(' ')[0]}…"
            left = len(verdict.missing) + len(verdict.not_sure)
            if self.width() < self.fontMetrics().averageCharWidth() * _NARROW:
                return self.tr("1 question left.") if left == 1 else self.tr("%n questions left.", "", left)
            return (
                self.tr("1 left: “{asks}”") if left == 1 else self.tr("%n left. Next: “{asks}”", "", left)
            ).format(asks=asks)
        if verdict.not_sure:
            return self.tr("Somebody is not sure yet. Talk about it first; there is no hurry.")
        tips = len(verdict.advice_open)
        if not tips:
            return self.tr("Everything is agreed.")
        return (
            self.tr("Agreed. 1 piece of advice is still open; it does not hold you up.")
            if tips == 1
            else self.tr("Agreed. %n pieces of advice are still open; they do not hold you up.", "", tips)
        )


def _stand(verdict: Verdict) -> str:
    """Return what the verdict comes down to."""
    if verdict.refused:
        return "refused"
    if verdict.missing:
        return "missing"
    return "unsure" if verdict.not_sure else "open"
