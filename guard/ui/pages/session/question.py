"""One question of the checklist, with its reason and its answers."""

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QCheckBox, QGroupBox, QLineEdit, QVBoxLayout, QWidget

from guard.session.checklist import Answer, Fact, Item, Reply
from guard.ui.pages.choice import Choice, Option
from guard.ui.pages.marked_line import MarkedLine
from guard.ui.theme import SPACE
from guard.ui.widgets import text
from guard.ui.widgets.flow import Flow

ANSWERS = (Answer.YES, Answer.NOT_SURE, Answer.NO)


def answer_options() -> list[Option]:
    """Return the three equal answers in the order of `ANSWERS`."""
    translate = QCoreApplication.translate
    return [
        Option(translate("answers", "Yes")),
        Option(translate("answers", "Not sure")),
        Option(translate("answers", "No")),
    ]


class Question(QWidget):
    """A question that nobody has answered yet. A live fact takes the place of the answers while it holds."""

    replied = Signal()

    def __init__(self, item: Item, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.item = item
        self.setAccessibleName(item.text)
        self._fact: Fact | None = None
        self._extra: QCheckBox | None = None
        self._new = True
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACE, 0, SPACE)
        column.setSpacing(SPACE // 2)
        column.addWidget(text.body(item.text))
        advice = self.tr("Advice, not a must. {why}").format(why=item.why)
        column.addWidget(text.hint(advice if item.need == "advice" else item.why))
        self._seen = MarkedLine()
        self._how = text.hint("")
        column.addWidget(self._seen)
        column.addWidget(self._how)
        self._answers = self._one_of_three() if item.kind == "yes" else self._picks()
        column.addSpacing(SPACE // 2)
        column.addWidget(self._answers)
        self._remark = text.hint("")
        column.addWidget(self._remark)
        self.show_fact(None)
        self._remark_on()

    def reply(self) -> Reply:
        """Return what a person has answered so far."""
        if self.item.kind == "yes":
            place = self._choice.place()
            return Reply() if place is None else Reply(ANSWERS[place])
        picks = [box.text() for box in self._boxes if box.isChecked()]
        own = self._own.text().strip() if self._own is not None else ""
        return Reply(picks=tuple([*picks, own] if own else picks))

    def clear(self) -> None:
        """Forget the answer. Nobody is told."""
        self.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        if self.item.kind == "yes":
            self._choice.choose(None)
        else:
            for box in self._boxes:
                box.setChecked(False)
            if self._own is not None:
                self._own.clear()
        self.blockSignals(False)  # noqa: FBT003 - as above
        self._remark_on()

    def show_fact(self, fact: Fact | None) -> None:
        """Let the computer answer, or say that it cannot tell."""
        if fact == self._fact and not self._new:
            return
        self._fact, self._new = fact, False
        known = fact is not None and fact.answer in {Answer.YES, Answer.NO}
        self._answers.setVisible(not known)
        self._seen.setVisible(fact is not None)
        self._how.setVisible(fact is not None)
        if fact is None:
            return
        icon, color, words = {
            Answer.YES: ("check", "calm", self.tr("Yes, as far as this computer can see")),
            Answer.NO: ("alert", "notice", self.tr("No, not at the moment")),
        }.get(fact.answer, ("help", "muted", self.tr("This computer cannot tell; you can")))
        self._seen.show_line(icon, color, words)
        self._how.setText(text.sentence(fact.says))

    def offer(self, words: str, says: str) -> None:
        """Offer one more pick that only a person ticks, with a line of what is known; "" takes it away."""
        if self._extra is None:
            self._extra = QCheckBox()
            self._extra.toggled.connect(self._changed)
            self._chips.addWidget(self._extra)
            self._boxes.append(self._extra)
        if not words:
            self._extra.setChecked(False)
        self._extra.setText(words)
        self._extra.setAccessibleName(words)
        self._extra.setAccessibleDescription(says)
        self._extra.setVisible(bool(words))
        self._seen.setVisible(bool(words))
        self._seen.show_line("boundaries", "accent", says)

    def focus(self) -> None:
        """Bring the keyboard to the answer."""
        if self.item.kind == "yes":
            self._choice.focus()
        elif self._boxes:
            self._boxes[0].setFocus()
        elif self._own is not None:
            self._own.setFocus()

    def _one_of_three(self) -> QWidget:
        self._choice = Choice(answer_options(), self.item.text, alike=True)
        self._choice.chosen.connect(self._changed)
        return self._choice

    def _picks(self) -> QWidget:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE)
        chips = QGroupBox()
        chips.setAccessibleName(self.item.text)
        row = self._chips = Flow(chips)
        self._boxes = [QCheckBox(option) for option in self.item.options]
        for box in self._boxes:
            box.setAccessibleName(box.text())
            box.toggled.connect(self._changed)
            row.addWidget(box)
        column.addWidget(chips)
        self._own = QLineEdit() if self.item.own_words else None
        if self._own is not None:
            self._own.setPlaceholderText(self.tr("Or in your own words"))
            self._own.setAccessibleName(
                self.tr("In your own words: {question}").format(question=self.item.text)
            )
            self._own.setMaxLength(200)
            self._own.textChanged.connect(self._changed)
            column.addWidget(self._own)
        return whole

    def _changed(self) -> None:
        self._remark_on()
        self.replied.emit()

    def _remark_on(self) -> None:
        """Say kindly what an answer other than yes means here."""
        remark = ""
        if self.item.need == "must":
            remark = {
                Answer.NOT_SURE: self.tr(
                    "Being unsure is a good reason to wait. Talk about it first; the session stays shut until then."
                ),
                Answer.NO: self.tr(
                    "Thank you for saying so. With this answer there is no session today, and that is fine."
                ),
            }.get(self.reply().answer, "")
        self._remark.setText(remark)
        self._remark.setVisible(bool(remark))
